namespace ImageResize.Imaging;

/// <summary>The EXIF orientation tag (Exif 3.0, 4.6.4): how the stored picture must be turned to be upright.</summary>
internal static class Orientation
{
    /// <summary>Stored upright.</summary>
    public const int Upright = 1;

    /// <summary>Whether an orientation (1 to 8) swaps width and height.</summary>
    public static bool IsTransposed(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>A size as seen, from the size as stored.</summary>
    public static PixelSize Apply(int orientation, PixelSize stored) =>
        IsTransposed(orientation) ? stored.Transposed : stored;
}
