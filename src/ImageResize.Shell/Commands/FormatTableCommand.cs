using System.Management.Automation;
using ImageResize.Shell.Engine;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Commands;

/// <summary>Format-Table: the engine's own, which lacks only the class that gives it a name.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Connects the cmdlet to the formatting engine.</summary>
    public FormatTableCommand() => EngineInternals.UseFormattingEngine(this, "Table");
}
