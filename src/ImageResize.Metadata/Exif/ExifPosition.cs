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
