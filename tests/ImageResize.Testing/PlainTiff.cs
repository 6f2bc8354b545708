using System.Buffers.Binary;
using NetVips;

namespace ImageResize.Testing;

/// <summary>
/// TIFF files of flat pages without compression (TIFF 6.0), which no encoder at hand makes: pages that differ, smaller versions of
/// the picture before it, tags of anyone's.
/// </summary>
public sealed class PlainTiff
{
    private readonly List<Page> _pages = [];

    /// <summary>The bits that each sample is said to have.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Adds a page of one colour.</summary>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="color">A sample of a byte for each channel.</param>
    /// <param name="subfile">NewSubfileType: 0 for a picture or page, 1 for a smaller version, 4 for a mask.</param>
    /// <param name="tags">Further tags: a number below 256 where the value has two bytes, the lower first, else of undefined type.</param>
    public PlainTiff Add(int width, int height, byte[] color, int subfile = 0, params (ushort Tag, byte[] Value)[] tags)
    {
        _pages.Add(new Page(width, height, color.Length, [.. Enumerable.Range(0, width * height).SelectMany(_ => color)], subfile, tags));
        return this;
    }

    /// <summary>Adds a page of 8 bits a sample.</summary>
    /// <param name="pixels">What it stores.</param>
    /// <param name="orientation">How that is to be turned, 1 to 8.</param>
    public PlainTiff Add(Image pixels, int orientation)
    {
        _pages.Add(new Page(pixels.Width, pixels.Height, pixels.Bands, pixels.WriteToMemory<byte>(), 0, [(274, [(byte)orientation, 0])]));
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToArray(bool isBigEndian = false)
    {
        var file = new MemoryStream();
        file.Write(isBigEndian ? [(byte)'M', (byte)'M', 0, 42] : [(byte)'I', (byte)'I', 42, 0]);
        file.Write(new byte[4]);
        long linkAt = 4;
        foreach (Page page in _pages)
        {
            int channels = page.Channels;
            long pixels = Append(file, page.Pixels);
            long bits = Append(file, [.. Enumerable.Range(0, channels).SelectMany(_ => Short(Bits, isBigEndian))]);
            List<(ushort Tag, ushort Type, int Count, long Value)> entries =
            [
                (254, 4, 1, page.Subfile), (256, 4, 1, page.Width), (257, 4, 1, page.Height), (258, 3, channels, channels == 1 ? Shifted(Bits) : bits), (259, 3, 1, Shifted(1)), (262, 3, 1, Shifted(channels >= 3 ? 2 : 1)),
                (273, 4, 1, pixels), (277, 3, 1, Shifted(channels)), (278, 4, 1, page.Height), (279, 4, 1, page.Width * page.Height * channels),
                .. page.Tags.Select(tag => tag.Value.Length == 2 ? (tag.Tag, (ushort)3, 1, Shifted(tag.Value[0])) : (tag.Tag, (ushort)7, tag.Value.Length, Append(file, tag.Value))),
            ];
            Pad(file);
            long directory = file.Length;
            file.Write(Short(entries.Count, isBigEndian));
            foreach ((ushort tag, ushort type, int count, long value) in entries.OrderBy(entry => entry.Tag))
                file.Write([.. Short(tag, isBigEndian), .. Short(type, isBigEndian), .. Long(count, isBigEndian), .. Long(value, isBigEndian)]);
            file.Write(new byte[4]);
            file.Position = linkAt;
            file.Write(Long(directory, isBigEndian));
            file.Position = file.Length;
            linkAt = file.Length - 4;
        }

        return file.ToArray();

        // A number of two bytes stands first in its field of four.
        long Shifted(int value) => isBigEndian ? (long)value << 16 : value;
    }

    private static long Append(MemoryStream file, byte[] data)
    {
        Pad(file);
        long at = file.Length;
        file.Write(data);
        return at;
    }

    private static void Pad(MemoryStream file) => file.Write(new byte[file.Length & 1]);

    private static byte[] Short(int value, bool isBigEndian)
    {
        byte[] bytes = new byte[2];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Long(long value, bool isBigEndian)
    {
        byte[] bytes = new byte[4];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    private sealed record Page(int Width, int Height, int Channels, byte[] Pixels, int Subfile, (ushort Tag, byte[] Value)[] Tags);
}
