using System.Runtime.InteropServices;
using System.Text;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>What an EXIF block says of the image itself. Broken parts say nothing.</summary>
/// <param name="Orientation">1 to 8; null where the block has no valid one.</param>
/// <param name="ThumbnailLength">The embedded thumbnail's length in bytes; 0 without.</param>
/// <param name="ColorSpace">1 for sRGB, 65,535 for others; null without.</param>
/// <param name="InteroperabilityIndex">"R98" for sRGB, "R03" for Adobe RGB; null without.</param>
/// <param name="HasLocation">Whether there is a GPS directory with anything but its version.</param>
internal sealed record ExifSummary(int? Orientation, long ThumbnailLength, int? ColorSpace, string? InteroperabilityIndex, bool HasLocation)
{
    private const ushort ColorSpaceTag = 0xA001;
    private const ushort InteroperabilityIndexTag = 0x0001;

    public static readonly ExifSummary Empty = new(null, 0, null, null, false);

    /// <summary>Whether there is anything about the colours; some writers leave the interoperability index alone.</summary>
    public bool TellsColor => ColorSpace is not null || InteroperabilityIndex is not null;

    public static ExifSummary Read(ReadOnlySpan<byte> exif)
    {
        // The reader can write as well, but is not asked to here.
        Span<byte> content = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(exif), exif.Length);
        if (!TiffReader.TryOpen(content, out TiffReader tiff))
            return Empty;
        long main = tiff.FirstDirectory;
        int? orientation = (int?)tiff.FindNumber(main, ExifTag.Orientation);
        long exifDirectory = (long?)tiff.FindNumber(main, ExifTag.ExifDirectory) ?? -1;
        long gps = (long?)tiff.FindNumber(main, ExifTag.GpsDirectory) ?? -1;
        long interoperability = (long?)tiff.FindNumber(exifDirectory, ExifTag.InteroperabilityDirectory) ?? -1;
        return new ExifSummary(
            orientation is >= 1 and <= 8 ? orientation : null,
            ThumbnailOf(tiff, main),
            (int?)tiff.FindNumber(exifDirectory, ColorSpaceTag),
            Index(tiff, interoperability),
            tiff.CountEntries(gps) > 1);
    }

    private static long ThumbnailOf(TiffReader tiff, long main)
    {
        int count = tiff.CountEntries(main);
        long link = main + 2 + (long)count * TiffReader.EntryLength;
        if (count < 0 || !tiff.Contains(link, 4))
            return 0;
        long directory = tiff.ReadUInt32((int)link);
        long offset = (long?)tiff.FindNumber(directory, ExifTag.ThumbnailOffset) ?? -1, length = (long?)tiff.FindNumber(directory, ExifTag.ThumbnailLength) ?? 0;
        return offset > 0 && tiff.Contains(offset, length) ? length : 0;
    }

    private static string? Index(TiffReader tiff, long directory)
    {
        for (int i = 0, count = tiff.CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            if (entry is { Tag: InteroperabilityIndexTag, Type: 2, Count: 4 } && tiff.FindValue(entry) is >= 0 and var at)
                return Encoding.ASCII.GetString(tiff.Slice(at, 3));
        }

        return null;
    }
}
