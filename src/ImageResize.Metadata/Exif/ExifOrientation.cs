using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>The orientation of an EXIF block: where row 0 and column 0 of the stored image are (CIPA DC-008, tag 0112).</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    /// <summary>1 to 8; 1 where the block has none or is broken.</summary>
    public static int Read(ReadOnlySpan<byte> exif) => ExifSummary.Read(exif).Orientation ?? Upright;

    /// <summary>A block that says nothing else: for pixels that stay turned when their metadata goes.</summary>
    public static byte[] Create(int orientation)
    {
        var content = new TiffContent();
        content.Set(ExifTag.Orientation, TiffType.Short, [(byte)orientation, 0]);
        return TiffBuilder.Build(content, isBigEndian: false, int.MaxValue);
    }
}
