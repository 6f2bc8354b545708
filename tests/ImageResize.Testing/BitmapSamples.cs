using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace ImageResize.Testing;

/// <summary>Files of the formats that libvips does not write: the four corners as BMP, TGA, PNM, icon and cursor.</summary>
public static class BitmapSamples
{
    /// <summary>Whether a file's extension is of one of these formats.</summary>
    public static bool Knows(string path) => Path.GetExtension(path) is ".bmp" or ".tga" or ".pnm" or ".ppm" or ".pgm" or ".pam" or ".ico" or ".cur";

    /// <summary>Writes the four corners; the extension chooses the format.</summary>
    public static string Write(string path, int width = 640, int height = 480)
    {
        using Image corners = TestImage.Corners(width, height);
        byte[] rgb = corners.WriteToMemory<byte>();
        File.WriteAllBytes(path, Path.GetExtension(path) switch
        {
            ".bmp" => Bmp(rgb, width, height),
            ".tga" => Tga(rgb, width, height),
            ".pnm" or ".ppm" => [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. rgb],
            ".pgm" => [.. Encoding.ASCII.GetBytes($"P5\n{width} {height}\n65535\n"), .. Deep(rgb)],
            ".pam" => [.. Encoding.ASCII.GetBytes($"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"), .. HalfTransparent(rgb, width)],
            ".ico" => Icon(1, rgb, width, height),
            ".cur" => Icon(2, rgb, width, height),
            var other => throw new ArgumentException(other, nameof(path)),
        });
        return path;
    }

    /// <summary>24 bits, rows from below.</summary>
    public static byte[] Bmp(byte[] rgb, int width, int height)
    {
        byte[] rows = Rows(rgb, width, height, width * 3 % 4 == 0 ? 0 : 4 - width * 3 % 4, fromBelow: true);
        byte[] head = [.. "BM"u8, .. Little(54 + rows.Length), 0, 0, 0, 0, .. Little(54), .. Little(40), .. Little(width), .. Little(height), 1, 0, 24, 0, .. new byte[24]];
        return [.. head, .. rows];
    }

    /// <summary>24 bits, plain, rows from the top.</summary>
    public static byte[] Tga(byte[] rgb, int width, int height) =>
        [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 24, 0x20, .. Rows(rgb, width, height, 0, fromBelow: false)];

    /// <summary>8 bits in runs, with a palette of the four colours.</summary>
    public static byte[] RunBmp(byte[] rgb, int width, int height)
    {
        (byte, byte, byte)[] palette = [.. rgb.Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2])).Distinct().Take(256)];
        var runs = new List<byte>();
        for (int y = height - 1; y >= 0; y--)
        {
            for (int x = 0; x < width;)
            {
                int at = (y * width + x) * 3, count = 1;
                while (x + count < width && count < 255 && rgb.AsSpan(at + count * 3, 3).SequenceEqual(rgb.AsSpan(at, 3)))
                    count++;
                runs.AddRange([(byte)count, (byte)Array.IndexOf(palette, (rgb[at], rgb[at + 1], rgb[at + 2]))]);
                x += count;
            }

            runs.AddRange([0, 0]);
        }

        runs.AddRange([0, 1]);
        byte[] colors = [.. palette.SelectMany(color => (byte[])[color.Item3, color.Item2, color.Item1, 0])];
        byte[] head = [.. "BM"u8, .. Little(54 + colors.Length + runs.Count), 0, 0, 0, 0, .. Little(54 + colors.Length), .. Little(40), .. Little(width), .. Little(height), 1, 0, 8, 0, .. Little(1), .. new byte[12], .. Little(palette.Length), 0, 0, 0, 0];
        return [.. head, .. colors, .. runs];
    }

    /// <summary>24 bits in runs of the same pixel and of different ones, rows from the top.</summary>
    public static byte[] RunTga(byte[] rgb, int width, int height)
    {
        var runs = new List<byte>();
        for (int at = 0; at < rgb.Length;)
        {
            int count = 1;
            while (count < 128 && at + count * 3 < rgb.Length && rgb.AsSpan(at + count * 3, 3).SequenceEqual(rgb.AsSpan(at, 3)))
                count++;
            runs.AddRange([(byte)(count > 1 ? 0x7F + count : 0), rgb[at + 2], rgb[at + 1], rgb[at]]);
            at += count * 3;
        }

        return [0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 24, 0x20, .. runs];
    }

    /// <summary>16 bits with masks of five, six and five.</summary>
    public static byte[] MaskedBmp(byte[] rgb, int width, int height)
    {
        var rows = new List<byte>();
        for (int y = height - 1; y >= 0; y--)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * width + x) * 3, pixel = rgb[at] >> 3 << 11 | rgb[at + 1] >> 2 << 5 | rgb[at + 2] >> 3;
                rows.AddRange([(byte)pixel, (byte)(pixel >> 8)]);
            }

            rows.AddRange(new byte[width % 2 * 2]);
        }

        return [.. "BM"u8, .. Little(66 + rows.Count), 0, 0, 0, 0, .. Little(66), .. Little(40), .. Little(width), .. Little(height), 1, 0, 16, 0, .. Little(3), .. new byte[20], .. Little(0xF800), .. Little(0x7E0), .. Little(0x1F), .. rows];
    }

    /// <summary>A small picture, which must not be taken, and one of 24 bits whose left half is masked.</summary>
    public static byte[] Icon(byte type, byte[] rgb, int width, int height)
    {
        byte[] small = [.. Info(1, 1), 9, 9, 9, 0, 0, 0, 0, 0];
        int maskStride = (width + 31) / 32 * 4;
        byte[] mask = new byte[maskStride * height];
        for (int i = 0; i < width * height; i++)
            if (i % width < width / 2)
                mask[i / width * maskStride + i % width / 8] |= (byte)(0x80 >> (i % width % 8));
        byte[] large = [.. Info(width, height), .. Rows(rgb, width, height, width * 3 % 4 == 0 ? 0 : 4 - width * 3 % 4, fromBelow: true), .. mask];
        byte[] Entry(int w, int h, int length, int offset) => [(byte)w, (byte)h, 0, 0, 1, 0, 24, 0, .. Little(length), .. Little(offset)];
        return [0, 0, type, 0, 2, 0, .. Entry(1, 1, small.Length, 38), .. Entry(width, height, large.Length, 38 + small.Length), .. small, .. large];

        static byte[] Info(int w, int h) => [.. Little(40), .. Little(w), .. Little(h * 2), 1, 0, 24, 0, .. new byte[24]];
    }

    private static byte[] Rows(byte[] rgb, int width, int height, int padding, bool fromBelow)
    {
        var rows = new List<byte>();
        for (int y = 0; y < height; y++)
        {
            int from = (fromBelow ? height - 1 - y : y) * width * 3;
            for (int x = 0; x < width; x++)
                rows.AddRange([rgb[from + x * 3 + 2], rgb[from + x * 3 + 1], rgb[from + x * 3]]);
            rows.AddRange(new byte[padding]);
        }

        return [.. rows];
    }

    /// <summary>The red samples in 16 bits.</summary>
    private static IEnumerable<byte> Deep(byte[] rgb) => rgb.Chunk(3).SelectMany(pixel => (byte[])[pixel[0], pixel[0]]);

    private static IEnumerable<byte> HalfTransparent(byte[] rgb, int width) =>
        rgb.Chunk(3).SelectMany((pixel, i) => (byte[])[.. pixel, i % width < width / 2 ? (byte)0 : (byte)255]);

    private static byte[] Little(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
