using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Test-Path with -Path, -LiteralPath and -PathType.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PSCmdlet
{
    /// <summary>The paths, with wildcards.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? Path { get; set; }

    /// <summary>The paths, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [AllowNull]
    public string?[]? LiteralPath { get => Path; set => Path = value; }

    /// <summary>What the path must be: Any, Container or Leaf.</summary>
    [Parameter]
    [Alias("Type")]
    [ValidateSet("Any", "Container", "Leaf")]
    public string PathType { get; set; } = "Any";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? path in Path ?? [])
            WriteObject(!string.IsNullOrWhiteSpace(path) && Exists(path));
    }

    private bool Exists(string path)
    {
        try
        {
            string pattern = ParameterSetName == "LiteralPath" ? WildcardPattern.Escape(path) : path;
            if (!InvokeProvider.Item.Exists(pattern))
                return false;
            if (PathType == "Any")
                return true;

            bool wantsContainer = PathType == "Container";
            return SessionState.Path.GetResolvedPSPathFromPSPath(pattern)
                .Any(found => InvokeProvider.Item.IsContainer(WildcardPattern.Escape(found.Path)) == wantsContainer);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSNotSupportedException)
        {
            return false;
        }
    }
}
