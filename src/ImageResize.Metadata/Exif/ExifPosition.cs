using System.Text;
using ImageResize.Metadata.Location;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>
/// Finds a position's numbers again outside the GPS directory: some makers copy them into their notes, whose structure only they
/// know. A copy is byte for byte the same, in the same byte order.
/// </summary>
internal static class ExifPosition
{
    /// <summary>Latitude and longitude are three rational numbers; shorter values could stand anywhere by chance.</summary>
    private const int MinLength = 24;

    private const int MaxValues = 64;

    /// <summary>Longer values are no text that a person wrote.</summary>
    private const int MaxText = 1 << 20;

    /// <summary>ImageDescription, DocumentName, Windows' XPTitle, XPComment, XPKeywords, XPSubject; UserComment.</summary>
    private static readonly ushort[] TextTags = [0x010E, 0x010D, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 0x9286];

    /// <summary>The values of a GPS directory that are long enough to be known again.</summary>
    public static List<byte[]> Collect(TiffReader tiff, long directory)
    {
        var values = new List<byte[]>();
        for (int i = 0, count = tiff.CountEntries(directory); i < count && values.Count < MaxValues; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            if (entry is { Type: TiffType.Rational, ValueLength: MinLength } && tiff.FindValue(entry) is >= 0 and var at && tiff.Slice(at, MinLength).IndexOfAnyExcept((byte)0) >= 0)
                values.Add(tiff.Slice(at, MinLength).ToArray());
        }

        return values;
    }

    /// <summary>Clears the texts of a directory that tell a position: captions, comments, keywords.</summary>
    public static void EraseTexts(TiffReader tiff, Span<byte> data, long directory)
    {
        for (int i = 0, count = tiff.CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(directory, i);
            if (Array.IndexOf(TextTags, entry.Tag) < 0 || entry.ValueLength > MaxText || tiff.FindValue(entry) is not (>= 0 and var at))
                continue;
            Span<byte> value = data.Slice((int)at, (int)entry.ValueLength);

            // In UTF-16 every other byte of what matters is zero, in either order.
            if (PositionText.Tells(Encoding.Latin1.GetString(value).Replace("\0", null, StringComparison.Ordinal)))
                value.Clear();
        }
    }

    /// <summary>Overwrites every copy with zeros.</summary>
    public static void Erase(Span<byte> data, List<byte[]> values)
    {
        foreach (byte[] value in values)
        {
            for (int at = 0, found; (found = data[at..].IndexOf(value)) >= 0; at += found)
                data.Slice(at + found, value.Length).Clear();
        }
    }
}
