using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Metadata.Color;

/// <summary>
/// Reads an ICC profile (ICC.1:2022): what it is for, its matrix and curves, and its description. Every offset is checked; what
/// is malformed is not there. A profile with tables from the device (A2B0) is described by them, as colour engines prefer those,
/// so its matrix counts for nothing here.
/// </summary>
internal static class IccProfile
{
    private const int HeaderLength = 128;
    private const int TagEntryLength = 12;
    private const int MaxTags = 200;
    private const int MaxCurvePoints = 65_536;

    /// <summary>Whether the bytes are a profile from which colours can be told: one that is cut off before its curves or tables says nothing.</summary>
    public static bool IsProfile(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < HeaderLength + 4 || !profile.Slice(36, 4).SequenceEqual("acsp"u8))
            return false;
        bool hasTables = !Find(profile, "A2B0"u8).IsEmpty || !Find(profile, "A2B1"u8).IsEmpty || !Find(profile, "D2B0"u8).IsEmpty;
        return hasTables || (Channels(profile) is not ColorChannels.Cmyk and var channels && (channels is not (ColorChannels.Rgb or ColorChannels.Gray) || Read(profile).Curves.Count > 0));
    }

    /// <summary>The profile's description, such as "Display P3", or null where there is none.</summary>
    public static string? Describe(ReadOnlySpan<byte> profile) => Text(Find(profile, "desc"u8));

    /// <summary>What the colours are by the profile's numbers.</summary>
    public static ColorDescription Read(ReadOnlySpan<byte> profile) => KnownProfiles.Describe(profile, ReadAnew);

    private static ColorDescription ReadAnew(ReadOnlySpan<byte> profile)
    {
        ColorChannels channels = Channels(profile);
        ReadOnlySpan<byte> cicp = Find(profile, "cicp"u8);
        var description = new ColorDescription
        {
            Origin = ColorOrigin.Icc,
            Channels = channels,
            Name = Describe(profile),
            Matrix = null,
            Curves = [],
            CodePoints = cicp.Length >= 12 ? new CodePoints(cicp[8], cicp[9], cicp[10], cicp[11] != 0) : null,
        };
        if (channels == ColorChannels.Rgb && cicp.Length >= 12 && Primaries.FromCode(cicp[8]) is { } primaries && ToneCurve.FromCode(cicp[9]) is { } coded)
            return description with { Matrix = primaries.ToConnectionSpace(), Curves = [coded] };
        if (!Find(profile, "A2B0"u8).IsEmpty)
            return description;
        if (channels == ColorChannels.Gray)
            return Curve(Find(profile, "kTRC"u8)) is { } gray ? description with { Curves = [IsLab(profile) ? gray.FromLightness() : gray] } : description;
        if (channels != ColorChannels.Rgb)
            return description;
        double[]? red = Xyz(Find(profile, "rXYZ"u8)), green = Xyz(Find(profile, "gXYZ"u8)), blue = Xyz(Find(profile, "bXYZ"u8));
        if (red is null || green is null || blue is null)
            return description;
        if (Curve(Find(profile, "rTRC"u8)) is not { } r || Curve(Find(profile, "gTRC"u8)) is not { } g || Curve(Find(profile, "bTRC"u8)) is not { } b)
            return description;
        return description with { Matrix = new Matrix3([red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]]), Curves = [r, g, b] };
    }

    /// <summary>What the profile's device has for channels (ICC.1, 7.2.6).</summary>
    public static ColorChannels Channels(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < HeaderLength)
            return ColorChannels.Other;
        ReadOnlySpan<byte> space = profile.Slice(16, 4);
        return space.SequenceEqual("RGB "u8) ? ColorChannels.Rgb
            : space.SequenceEqual("GRAY"u8) ? ColorChannels.Gray
            : space.SequenceEqual("CMYK"u8) ? ColorChannels.Cmyk
            : space.SequenceEqual("Lab "u8) ? ColorChannels.Lab
            : ColorChannels.Other;
    }

    /// <summary>Whether the profile's connection space is Lab (ICC.1, 7.2.7), so that a curve of grey gives lightness and not light.</summary>
    private static bool IsLab(ReadOnlySpan<byte> profile) => profile.Slice(20, 4).SequenceEqual("Lab "u8);

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> signature)
    {
        if (profile.Length < HeaderLength + 4)
            return default;
        uint count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]), MaxTags);
        for (int i = 0; i < count; i++)
        {
            int at = HeaderLength + 4 + i * TagEntryLength;
            if (at + TagEntryLength > profile.Length)
                return default;
            if (!profile.Slice(at, 4).SequenceEqual(signature))
                continue;
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 4)..]);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 8)..]);
            return offset + (ulong)length <= (ulong)profile.Length ? profile.Slice((int)offset, (int)length) : default;
        }

        return default;
    }

    private static string? Text(ReadOnlySpan<byte> tag)
    {
        string? text = null;
        if (tag.Length >= 12 && tag.StartsWith("desc"u8))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
            if (length <= (uint)tag.Length - 12)
                text = Encoding.ASCII.GetString(tag.Slice(12, (int)length));
        }
        else if (tag.Length >= 28 && tag.StartsWith("mluc"u8))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(tag[20..]);
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(tag[24..]);
            if (offset + (ulong)length <= (ulong)tag.Length)
                text = Encoding.BigEndianUnicode.GetString(tag.Slice((int)offset, (int)length & ~1));
        }

        text = text?.Split('\0')[0].Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static double[]? Xyz(ReadOnlySpan<byte> tag) =>
        tag.Length >= 20 && tag.StartsWith("XYZ "u8) ? [Fixed(tag[8..]), Fixed(tag[12..]), Fixed(tag[16..])] : null;

    /// <summary>A curve of either kind (ICC.1, 10.6 and 10.18).</summary>
    private static ToneCurve? Curve(ReadOnlySpan<byte> tag)
    {
        if (tag.Length >= 12 && tag.StartsWith("curv"u8))
        {
            uint count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
            if (count > MaxCurvePoints || 12 + 2 * count > (uint)tag.Length)
                return null;
            if (count < 2)
                return count == 0 ? ToneCurve.Linear : ToneCurve.Gamma(BinaryPrimitives.ReadUInt16BigEndian(tag[12..]) / 256.0);
            var values = new double[count];
            for (int i = 0; i < values.Length; i++)
                values[i] = BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + 2 * i)..]) / 65_535.0;
            return ToneCurve.Table(values);
        }

        if (tag.Length < 12 || !tag.StartsWith("para"u8))
            return null;
        int kind = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
        int number = kind switch { 0 => 1, 1 => 3, 2 => 4, 3 => 5, 4 => 7, _ => 0 };
        if (number == 0 || tag.Length < 12 + 4 * number)
            return null;
        var p = new double[number];
        for (int i = 0; i < number; i++)
            p[i] = Fixed(tag[(12 + 4 * i)..]);
        return kind switch
        {
            0 => ToneCurve.Gamma(p[0]),
            1 => ToneCurve.Parametric([p[0], p[1], p[2], 0, p[1] == 0 ? 0 : -p[2] / p[1], 0, 0]),
            2 => ToneCurve.Parametric([p[0], p[1], p[2], 0, p[1] == 0 ? 0 : -p[2] / p[1], p[3], p[3]]),
            3 => ToneCurve.Parametric([p[0], p[1], p[2], p[3], p[4], 0, 0]),
            _ => ToneCurve.Parametric([p[0], p[1], p[2], p[3], p[4], p[5], p[6]]),
        };
    }

    private static double Fixed(ReadOnlySpan<byte> number) => BinaryPrimitives.ReadInt32BigEndian(number) / 65_536.0;
}
