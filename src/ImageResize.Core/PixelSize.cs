namespace ImageResize;

/// <summary>A width and a height in pixels.</summary>
/// <param name="Width">Pixels across, at least 1.</param>
/// <param name="Height">Pixels down, at least 1.</param>
internal readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>Width times height; cannot overflow.</summary>
    public long Area => (long)Width * Height;

    /// <summary>The longer side.</summary>
    public int LongSide => Math.Max(Width, Height);

    /// <summary>The same picture turned by a quarter.</summary>
    public PixelSize Transposed => new(Height, Width);

    /// <summary>"4032x3024".</summary>
    public override string ToString() => $"{Width}x{Height}";
}
