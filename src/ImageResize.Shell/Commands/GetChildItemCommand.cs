using System.Management.Automation;
using ImageResize.Shell.Engine;

namespace ImageResize.Shell.Commands;

/// <summary>
/// Get-ChildItem over the engine's own providers. -File, -Directory, -Hidden, -Attributes and -FollowSymlink are
/// parameters of the file system provider, which adds them itself.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo), typeof(string))]
public sealed class GetChildItemCommand : ProviderCommand, IDynamicParameters
{
    private object? _providerParameters;

    /// <summary>Folders, files or patterns; the current folder by default.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = ["."];

    /// <summary>Folders or files whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A pattern that the file system itself applies: faster than Include.</summary>
    [Parameter(Position = 1)]
    public string? Filter { get; set; }

    /// <summary>Patterns of which the name must match one; with Recurse, or a path that ends in a wildcard.</summary>
    [Parameter]
    public string[]? Include { get; set; }

    /// <summary>Patterns of which the name must match none.</summary>
    [Parameter]
    public string[]? Exclude { get; set; }

    /// <summary>Whether folders below are searched too.</summary>
    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How many levels below are searched; implies Recurse.</summary>
    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    /// <summary>Whether hidden items are included.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether only names are wanted, relative to the path.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    private string[] Paths => IsLiteral ? LiteralPath : Path;

    private bool Recursive => Recurse || MyInvocation.BoundParameters.ContainsKey(nameof(Depth));

    /// <inheritdoc/>
    public object? GetDynamicParameters()
    {
        // Asked for while parameters are bound: the paths from the pipeline are not known yet.
        string path = Paths is [{ Length: > 0 } first, ..] ? first : ".";
        return _providerParameters = NewContext().Call(
            InvokeProvider.ChildItem, "GetChildItemsDynamicParameters", path, Recurse.IsPresent);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ProviderContext context = NewContext(Force);
        context.SetFilters(Include, Exclude, Filter);
        context.DynamicParameters = _providerParameters;
        ForEachPath(Paths, path =>
        {
            if (Name)
                context.Call(InvokeProvider.ChildItem, "GetNames", path, ReturnContainers.ReturnMatchingContainers, Recursive, Depth);
            else
                context.Call(InvokeProvider.ChildItem, "Get", path, Recursive, Depth);
        });
    }
}
