using System.Diagnostics;
using ImageResize.Testing;

namespace ImageResize.SideBySide.Tools;

/// <summary>The module in a real pwsh, as its users have it.</summary>
internal sealed class ModuleTool(WorkFolder work) : Tool(work)
{
    public override string Name => "Invoke-ImageResize, in pwsh";

    protected override ProcessStartInfo Command() => Pwsh.StartInfoOf(
        $"Invoke-ImageResize -Path {Pwsh.Quote(Work.Inputs)} -Size {Work.Scenario.Width},{Work.Scenario.Height} -Destination {Pwsh.Quote(Work.Outputs)} -ThrottleLimit {Work.Workers} -SummaryVariable s -InformationAction Ignore | Out-Null; $s.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)");
}
