namespace ImageResize.Pixels;

/// <summary>A part of an upright image, whose edges may lie between its pixels: what an output shows of a source.</summary>
/// <param name="X">Pixels left of it, 0 or more.</param>
/// <param name="Y">Pixels above it, 0 or more.</param>
/// <param name="Width">Its width in pixels, more than 0.</param>
/// <param name="Height">Its height in pixels, more than 0.</param>
public readonly record struct SourceRegion(double X, double Y, double Width, double Height)
{
    /// <summary>What edges may lie outside an image through rounding, in pixels.</summary>
    private const double Rounding = 1e-6;

    /// <summary>A part of whole pixels.</summary>
    public static implicit operator SourceRegion(PixelRegion region) => FromPixelRegion(region);

    /// <summary>A part of whole pixels.</summary>
    public static SourceRegion FromPixelRegion(PixelRegion region) => new(region.X, region.Y, region.Width, region.Height);

    /// <summary>Whether it lies in an image of the given size, and is not empty.</summary>
    public bool IsWithin(long width, long height) =>
        this is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && X + Width <= width + Rounding && Y + Height <= height + Rounding;
}
