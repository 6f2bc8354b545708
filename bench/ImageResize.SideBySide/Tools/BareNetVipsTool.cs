using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>This very program in its bare form: a loop over NetVips and nothing else.</summary>
internal sealed class BareNetVipsTool(WorkFolder work) : Tool(work)
{
    public override string Name => "bare NetVips, Parallel.ForEach";

    protected override ProcessStartInfo Command() =>
        new("dotnet", [typeof(BareNetVipsTool).Assembly.Location, "bare-netvips", Work.Inputs, Work.Outputs, .. new[] { Work.Scenario.Width, Work.Scenario.Height, Work.Workers }.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
}
