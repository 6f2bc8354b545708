using System.Management.Automation;
using ImageResize.Shell.Hosting;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Commands;

/// <summary>Format-Table: the engine's own, complete.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Chooses the engine's table formatter.</summary>
    public FormatTableCommand() => EngineInternals.SetFormatShape(this, "Table");
}
