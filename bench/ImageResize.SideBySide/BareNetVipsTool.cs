using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide;

/// <summary>This very program in its bare form: a loop over NetVips and nothing else.</summary>
internal sealed class BareNetVipsTool(WorkFolder work) : Tool(work)
{
    public override string Name => "bare NetVips, Parallel.ForEach";

    protected override ProcessStartInfo Command() =>
        new("dotnet", [typeof(BareNetVipsTool).Assembly.Location, "bare-netvips", Work.Inputs, Work.Outputs, Work.Options.Workers.ToString(CultureInfo.InvariantCulture)]);
}
