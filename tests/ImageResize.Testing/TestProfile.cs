using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace ImageResize.Testing;

/// <summary>Small ICC profiles (ICC.1:2010) for tests: published matrices, a gamma, any name.</summary>
public static class TestProfile
{
    /// <summary>The columns of red, green and blue, relative to D50.</summary>
    private static readonly double[] SrgbColumns = [0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141];
    private static readonly double[] AdobeColumns = [0.6097, 0.3111, 0.0195, 0.2053, 0.6257, 0.0609, 0.1492, 0.0632, 0.7446];
    private static readonly double[] P3Columns = [0.5151, 0.2412, -0.0011, 0.2920, 0.6922, 0.0419, 0.1571, 0.0666, 0.7841];
    private static readonly double[] ProPhotoColumns = [0.7977, 0.2880, 0.0000, 0.1352, 0.7119, 0.0000, 0.0313, 0.0001, 0.8249];

    /// <summary>IEC 61966-2-1 as the parameters g, a, b, c, d.</summary>
    private static readonly double[] SrgbCurve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

    /// <summary>sRGB by its numbers, whatever its name.</summary>
    public static byte[] Srgb(string name) => Rgb(name, SrgbColumns, SrgbCurve);

    /// <summary>sRGB's primaries with linear samples, whatever its name.</summary>
    public static byte[] Linear(string name) => Rgb(name, SrgbColumns, [1]);

    /// <summary>sRGB's primaries with the curve of ITU-R BT.709, whatever its name.</summary>
    public static byte[] Video(string name) => Rgb(name, SrgbColumns, [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081]);

    /// <summary>One of AdobeRgb, DisplayP3, ProPhoto, Linear.</summary>
    public static byte[] Named(string name) => name switch
    {
        "AdobeRgb" => Rgb("Adobe RGB (1998)", AdobeColumns, [2.19921875]),
        "DisplayP3" => Rgb("Display P3", P3Columns, SrgbCurve),
        "ProPhoto" => Rgb("ProPhoto RGB", ProPhotoColumns, [1.8]),
        _ => Linear("sRGB linear"),
    };

    /// <summary>Grey with a gamma.</summary>
    public static byte[] Gray(double gamma) => Assemble("GRAY", [("desc", Text("Gray gamma")), ("cprt", Text("none")), ("wtpt", Xyz([0.9642, 1, 0.8249])), ("kTRC", Curve([gamma]))]);

    /// <summary>The image with a profile.</summary>
    public static Image Tag(Image image, byte[] profile) => image.Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", profile));

    /// <summary>What an image looks like, in sRGB, as littlecms has it.</summary>
    public static double[] Look(Image image, int x, int y)
    {
        using Image point = image.ExtractArea(x, y, 1, 1);
        using Image shown = point.Contains("icc-profile-data") || point.Interpretation == Enums.Interpretation.Cmyk
            ? point.IccTransform("srgb", embedded: point.Contains("icc-profile-data"), inputProfile: "cmyk")
            : point.Copy();
        double[] samples = shown.Getpoint(0, 0);
        double scale = shown.Format == Enums.BandFormat.Ushort ? 257 : 1;
        return [.. samples.Select(sample => sample / scale)];
    }

    private static byte[] Rgb(string name, double[] columns, double[] curve)
    {
        byte[] tone = Curve(curve);
        return Assemble("RGB ", [("desc", Text(name)), ("cprt", Text("none")), ("wtpt", Xyz([0.9642, 1, 0.8249])), ("rXYZ", Xyz(columns[..3])), ("gXYZ", Xyz(columns[3..6])), ("bXYZ", Xyz(columns[6..])), ("rTRC", tone), ("gTRC", tone), ("bTRC", tone)]);
    }

    private static byte[] Assemble(string space, (string Signature, byte[] Data)[] tags)
    {
        var profile = new MemoryStream();
        profile.SetLength(132 + 12 * tags.Length);
        profile.Position = profile.Length;
        byte[] table = [.. Number(tags.Length), .. tags.SelectMany(tag =>
        {
            byte[] entry = [.. Encoding.ASCII.GetBytes(tag.Signature), .. Number((int)profile.Position), .. Number(tag.Data.Length)];
            profile.Write(tag.Data);
            profile.Write(new byte[-tag.Data.Length & 3]);
            return entry;
        })];
        byte[] bytes = profile.ToArray();
        Number(bytes.Length).CopyTo(bytes, 0);
        Number(0x04200000).CopyTo(bytes, 8);
        Encoding.ASCII.GetBytes($"mntr{space}XYZ ").CopyTo(bytes, 12);
        "acsp"u8.CopyTo(bytes.AsSpan(36));
        Xyz([0.9642, 1, 0.8249])[8..].CopyTo(bytes, 68);
        table.CopyTo(bytes, 128);
        return bytes;
    }

    private static byte[] Text(string text) => [.. "mluc"u8, 0, 0, 0, 0, .. Number(1), .. Number(12), .. "enUS"u8, .. Number(2 * text.Length), .. Number(28), .. Encoding.BigEndianUnicode.GetBytes(text)];

    private static byte[] Xyz(double[] xyz) => [.. "XYZ "u8, 0, 0, 0, 0, .. xyz.SelectMany(Fixed)];

    private static byte[] Curve(double[] parameters) => [.. "para"u8, 0, 0, 0, 0, 0, (byte)(parameters.Length == 1 ? 0 : 3), 0, 0, .. parameters.SelectMany(Fixed)];

    private static byte[] Fixed(double value) => Number((int)Math.Round(value * 65_536));

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
