using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Metadata.Color;

/// <summary>
/// Makes small ICC profiles of version 4.3 (ICC.1:2010): a matrix and curves, as littlecms, browsers and viewers read them. For
/// images whose colours something else than a profile tells.
/// </summary>
internal static class IccWriter
{
    private const int HeaderLength = 128;

    /// <summary>Points of a curve that has no parameters; enough for the steep parts of a perceptual quantiser.</summary>
    private const int CurvePoints = 4096;

    /// <summary>The profile of a standard space; its name is the usual one.</summary>
    public static byte[] Create(StandardColor standard) => standard switch
    {
        StandardColor.Srgb => Create("sRGB", Primaries.Srgb.ToConnectionSpace(), ToneCurve.Srgb),
        StandardColor.DisplayP3 => Create("Display P3", Primaries.DisplayP3.ToConnectionSpace(), ToneCurve.Srgb),
        StandardColor.AdobeRgb => Create("Adobe RGB (1998) compatible", Primaries.AdobeRgb.ToConnectionSpace(), ToneCurve.Gamma(563 / 256.0)),
        StandardColor.ProPhoto => Create("ProPhoto RGB", Primaries.ProPhoto.ToConnectionSpace(), ToneCurve.ProPhoto),
        StandardColor.Bt2020 => Create("ITU-R BT.2020", Primaries.Bt2020.ToConnectionSpace(), ToneCurve.Bt709),
        _ => throw new ArgumentOutOfRangeException(nameof(standard), standard, null),
    };

    /// <summary>
    /// The profile of colours that were told otherwise; null where they have no matrix, or are CMYK or the like. Of high dynamic
    /// range it is one to convert by, with the range brought to a screen's: a profile cannot say that numbers go beyond white.
    /// </summary>
    public static byte[]? Create(ColorDescription color)
    {
        if (color.Curves.Count == 0)
            return null;
        string name = color.Name ?? (color.Standard == StandardColor.None ? "Colors of the source" : color.Standard.ToString());
        return color switch
        {
            { Channels: ColorChannels.Gray } => Create(name, null, color.Curves[0].ToStandardRange()),
            { Channels: ColorChannels.Rgb, Matrix: { } matrix } => Create(name, matrix, color.Curves[0].ToStandardRange()),
            _ => null,
        };
    }

    /// <summary>A profile of one curve; grey where there is no matrix.</summary>
    public static byte[] Create(string name, Matrix3? matrix, ToneCurve curve)
    {
        var tags = new List<(string Signature, byte[] Data)>
        {
            ("desc", Localized(name)),
            ("cprt", Localized("No copyright, use freely")),
            ("wtpt", Xyz(Matrix3.D50[0], Matrix3.D50[1], Matrix3.D50[2])),
        };
        byte[] tone = Curve(curve);
        if (matrix is { Items: { } m })
        {
            tags.AddRange([("rXYZ", Xyz(m[0], m[3], m[6])), ("gXYZ", Xyz(m[1], m[4], m[7])), ("bXYZ", Xyz(m[2], m[5], m[8]))]);
            tags.AddRange([("rTRC", tone), ("gTRC", tone), ("bTRC", tone)]);
        }
        else
        {
            tags.Add(("kTRC", tone));
        }

        return Assemble(tags, isGray: matrix is null);
    }

    private static byte[] Assemble(List<(string Signature, byte[] Data)> tags, bool isGray)
    {
        var profile = new MemoryStream();
        profile.SetLength(HeaderLength + 4 + 12 * tags.Count);
        profile.Position = profile.Length;
        var offsets = new Dictionary<byte[], int>();
        foreach ((_, byte[] data) in tags)
        {
            if (!offsets.TryAdd(data, (int)profile.Position))
                continue;
            profile.Write(data);
            profile.Write(new byte[-data.Length & 3]);
        }

        byte[] bytes = profile.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), 0x04300000);
        Encoding.ASCII.GetBytes($"mntr{(isGray ? "GRAY" : "RGB ")}XYZ ").CopyTo(bytes, 12);
        // A fixed date: the same colours make the same bytes.
        ((ReadOnlySpan<byte>)[0x07, 0xEA, 0, 1, 0, 1]).CopyTo(bytes.AsSpan(24));
        "acsp"u8.CopyTo(bytes.AsSpan(36));
        Xyz(Matrix3.D50[0], Matrix3.D50[1], Matrix3.D50[2]).AsSpan(8).CopyTo(bytes.AsSpan(68));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(HeaderLength), tags.Count);
        for (int i = 0; i < tags.Count; i++)
        {
            Span<byte> entry = bytes.AsSpan(HeaderLength + 4 + 12 * i, 12);
            Encoding.ASCII.GetBytes(tags[i].Signature, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], offsets[tags[i].Data]);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
        }

        return bytes;
    }

    private static byte[] Localized(string text) =>
    [
        .. "mluc"u8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, .. "enUS"u8, .. Number(2 * text.Length), .. Number(28), .. Encoding.BigEndianUnicode.GetBytes(text),
    ];

    private static byte[] Xyz(double x, double y, double z) => [.. "XYZ "u8, 0, 0, 0, 0, .. Fixed(x), .. Fixed(y), .. Fixed(z)];

    private static byte[] Curve(ToneCurve curve)
    {
        if (curve.Parameters is { } p)
            return [.. "para"u8, 0, 0, 0, 0, 0, 4, 0, 0, .. p.SelectMany(Fixed)];
        byte[] table = [.. "curv"u8, 0, 0, 0, 0, .. Number(CurvePoints), .. new byte[2 * CurvePoints]];
        for (int i = 0; i < CurvePoints; i++)
            BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(12 + 2 * i), (ushort)Math.Round(65_535 * Math.Clamp(curve.Evaluate(i / (CurvePoints - 1.0)), 0, 1)));
        return table;
    }

    private static byte[] Fixed(double value) => Number((int)Math.Round(value * 65_536));

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
