using System.Diagnostics;

namespace ImageResize.SideBySide.Tools;

/// <summary>A package for Node.js, installed by npm into a folder of its own, and a script that runs it.</summary>
/// <param name="name">The name in the table.</param>
/// <param name="package">The package's name.</param>
/// <param name="script">The script beside this file.</param>
/// <param name="canGo">Which ways it can go.</param>
internal sealed class NodeTool(string name, string package, string script, Func<Way, bool> canGo) : Tool
{
    private readonly string _modules = Path.Combine(Path.GetTempPath(), "imageresize-bench-node");

    public override string Name => name;

    public override bool Prepare() =>
        Directory.Exists(Path.Combine(_modules, "node_modules", package))
        || (Directory.CreateDirectory(_modules).Exists && Succeeds("npm", "install", "--no-audit", "--no-fund", "--prefix", _modules, package));

    public override bool CanGo(Way way) => canGo(way);

    public override ProcessStartInfo Command(WorkFolder work) => new(
        "node",
        [Script(script), _modules, work.Inputs, work.Outputs, work.Way.Format, work.Way.Extension, Number(work.Way.Width), Number(work.Way.Height), Number(work.Workers)]);

    public override ProcessStartInfo Idle() => new("node", ["-e", "setTimeout(() => { }, 500)"]);
}
