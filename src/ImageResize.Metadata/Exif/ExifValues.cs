using System.Text;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>Reads the values of one directory of an EXIF block. What is not there, of another type or not within the block is null.</summary>
/// <param name="tiff">The block.</param>
/// <param name="directory">Where the directory is; anything else than a place of one has no values.</param>
internal readonly ref struct ExifValues(TiffReader tiff, long directory)
{
    /// <summary>The longest text that is believed to be a name or a date, in bytes.</summary>
    private const int LongestText = 512;

    private const ushort SignedRational = 10;

    private readonly TiffReader _tiff = tiff;

    /// <summary>A text up to its end mark, without blanks around it; null where nothing is left. ASCII by the letter, and UTF-8 in what writes it.</summary>
    public string? Text(ushort tag)
    {
        if (Find(tag) is not { Type: TiffType.Ascii, Count: > 0 and <= LongestText } entry || _tiff.FindValue(entry) is not (>= 0 and var at))
            return null;
        ReadOnlySpan<byte> bytes = _tiff.Slice(at, (int)entry.Count);
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return text.Length > 0 ? text : null;
    }

    /// <summary>The first whole number of 16 or 32 bits.</summary>
    public uint? Number(ushort tag)
    {
        if (Find(tag) is not { Type: TiffType.Short or TiffType.Long, Count: > 0 } entry || _tiff.FindValue(entry) is not (>= 0 and var at))
            return null;
        return entry.Type == TiffType.Short ? _tiff.ReadUInt16((int)at) : _tiff.ReadUInt32((int)at);
    }

    /// <summary>The first byte.</summary>
    public byte? Byte(ushort tag) =>
        Find(tag) is { Type: TiffType.Byte or TiffType.Undefined, Count: > 0 } entry && _tiff.FindValue(entry) is >= 0 and var at ? _tiff.Slice(at, 1)[0] : null;

    /// <summary>The first rational number.</summary>
    public double? Rational(ushort tag) => Rationals(tag, 1) is [var first, ..] ? first : null;

    /// <summary>The first rational number where it is more than 0, which stands for "unknown".</summary>
    public double? Positive(ushort tag) => Rational(tag) is > 0 and var number ? number : null;

    /// <summary>An angle of up to three numbers (degrees, minutes, seconds), with the sign of its reference.</summary>
    /// <param name="tag">The angle.</param>
    /// <param name="reference">The text that tells the side.</param>
    /// <param name="positive">The side that counts up.</param>
    /// <param name="negative">The side that counts down.</param>
    /// <param name="limit">The largest angle in degrees.</param>
    public double? Degrees(ushort tag, ushort reference, char positive, char negative, double limit)
    {
        double degrees = 0, unit = 1;
        double[] numbers = Rationals(tag, 3);
        foreach (double number in numbers)
        {
            if (number < 0)
                return null;
            degrees += number * unit;
            unit /= 60;
        }

        char side = Text(reference) is { } text ? char.ToUpperInvariant(text[0]) : ' ';
        if (numbers.Length == 0 || degrees > limit || (side != positive && side != negative))
            return null;
        return Math.Round(side == negative && degrees > 0 ? -degrees : degrees, 7);
    }

    /// <summary>Rational numbers, as many as there are up to a limit; none where one of them has no value.</summary>
    private double[] Rationals(ushort tag, int most)
    {
        if (Find(tag) is not { Type: TiffType.Rational or SignedRational, Count: > 0 } entry || _tiff.FindValue(entry) is not (>= 0 and var at))
            return [];
        var numbers = new double[Math.Min(entry.Count, most)];
        for (int i = 0; i < numbers.Length; i++)
        {
            uint numerator = _tiff.ReadUInt32((int)at + i * 8), denominator = _tiff.ReadUInt32((int)at + i * 8 + 4);
            if (denominator == 0)
                return [];
            numbers[i] = entry.Type == SignedRational ? (double)(int)numerator / (int)denominator : (double)numerator / denominator;
        }

        return numbers;
    }

    private TiffEntry? Find(ushort tag)
    {
        for (int i = 0, count = _tiff.CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = _tiff.ReadEntry(directory, i);
            if (entry.Tag == tag)
                return entry;
        }

        return null;
    }
}
