namespace ImageResize.Metadata.Exif;

/// <summary>The orientation of an EXIF block: where row 0 and column 0 of the stored image are (CIPA DC-008, tag 0112).</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    /// <summary>1 to 8; 1 where the block has none or is broken.</summary>
    public static int Read(ReadOnlySpan<byte> exif) => ExifSummary.Read(exif).Orientation ?? Upright;
}
