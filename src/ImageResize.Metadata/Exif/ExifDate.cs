using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>When a picture was taken, by its EXIF block (CIPA DC-008, 4.6.5): local time of the camera. Broken parts say nothing.</summary>
internal static class ExifDate
{
    private const ushort DateTimeOriginal = 0x9003;
    private const ushort DateTimeDigitized = 0x9004;
    private const byte Ascii = 2;

    /// <summary>"2026:11:27 08:30:00", and a zero behind it.</summary>
    private const int Length = 20;

    /// <summary>When it was taken, or else when it was made digital; null where neither is told.</summary>
    public static DateTime? Read(ReadOnlySpan<byte> exif)
    {
        // The reader can write as well, but is not asked to here.
        Span<byte> content = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(exif), exif.Length);
        if (!TiffReader.TryOpen(content, out TiffReader tiff))
            return null;
        long directory = (long?)tiff.FindNumber(tiff.FirstDirectory, ExifTag.ExifDirectory) ?? -1;
        return Find(tiff, directory, DateTimeOriginal) ?? Find(tiff, directory, DateTimeDigitized);
    }

    private static DateTime? Find(TiffReader tiff, long directory, ushort tag)
    {
        for (int i = 0, count = tiff.CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            if (entry.Tag == tag && entry is { Type: Ascii, Count: >= Length - 1 and <= Length } && tiff.FindValue(entry) is >= 0 and var at)
                return Parse(Encoding.ASCII.GetString(tiff.Slice(at, Length - 1)));
        }

        return null;
    }

    private static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date : null;
}
