using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace ImageResize.Testing;

/// <summary>An AVIF of four pieces side by side (ISO/IEC 23008-12, 6.6.2.3), each coded by libvips, and the boxes around them.</summary>
public static class AvifGrid
{
    /// <summary>Writes the picture.</summary>
    /// <param name="image">8 bits, three channels, sides that are even.</param>
    public static byte[] Write(Image image)
    {
        (int width, int height) = (image.Width / 2, image.Height / 2);
        byte[][] pieces = [.. Enumerable.Range(0, 4).Select(i =>
        {
            using Image piece = image.ExtractArea(i % 2 * width, i / 2 * height, width, height);
            return piece.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, lossless: true, effort: 0, keep: Enums.ForeignKeep.None);
        })];
        byte[] type = Box("ftyp", [.. "avif"u8, 0, 0, 0, 0, .. "mif1avif"u8]);
        byte[][] data = [[0, 0, 1, 1, .. Short(image.Width), .. Short(image.Height)], .. pieces.Select(piece => ContentOf(piece, "mdat"))];
        byte[] Meta(int place)
        {
            IEnumerable<byte> locations = data.SelectMany((item, i) => (byte[])[.. Short(i + 1), 0, 0, 0, 1, .. Number(place + data.Take(i).Sum(one => one.Length)), .. Number(item.Length)]);
            byte[] kinds = [.. Enumerable.Range(1, 5).SelectMany(i => Box("infe", [2, 0, 0, (byte)(i > 1 ? 1 : 0), .. Short(i), 0, 0, .. Encoding.ASCII.GetBytes(i > 1 ? "av01" : "grid"), 0]))];
            byte[] properties = [.. Box("av1C", ContentOf(pieces[0], "av1C")), .. Size(width, height), .. Size(image.Width, image.Height), .. Box("pixi", [0, 0, 0, 0, 3, 8, 8, 8])];
            byte[] links = [0, 0, 0, 0, .. Number(5), 0, 1, 2, 3, 4, .. Enumerable.Range(2, 4).SelectMany(i => (byte[])[.. Short(i), 3, 0x81, 2, 4])];
            return Box("meta",
            [
                0, 0, 0, 0, .. Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]]), .. Box("pitm", [0, 0, 0, 0, 0, 1]),
                .. Box("iloc", [0, 0, 0, 0, 0x44, 0, 0, 5, .. locations]), .. Box("iinf", [0, 0, 0, 0, 0, 5, .. kinds]),
                .. Box("iref", [0, 0, 0, 0, .. Box("dimg", [0, 1, 0, 4, 0, 2, 0, 3, 0, 4, 0, 5])]), .. Box("iprp", [.. Box("ipco", properties), .. Box("ipma", links)]),
            ]);
        }

        int start = type.Length + Meta(0).Length + 8;
        return [.. type, .. Meta(start), .. Box("mdat", [.. data.SelectMany(item => item)])];
    }

    private static byte[] Size(int width, int height) => Box("ispe", [0, 0, 0, 0, .. Number(width), .. Number(height)]);

    private static byte[] ContentOf(byte[] file, string type)
    {
        int at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(type));
        return file[(at + 4)..(at - 4 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at - 4)))];
    }

    private static byte[] Box(string type, byte[] content) => [.. Number(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), .. Short(value)];
}
