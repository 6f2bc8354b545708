using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Push-Location: remembers the current location and goes to another.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class PushLocationCommand : LocationCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionState.Path.PushCurrentLocation(stackName: null);
        if ((LiteralPath ?? Path) is { } path)
            Go(path);
    }
}
