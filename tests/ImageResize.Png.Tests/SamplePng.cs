using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageResize.Png.Tests;

/// <summary>A made-up PNG image, written by a plain writer that shares no code with the one that is tested.</summary>
internal sealed record SamplePng(int Width, int Height, PngColor Color, int Depth)
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Samples, filters and the palette follow from it.</summary>
    public int Seed { get; init; } = 1;

    public bool IsInterlaced { get; init; }

    /// <summary>The filter of every row; null for all by turns, at random.</summary>
    public int? Filter { get; init; }

    /// <summary>The data of a tRNS chunk.</summary>
    public byte[]? Transparency { get; init; }

    /// <summary>Colours of the palette; null for as many as the depth allows.</summary>
    public int? PaletteSize { get; init; }

    public CompressionLevel Level { get; init; } = CompressionLevel.Optimal;

    public ZLibCompressionStrategy Strategy { get; init; }

    /// <summary>Deflates the rows in another way than the platform does; null for the platform's.</summary>
    public Func<byte[], byte[]>? Deflate { get; init; }

    /// <summary>Bytes of each chunk of image data.</summary>
    public int ChunkBytes { get; init; } = int.MaxValue;

    /// <summary>Chunks between the header and the image data.</summary>
    public (string Name, byte[] Data)[] Chunks { get; init; } = [];

    /// <summary>The row that gets the number of no filter; null for none.</summary>
    public int? BadFilterRow { get; init; }

    /// <summary>Inflated bytes behind the last row.</summary>
    public int ExtraBytes { get; init; }

    /// <summary>The sample of a channel at a place; smooth with some noise, so that filters and matches both have work.</summary>
    public Func<int, int, int, int>? Sample { get; init; }

    private int Channels => Color switch { PngColor.Rgb => 3, PngColor.GrayAlpha => 2, PngColor.RgbAlpha => 4, _ => 1 };

    public byte[] Write()
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)Color, IsInterlaced ? (byte)1 : (byte)0);
        WriteChunk(file, "IHDR", header);
        var random = new Random(Seed);
        if (Color == PngColor.Palette)
        {
            var palette = new byte[3 * (PaletteSize ?? 1 << Depth)];
            random.NextBytes(palette);
            WriteChunk(file, "PLTE", palette);
        }

        if (Transparency is not null)
            WriteChunk(file, "tRNS", Transparency);
        foreach ((string name, byte[] data) in Chunks)
            WriteChunk(file, name, data);
        byte[] compressed = Compress(CreateRows(random));
        for (int at = 0; at < compressed.Length;)
        {
            int count = Math.Min(ChunkBytes, compressed.Length - at);
            WriteChunk(file, "IDAT", compressed.AsSpan(at, count));
            at += count;
        }

        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    public static void WriteChunk(Stream file, string name, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }

    /// <summary>The CRC of the specification, a bit at a time.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int i = 0; i < 8; i++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1;
        }

        return ~crc;
    }

    private byte[] Compress(byte[] rows)
    {
        using var target = new MemoryStream();
        if (Deflate is not null)
        {
            target.Write([0x78, 0x01, .. Deflate(rows)]);
            (uint a, uint b) = (1, 0);
            foreach (byte value in rows)
            {
                a = (a + value) % 65521;
                b = (b + a) % 65521;
            }

            target.Write([(byte)(b >> 8), (byte)b, (byte)(a >> 8), (byte)a]);
            return target.ToArray();
        }

        var options = new ZLibCompressionOptions
        {
            CompressionLevel = Level switch
            {
                CompressionLevel.NoCompression => 0,
                CompressionLevel.Fastest => 1,
                CompressionLevel.SmallestSize => 9,
                _ => 6,
            },
            CompressionStrategy = Strategy,
        };
        using (var zlib = new ZLibStream(target, options, leaveOpen: true))
            zlib.Write(rows);
        return target.ToArray();
    }

    private byte[] CreateRows(Random random)
    {
        using var rows = new MemoryStream();
        foreach ((int x0, int y0, int stepX, int stepY) in IsInterlaced ? Passes : [(0, 0, 1, 1)])
        {
            byte[]? above = null;
            for (int y = y0; y < Height && x0 < Width; y += stepY)
            {
                byte[] row = CreateRow(random, y, x0, stepX);
                int filter = Filter ?? random.Next(5);
                rows.WriteByte(y == BadFilterRow ? (byte)77 : (byte)filter);
                rows.Write(Apply(filter, row, above ?? new byte[row.Length]));
                above = row;
            }
        }

        rows.Write(new byte[ExtraBytes]);
        return rows.ToArray();
    }

    private byte[] CreateRow(Random random, int y, int x0, int stepX)
    {
        int max = Color == PngColor.Palette ? (PaletteSize ?? 1 << Depth) - 1 : (1 << Depth) - 1;
        var bits = new List<int>();
        for (int x = x0; x < Width; x += stepX)
        {
            for (int channel = 0; channel < Channels; channel++)
                bits.Add(Sample?.Invoke(x, y, channel) ?? CreateSample(random, x, y, channel, max));
        }

        var row = new byte[(bits.Count * Depth + 7) / 8];
        for (int i = 0; i < bits.Count; i++)
        {
            if (Depth == 16)
                (row[2 * i], row[2 * i + 1]) = ((byte)(bits[i] >> 8), (byte)bits[i]);
            else
                row[i * Depth / 8] |= (byte)(bits[i] << 8 - Depth - i * Depth % 8);
        }

        return row;
    }

    private static int CreateSample(Random random, int x, int y, int channel, int max)
    {
        double wave = 0.5 + 0.35 * Math.Sin(x * 0.11 + channel) * Math.Cos(y * 0.07 + 2 * channel);
        double noise = (x / 16 + y / 16) % 3 == 0 ? 0 : random.NextDouble() * 0.1;
        bool isFlat = channel == 3 && (x / 8 + y / 8) % 2 == 0;
        return isFlat ? max : Math.Clamp((int)(max * (wave + noise) + 0.5), 0, max);
    }

    private byte[] Apply(int filter, byte[] row, byte[] above)
    {
        int pixel = Math.Max(1, Channels * Depth / 8);
        var result = new byte[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int a = i >= pixel ? row[i - pixel] : 0, b = above[i], c = i >= pixel ? above[i - pixel] : 0;
            int predicted = filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Paeth(a, b, c), _ => 0 };
            result[i] = (byte)(row[i] - predicted);
        }

        return result;
    }

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}
