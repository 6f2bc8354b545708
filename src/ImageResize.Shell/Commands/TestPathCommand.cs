using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Test-Path over the engine's own providers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = PathSet)]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PathCommand
{
    /// <summary>What the item must be: anything, a folder (Container) or a file (Leaf).</summary>
    [Parameter]
    [Alias("Type")]
    [ValidateSet("Any", "Container", "Leaf")]
    public string PathType { get; set; } = "Any";

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPath(Paths, path => WriteObject(Exists(path)));

    private bool Exists(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || NewContext().Call(InvokeProvider.Item, "Exists", path) is not true)
            return false;

        return PathType == "Any"
            || (NewContext().Call(InvokeProvider.Item, "IsContainer", path) is true) == (PathType == "Container");
    }
}
