using System.Globalization;

namespace ImageResize.SideBySide;

/// <summary>One comparison: what is made of how many photos, and by whom.</summary>
/// <param name="Inputs">How many photos, those of the folder repeated.</param>
/// <param name="Width">The box's width in pixels.</param>
/// <param name="Height">The box's height in pixels.</param>
/// <param name="Progressive">Whether the photos are made progressive first.</param>
/// <param name="Tools">The tools; ratios are to the first.</param>
internal sealed record Scenario(int Inputs, int Width, int Height, bool Progressive, string[] Tools)
{
    private static readonly string[] Everybody = ["sharp", "module", "netvips", "pillow", "magick"];
    private static readonly string[] Both = ["sharp", "module"];

    /// <summary>What docs/benchmarks.md tells.</summary>
    public static Scenario[] Suite { get; } =
    [
        new(480, 800, 600, false, Everybody),
        new(960, 200, 200, false, Both),
        new(240, 1600, 1200, false, Both),
        new(240, 800, 600, true, Both),
    ];

    /// <summary>"480 photos into 800x600".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Inputs} {(Progressive ? "progressive photos" : "photos")} into {Width}x{Height}");
}
