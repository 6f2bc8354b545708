using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Get-Item over the engine's own providers.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class GetItemCommand : PathCommand
{
    /// <summary>Whether hidden items are included.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        ForEachPath(Paths, path => NewContext(Force).Call(InvokeProvider.Item, "Get", path));
}
