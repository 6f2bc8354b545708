using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Join-Path with -Path, -ChildPath and -AdditionalChildPath.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : PSCmdlet
{
    /// <summary>The beginnings.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>What comes after each.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowEmptyString]
    public string ChildPath { get; set; } = "";

    /// <summary>What comes after that.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    public string[] AdditionalChildPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
            WriteObject(AdditionalChildPath.Prepend(ChildPath).Aggregate(path, SessionState.Path.Combine));
    }
}
