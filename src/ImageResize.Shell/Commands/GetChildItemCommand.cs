using System.Management.Automation;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Get-ChildItem. The provider adds its own parameters: -File, -Directory, -Hidden, -Attributes … in the file system.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Items")]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo), typeof(string))]
public sealed class GetChildItemCommand : ProviderCommand
{
    /// <summary>The paths, with wildcards. The current location by default.</summary>
    [Parameter(Position = 0, ParameterSetName = "Items", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[]? Path { get; set; }

    /// <summary>The paths, as they are.</summary>
    [Parameter(ParameterSetName = "LiteralItems", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    /// <summary>A pattern that the provider applies itself: faster than -Include, and with one pattern only.</summary>
    [Parameter(Position = 1)]
    public string? Filter { get => ProviderFilter; set => ProviderFilter = value; }

    /// <summary>The name patterns to include. As in pwsh they need -Recurse or a path that ends in *.</summary>
    [Parameter]
    public string[] Include { get => IncludePatterns; set => IncludePatterns = value ?? []; }

    /// <summary>The name patterns to exclude.</summary>
    [Parameter]
    public string[] Exclude { get => ExcludePatterns; set => ExcludePatterns = value ?? []; }

    /// <summary>Whether to go into folders.</summary>
    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How many levels of folders to go into; implies -Recurse.</summary>
    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    /// <summary>Whether to emit names instead of items.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    private string[] Paths => LiteralPath ?? Path ?? [""];

    private bool IsRecursive => Recurse || Depth != uint.MaxValue;

    private protected override bool IsLiteral => LiteralPath is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Paths)
            ForPath(context => Get(path, context));
    }

    private protected override object? GetDynamicParameters(object context)
    {
        string path = Paths is [{ Length: > 0 } first, ..] ? first : ".";
        return Name
            ? EngineInternals.CallProvider(InvokeProvider.ChildItem, "GetChildNamesDynamicParameters", context, path)
            : EngineInternals.CallProvider(InvokeProvider.ChildItem, "GetChildItemsDynamicParameters", context, path, IsRecursive);
    }

    private void Get(string path, object context)
    {
        if (Name)
            EngineInternals.CallProvider(InvokeProvider.ChildItem, "GetNames", context, path, ReturnContainers.ReturnMatchingContainers, IsRecursive, Depth);
        else
            EngineInternals.CallProvider(InvokeProvider.ChildItem, "Get", context, path, IsRecursive, Depth);
    }
}
