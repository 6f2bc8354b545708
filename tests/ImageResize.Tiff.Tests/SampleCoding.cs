using System.IO.Compression;

namespace ImageResize.Tiff.Tests;

/// <summary>Codes bytes as TIFF does, in the plainest way.</summary>
internal static class SampleCoding
{
    /// <summary>Codes a strip or a tile.</summary>
    public static byte[] Encode(TiffCoding coding, byte[] bytes, int rowBytes) => coding switch
    {
        TiffCoding.Lzw => Lzw(bytes),
        TiffCoding.Deflate => Deflate(bytes),
        TiffCoding.PackBits => [.. bytes.Chunk(rowBytes).SelectMany(PackBits)],
        _ => bytes,
    };

    /// <summary>LZW by TIFF 6.0, section 13, with a dictionary of strings.</summary>
    public static byte[] Lzw(byte[] bytes)
    {
        var written = new List<byte>();
        ulong pending = 0;
        int bits = 0;
        void Put(int code, int width)
        {
            pending = pending << width | (uint)code;
            for (bits += width; bits >= 8; bits -= 8)
                written.Add((byte)(pending >> (bits - 8)));
        }

        var table = new Dictionary<string, int>();
        int next = 258, width = 9;
        string Text(int value) => ((char)value).ToString();
        int CodeOf(string text) => text.Length == 1 ? text[0] : table[text];
        Put(256, width);
        string last = string.Empty;
        foreach (byte value in bytes)
        {
            if (last.Length == 0 || table.ContainsKey(last + Text(value)))
            {
                last += Text(value);
                continue;
            }

            Put(CodeOf(last), width);
            table[last + Text(value)] = next++;
            width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
            if (next == 4094)
            {
                Put(256, 12);
                table.Clear();
                (next, width) = (258, 9);
            }

            last = Text(value);
        }

        if (last.Length > 0)
        {
            Put(CodeOf(last), width);
            next++;
        }

        width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
        if (next == 4094)
        {
            Put(256, 12);
            width = 9;
        }

        Put(257, width);
        if (bits > 0)
            Put(0, 8 - bits);
        return [.. written];
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(bytes);
        return stream.ToArray();
    }

    private static IEnumerable<byte> PackBits(byte[] row)
    {
        for (int i = 0; i < row.Length;)
        {
            int run = 1;
            while (i + run < row.Length && run < 128 && row[i + run] == row[i])
                run++;
            if (run > 1)
            {
                yield return (byte)(257 - run);
                yield return row[i];
                i += run;
                continue;
            }

            int count = 1;
            while (i + count < row.Length && count < 128 && (i + count + 1 == row.Length || row[i + count] != row[i + count + 1]))
                count++;
            yield return (byte)(count - 1);
            for (int k = 0; k < count; k++)
                yield return row[i + k];
            i += count;
        }
    }
}
