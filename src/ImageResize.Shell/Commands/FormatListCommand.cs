using System.Management.Automation;
using ImageResize.Shell.Hosting;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Commands;

/// <summary>Format-List: the engine's own, complete.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Chooses the engine's list formatter.</summary>
    public FormatListCommand() => EngineInternals.SetFormatShape(this, "List");
}
