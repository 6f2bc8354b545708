using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// How a part whose edges lie between pixels is cut out by libvips, which cuts and scales whole pixels only: with so many pixels of
/// the output more on each side that the edges of what is scaled are nearly whole pixels of the source; the surplus is cut off after
/// scaling. One axis. Immutable.
/// </summary>
/// <param name="Start">The first pixel of the source that is scaled.</param>
/// <param name="End">One more than the last.</param>
/// <param name="Before">Pixels of the output to cut off before the part.</param>
/// <param name="After">Pixels of the output to cut off behind it.</param>
internal readonly record struct PartCut(int Start, int End, int Before, int After)
{
    /// <summary>Pixels of the output that are scaled in vain, at most.</summary>
    private const int MostSurplus = 64;

    /// <summary>How far an edge may be off, in pixels of the output.</summary>
    private const double Tolerance = 0.05;

    /// <summary>The cut of one axis.</summary>
    /// <param name="start">Where the part begins, in pixels of the source.</param>
    /// <param name="length">Its length.</param>
    /// <param name="output">Pixels that it becomes.</param>
    /// <param name="limit">Pixels of the source.</param>
    public static PartCut Of(double start, double length, int output, int limit)
    {
        double step = length / output;
        (int first, int before) = Nearest(start, -step, limit);
        (int end, int after) = Nearest(start + length, step, limit);
        return new PartCut(Math.Min(first, limit - 1), Math.Max(end, first + 1), before, after);
    }

    /// <summary>Cuts the part out. Takes over <paramref name="image"/>.</summary>
    public static Image CutOut(Image image, PartCut across, PartCut down) => across.Start == 0 && across.End == image.Width && down.Start == 0 && down.End == image.Height
        ? image
        : image.Then(whole => whole.ExtractArea(across.Start, down.Start, across.End - across.Start, down.End - down.Start));

    /// <summary>Cuts the surplus off what was scaled. Takes over <paramref name="image"/>.</summary>
    public static Image CutSurplus(Image image, PartCut across, PartCut down, PixelSize size) => image.Width == size.Width && image.Height == size.Height
        ? image
        : image.Then(scaled => scaled.ExtractArea(across.Before, down.Before, size.Width, size.Height));

    /// <summary>The size that is scaled to for a part of the given size.</summary>
    public static PixelSize WithSurplus(PixelSize size, PartCut across, PartCut down) =>
        new(size.Width + across.Before + across.After, size.Height + down.Before + down.After);

    /// <summary>The nearest whole pixel to an edge, or to it and so many pixels of the output further out.</summary>
    private static (int Position, int Surplus) Nearest(double edge, double step, int limit)
    {
        (int Position, int Surplus) best = (0, 0);
        double least = double.PositiveInfinity;
        for (int surplus = 0; surplus <= MostSurplus; surplus++)
        {
            double at = edge + surplus * step, off = Math.Abs(at - Math.Round(at)) / Math.Abs(step);
            if (surplus > 0 && (Math.Round(at) < 0 || Math.Round(at) > limit))
                break;
            if (off >= least)
                continue;
            (best, least) = (((int)Math.Clamp(Math.Round(at), 0, limit), surplus), off);
            if (off <= Tolerance)
                break;
        }

        return best;
    }
}
