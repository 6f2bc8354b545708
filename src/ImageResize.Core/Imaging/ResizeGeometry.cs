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
        if (mode == ResizeMode.Stretch)
            return Stretch(source, size, allowEnlarge);

        // With one side alone there is no box to fill.
        bool fills = mode == ResizeMode.Fill && size is { Width: > 0, Height: > 0 };
        double across = size.Width > 0 ? (double)size.Width / source.Width : double.PositiveInfinity;
        double down = size.Height > 0 ? (double)size.Height / source.Height : double.PositiveInfinity;
        double factor = Limit(fills ? Math.Max(across, down) : Math.Min(across, down), allowEnlarge);
        PixelSize fitted = Scale(source, factor);

        // Rounding must not carry a side past the box, nor 1 pixel short of the side that decided.
        int maxWidth = size.Width > 0 ? size.Width : int.MaxValue;
        int maxHeight = size.Height > 0 ? size.Height : int.MaxValue;
        return new PixelSize(Math.Min(fitted.Width, maxWidth), Math.Min(fitted.Height, maxHeight));
    }

    /// <summary>
    /// The part of an image that an output shows which fills its box: the largest of the output's aspect ratio. Null
    /// where that is all of it.
    /// </summary>
    /// <param name="source">The size as seen.</param>
    /// <param name="output">The size of the output, from <see cref="Plan"/>.</param>
    /// <param name="position">Which part is kept.</param>
    public static PixelRegion? Crop(PixelSize source, PixelSize output, CropPosition position)
    {
        double scale = Math.Min((double)source.Width / output.Width, (double)source.Height / output.Height);
        int width = Math.Min(source.Width, ScaleSide(output.Width, scale)), height = Math.Min(source.Height, ScaleSide(output.Height, scale));
        if (width == source.Width && height == source.Height)
            return null;
        (double across, double down) = Place(position);
        return new PixelRegion((int)Math.Round(across * (source.Width - width)), (int)Math.Round(down * (source.Height - height)), width, height);
    }

    /// <summary>How much of what is cut off lies to the left and above, 0 to 1.</summary>
    private static (double Across, double Down) Place(CropPosition position) => (
        position switch
        {
            CropPosition.Left or CropPosition.TopLeft or CropPosition.BottomLeft => 0,
            CropPosition.Right or CropPosition.TopRight or CropPosition.BottomRight => 1,
            _ => 0.5,
        },
        position switch
        {
            CropPosition.Top or CropPosition.TopLeft or CropPosition.TopRight => 0,
            CropPosition.Bottom or CropPosition.BottomLeft or CropPosition.BottomRight => 1,
            _ => 0.5,
        });

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
}

/// <summary>Which part of an image is kept where some of it must go.</summary>
public enum CropPosition
{
    /// <summary>The middle.</summary>
    Center,

    /// <summary>The upper edge, in the middle.</summary>
    Top,

    /// <summary>The upper right corner.</summary>
    TopRight,

    /// <summary>The right edge, in the middle.</summary>
    Right,

    /// <summary>The lower right corner.</summary>
    BottomRight,

    /// <summary>The lower edge, in the middle.</summary>
    Bottom,

    /// <summary>The lower left corner.</summary>
    BottomLeft,

    /// <summary>The left edge, in the middle.</summary>
    Left,

    /// <summary>The upper left corner.</summary>
    TopLeft,
}
