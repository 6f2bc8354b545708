using System.Management.Automation;
using ImageResize.Shell.Engine;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace ImageResize.Shell.Commands;

/// <summary>Format-List: the engine's own, which lacks only the class that gives it a name.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Connects the cmdlet to the formatting engine.</summary>
    public FormatListCommand() => EngineInternals.UseFormattingEngine(this, "List");
}
