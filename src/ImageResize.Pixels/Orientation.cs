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

    /// <summary>The orientation that does what this one does, and then another to what came of it.</summary>
    public Orientation Then(Orientation next)
    {
        // A mirror behind a swap is a mirror of the other stored axis.
        bool mirrorsX = MirrorsX ^ (Swaps ? next.MirrorsY : next.MirrorsX), mirrorsY = MirrorsY ^ (Swaps ? next.MirrorsX : next.MirrorsY);
        return new Orientation((mirrorsX, mirrorsY, Swaps ^ next.Swaps) switch
        {
            (false, false, false) => 1,
            (true, false, false) => 2,
            (true, true, false) => 3,
            (false, true, false) => 4,
            (false, false, true) => 5,
            (false, true, true) => 6,
            (true, true, true) => 7,
            (true, false, true) => 8,
        });
    }

    /// <summary>Where a region of the stored image is in the upright one.</summary>
    public PixelRegion ToUpright(PixelRegion stored, int storedWidth, int storedHeight)
    {
        int x = MirrorsX ? storedWidth - stored.X - stored.Width : stored.X, y = MirrorsY ? storedHeight - stored.Y - stored.Height : stored.Y;
        return Swaps ? new PixelRegion(y, x, stored.Height, stored.Width) : new PixelRegion(x, y, stored.Width, stored.Height);
    }

    /// <summary>Where a part of the upright image is in the stored one.</summary>
    public SourceRegion ToStored(SourceRegion upright, int storedWidth, int storedHeight)
    {
        (double x, double y, double width, double height) = Swaps
            ? (upright.Y, upright.X, upright.Height, upright.Width)
            : (upright.X, upright.Y, upright.Width, upright.Height);
        return new SourceRegion(MirrorsX ? storedWidth - x - width : x, MirrorsY ? storedHeight - y - height : y, width, height);
    }

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
