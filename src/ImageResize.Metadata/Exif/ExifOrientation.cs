using System.Runtime.InteropServices;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>The orientation of an EXIF block: where row 0 and column 0 of the stored image are (CIPA DC-008, tag 0112).</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    /// <summary>1 to 8; 1 where the block has none or is broken.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        // The reader can write as well, but is not asked to here.
        Span<byte> content = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(exif), exif.Length);
        if (!TiffReader.TryOpen(content, out TiffReader tiff))
            return Upright;
        long directory = tiff.FirstDirectory;
        int count = tiff.CountEntries(directory);
        for (int i = 0; i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            if (entry.Tag == ExifTag.Orientation)
                return tiff.ReadNumber(entry) is { } value and >= 1 and <= 8 ? (int)value : Upright;
        }

        return Upright;
    }
}
