namespace ImageResize.Pixels;

/// <summary>
/// An EXIF orientation as steps from stored to upright: mirror the stored axes, then swap them.
/// </summary>
/// <param name="Value">1 to 8.</param>
internal readonly record struct Orientation(int Value)
{
    /// <summary>Whether stored columns become rows.</summary>
    public bool Swaps => Value >= 5;

    /// <summary>Whether stored columns run from right to left, or where swapped from bottom to top.</summary>
    public bool MirrorsX => Value is 2 or 3 or 7 or 8;

    /// <summary>Whether stored rows run from bottom to top, or where swapped from right to left.</summary>
    public bool MirrorsY => Value is 3 or 4 or 6 or 7;

    public bool IsUpright => Value == 1;

    /// <summary>Where a region of the upright image is in the stored one.</summary>
    public PixelRegion ToStored(PixelRegion upright, int storedWidth, int storedHeight)
    {
        (int x, int y, int width, int height) = Swaps
            ? (upright.Y, upright.X, upright.Height, upright.Width)
            : (upright.X, upright.Y, upright.Width, upright.Height);
        return new PixelRegion(
            MirrorsX ? storedWidth - x - width : x, MirrorsY ? storedHeight - y - height : y, width, height);
    }
}
