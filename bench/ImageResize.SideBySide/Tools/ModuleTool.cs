using System.Diagnostics;
using ImageResize.Testing;

namespace ImageResize.SideBySide.Tools;

/// <summary>The module in a real pwsh, as its users have it.</summary>
internal sealed class ModuleTool : Tool
{
    public override string Name => "Invoke-ImageResize, in pwsh";

    public override ProcessStartInfo Command(WorkFolder work) => Pwsh.StartInfoOf(
        $"Invoke-ImageResize -Path {Pwsh.Quote(work.Inputs)} -Size {work.Way.Width},{work.Way.Height} -Format {work.Way.Format} -Destination {Pwsh.Quote(work.Outputs)} -ThrottleLimit {work.Workers} -InformationAction Ignore | Out-Null");

    public override ProcessStartInfo Idle() => Pwsh.StartInfo("-NoProfile", "-NonInteractive", "-Command", "Start-Sleep 1");
}
