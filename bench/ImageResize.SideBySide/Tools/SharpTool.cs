using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>sharp for Node.js, installed by npm into a folder of its own.</summary>
internal sealed class SharpTool(WorkFolder work) : Tool(work)
{
    private readonly string _modules = Path.Combine(Path.GetTempPath(), "imageresize-bench-sharp");

    public override string Name => "sharp (npm), concurrency 1";

    public override bool Prepare() =>
        Directory.Exists(Path.Combine(_modules, "node_modules", "sharp"))
        || (Directory.CreateDirectory(_modules).Exists && Succeeds("npm", ["install", "--no-audit", "--no-fund", "--prefix", _modules, "sharp"]));

    protected override ProcessStartInfo Command() => new(
        "node",
        [Script("sharp.mjs"), Work.Inputs, Work.Outputs, Number(Work.Scenario.Width), Number(Work.Scenario.Height), Number(Work.Workers), _modules]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
