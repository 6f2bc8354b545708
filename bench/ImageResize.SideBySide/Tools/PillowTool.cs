using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>Pillow for Python, from Debian's packages where it is missing.</summary>
internal sealed class PillowTool(WorkFolder work) : Tool(work)
{
    private const string Python = "/usr/bin/python3";

    public override string Name => "Pillow, process pool";

    public override bool Prepare() => HasPillow() || (Succeeds("apt-get", ["install", "-y", "-qq", "python3-pil"]) && HasPillow());

    protected override ProcessStartInfo Command() => new(
        Python,
        [Script("pillow.py"), Work.Inputs, Work.Outputs, Number(Work.Scenario.Width), Number(Work.Scenario.Height), Number(Work.Workers)]);

    private static bool HasPillow() => Succeeds(Python, ["-c", "import PIL"]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
