using System.Management.Automation;

namespace ImageResize.Shell.Commands;

/// <summary>Pop-Location: goes back to where Push-Location was called.</summary>
[Cmdlet(VerbsCommon.Pop, "Location")]
public sealed class PopLocationCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => SessionState.Path.PopLocation(stackName: null);
}
