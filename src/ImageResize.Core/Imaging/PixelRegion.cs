namespace ImageResize.Imaging;

/// <summary>A rectangle in pixels of the upright image.</summary>
/// <param name="X">Columns left of it, 0 or more.</param>
/// <param name="Y">Rows above it, 0 or more.</param>
/// <param name="Width">Columns of it, 1 or more.</param>
/// <param name="Height">Rows of it, 1 or more.</param>
internal readonly record struct PixelRegion(int X, int Y, int Width, int Height)
{
    /// <summary>The width and the height.</summary>
    public PixelSize Size => new(Width, Height);
}
