using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>
/// The size an image comes out with. One place for every engine, so that an output has the same dimensions
/// whichever engine made it. Sides are rounded to the nearest pixel and never below 1.
/// </summary>
internal static class ResizeGeometry
{
    /// <summary>The output size of an upright image of <paramref name="source"/> pixels.</summary>
    /// <param name="source">The size as seen, after the orientation tag is applied.</param>
    /// <param name="target">The size asked for; null keeps the source's.</param>
    /// <param name="mode">How the image meets that size.</param>
    /// <param name="allowEnlarge">Whether a side may become longer than it is.</param>
    public static PixelSize Plan(PixelSize source, TargetSize? target, ResizeMode mode, bool allowEnlarge)
    {
        if (target is not { } size)
            return source;
        if (size.Percent > 0)
            return Scale(source, Limit(size.Percent / 100, allowEnlarge));
        if (size.Edge != SizeEdge.None)
            return ScaleEdge(source, size, allowEnlarge);
        if (mode == ResizeMode.Stretch)
            return Stretch(source, size, allowEnlarge);

        // With one side alone there is no box to fill.
        if (mode == ResizeMode.Fill && size is { Width: > 0, Height: > 0 })
            return Fill(source, new PixelSize(size.Width, size.Height), allowEnlarge);
        double across = size.Width > 0 ? (double)size.Width / source.Width : double.PositiveInfinity;
        double down = size.Height > 0 ? (double)size.Height / source.Height : double.PositiveInfinity;
        PixelSize fitted = Scale(source, Limit(Math.Min(across, down), allowEnlarge));

        // Rounding must not carry a side past the box, nor 1 pixel short of the side that decided.
        int maxWidth = size.Width > 0 ? size.Width : int.MaxValue;
        int maxHeight = size.Height > 0 ? size.Height : int.MaxValue;
        return new PixelSize(Math.Min(fitted.Width, maxWidth), Math.Min(fitted.Height, maxHeight));
    }

    /// <summary>
    /// The part of an image that an output shows which fills its box: the largest of the output's aspect ratio. Null
    /// where that is all of it, but for less than half a pixel. Its edges may lie between pixels.
    /// </summary>
    /// <param name="source">The size as seen.</param>
    /// <param name="output">The size of the output, from <see cref="Plan"/>.</param>
    /// <param name="position">Which part is kept.</param>
    public static SourceRegion? Crop(PixelSize source, PixelSize output, PicturePosition position)
    {
        double across = (double)source.Width / output.Width, down = (double)source.Height / output.Height, scale = Math.Min(across, down);
        double width = across <= down ? source.Width : output.Width * scale, height = down <= across ? source.Height : output.Height * scale;
        if (source.Width - width < 0.5 && source.Height - height < 0.5)
            return null;
        return new SourceRegion(Start(position.Across, source.Width, width, scale), Start(position.Down, source.Height, height, scale), width, height);
    }

    /// <summary>Where a part begins that has a point as near to its middle as the edges allow. An edge is the point of which there is no further.</summary>
    private static double Start(double point, int side, double part, double scale)
    {
        double start = Math.Clamp(point * side - part / 2, 0, side - part);

        // Pixels that are not scaled stay as they are.
        return scale == 1 ? Math.Round(start) : start;
    }

    /// <summary>The box, or where that is larger than the image, the largest of its shape that is not.</summary>
    private static PixelSize Fill(PixelSize source, PixelSize box, bool allowEnlarge)
    {
        double factor = allowEnlarge ? 1 : Math.Min(1, Math.Min((double)source.Width / box.Width, (double)source.Height / box.Height));
        PixelSize filled = Scale(box, factor);
        return allowEnlarge ? box : new PixelSize(Math.Min(filled.Width, source.Width), Math.Min(filled.Height, source.Height));
    }

    /// <summary>One edge as asked for, whichever side it is, and the other in proportion.</summary>
    private static PixelSize ScaleEdge(PixelSize source, TargetSize size, bool allowEnlarge)
    {
        int edge = size.Edge == SizeEdge.Longest ? source.LongSide : Math.Min(source.Width, source.Height);
        return Scale(source, Limit((double)size.Width / edge, allowEnlarge));
    }

    private static PixelSize Stretch(PixelSize source, TargetSize size, bool allowEnlarge) => new(
        StretchSide(source.Width, size.Width, allowEnlarge),
        StretchSide(source.Height, size.Height, allowEnlarge));

    private static int StretchSide(int source, int target, bool allowEnlarge) =>
        target == 0 ? source : allowEnlarge ? target : Math.Min(source, target);

    private static double Limit(double factor, bool allowEnlarge) => allowEnlarge ? factor : Math.Min(factor, 1);

    private static PixelSize Scale(PixelSize source, double factor) =>
        new(ScaleSide(source.Width, factor), ScaleSide(source.Height, factor));

    private static int ScaleSide(int side, double factor) =>
        (int)Math.Clamp(Math.Round(side * factor, MidpointRounding.AwayFromZero), 1, int.MaxValue);
}

/// <summary>How an image meets the size asked for.</summary>
public enum ResizeMode
{
    /// <summary>As large as fits inside the box, aspect ratio kept.</summary>
    Fit,

    /// <summary>Exactly the size asked for, aspect ratio not kept.</summary>
    Stretch,

    /// <summary>Fills the box, aspect ratio kept: what does not fit in it is cut off.</summary>
    Fill,

    /// <summary>As large as fits inside the box, aspect ratio kept, and the background around it up to the box.</summary>
    Pad,
}
