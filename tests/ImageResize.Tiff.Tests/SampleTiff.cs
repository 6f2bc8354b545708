using System.Buffers.Binary;

namespace ImageResize.Tiff.Tests;

/// <summary>A made-up picture as a TIFF file of any layout that our reader reads.</summary>
internal sealed record SampleTiff(int Width, int Height, int Channels, int Bits)
{
    public bool IsBigEndian { get; init; }

    public bool IsBig { get; init; }

    public TiffCoding Coding { get; init; }

    public bool HasDifferences { get; init; }

    /// <summary>Rows of a strip; null for a file in tiles.</summary>
    public int? StripRows { get; init; } = 16;

    public (int Width, int Height) Tile { get; init; } = (32, 16);

    public int Seed { get; init; } = 1;

    /// <summary>How the samples vary: 0 noise, 1 gradients with some noise, 2 flat areas.</summary>
    public int Kind { get; init; } = 1;

    /// <summary>Tags besides those of the layout, or in their place: tag, type, numbers.</summary>
    public IReadOnlyList<(int Tag, int Type, long[] Numbers)> Tags { get; init; } = [];

    /// <summary>Bytes that are put behind those of each strip or tile, and counted in.</summary>
    public int Excess { get; init; }

    public int BytesPerPixel => Channels * Bits / 8;

    /// <summary>The samples, in the byte order of the machine.</summary>
    public byte[] Pixels
    {
        get
        {
            var random = new Random(Seed);
            var pixels = new byte[Width * Height * BytesPerPixel];
            for (int y = 0, at = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    for (int c = 0; c < Channels; c++)
                    {
                        int value = Kind switch
                        {
                            0 => random.Next(65_536),
                            1 => (x * (700 + 40 * c) + y * (311 - 90 * c) + random.Next(1200)) & 0xFFFF,
                            _ => (x / 37 + y / 23 + c) % 3 * 20_000,
                        };
                        if (Bits == 8)
                            pixels[at++] = (byte)(value >> 8);
                        else
                            BitConverter.TryWriteBytes(pixels.AsSpan((at += 2) - 2), (ushort)value);
                    }
                }
            }

            return pixels;
        }
    }

    /// <summary>The file.</summary>
    public byte[] Write()
    {
        byte[] pixels = Pixels;
        var segments = new List<byte[]>();
        (int width, int height) = StripRows is { } rows ? (Width, rows) : Tile;
        for (int top = 0; top < Height; top += height)
        {
            for (int left = 0; left < Width; left += width)
                segments.Add([.. SampleCoding.Encode(Coding, Segment(pixels, left, top, width, StripRows is null ? height : Math.Min(height, Height - top)), width * BytesPerPixel), .. new byte[Excess]]);
        }

        long[] Offsets(long first)
        {
            var offsets = new long[segments.Count];
            for (int i = 0; i < offsets.Length; first += segments[i++].Length)
                offsets[i] = first;
            return offsets;
        }

        // The directory first: offsets are known once its length is.
        byte[] head = Directory(segments, Offsets(0));
        head = Directory(segments, Offsets(head.Length));
        return [.. head, .. segments.SelectMany(segment => segment)];
    }

    private byte[] Segment(byte[] pixels, int left, int top, int width, int height)
    {
        int pixel = BytesPerPixel, sample = Bits / 8;
        var segment = new byte[width * height * pixel];
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = segment.AsSpan(y * width * pixel, width * pixel);
            if (top + y < Height)
                pixels.AsSpan(((top + y) * Width + left) * pixel, Math.Min(width, Width - left) * pixel).CopyTo(row);
            for (int i = row.Length - sample; HasDifferences && i >= pixel; i -= sample)
            {
                if (sample == 1)
                    row[i] -= row[i - pixel];
                else
                    BitConverter.TryWriteBytes(row[i..], (ushort)(BitConverter.ToUInt16(row[i..]) - BitConverter.ToUInt16(row[(i - pixel)..])));
            }

            for (int i = 0; sample == 2 && IsBigEndian && i < row.Length; i += 2)
                row.Slice(i, 2).Reverse();
        }

        return segment;
    }

    private byte[] Directory(List<byte[]> segments, long[] offsets)
    {
        const int Short = 3, Long = 4;
        var tags = new SortedDictionary<int, (int Type, long[] Numbers)>
        {
            [256] = (Long, [Width]),
            [257] = (Long, [Height]),
            [258] = (Short, [.. Enumerable.Repeat((long)Bits, Channels)]),
            [259] = (Short, [Coding switch { TiffCoding.Lzw => 5, TiffCoding.Deflate => 8, TiffCoding.PackBits => 32773, _ => 1 }]),
            [262] = (Short, [Channels == 1 ? 1 : 2]),
            [277] = (Short, [Channels]),
            [StripRows is null ? 324 : 273] = (Long, offsets),
            [StripRows is null ? 325 : 279] = (Long, [.. segments.Select(segment => (long)segment.Length)]),
        };
        if (StripRows is { } rows)
            tags[278] = (Long, [rows]);
        else
            (tags[322], tags[323]) = ((Short, [Tile.Width]), (Short, [Tile.Height]));
        if (HasDifferences)
            tags[317] = (Short, [2]);
        if (Channels == 4)
            tags[338] = (Short, [2]);
        foreach ((int tag, int type, long[] numbers) in Tags)
            tags[tag] = (type, numbers);

        int link = IsBig ? 8 : 4, entry = IsBig ? 20 : 12, first = IsBig ? 16 : 8;
        var written = new List<byte>();
        written.AddRange(IsBigEndian ? "MM"u8 : "II"u8);
        Put(written, IsBig ? 43 : 42, 2);
        if (IsBig)
        {
            Put(written, 8, 2);
            Put(written, 0, 2);
        }

        Put(written, first, link);
        Put(written, tags.Count, IsBig ? 8 : 2);
        var values = new List<byte>();
        long place = written.Count + tags.Count * entry + link;
        foreach ((int tag, (int type, long[] numbers)) in tags)
        {
            int size = type == Short ? 2 : type == Long ? 4 : type == 16 ? 8 : 1;
            Put(written, tag, 2);
            Put(written, type, 2);
            Put(written, numbers.Length, link);
            var value = new List<byte>();
            foreach (long number in numbers)
                Put(value, number, size);
            if (value.Count <= link)
            {
                written.AddRange([.. value, .. new byte[link - value.Count]]);
                continue;
            }

            Put(written, place + values.Count, link);
            values.AddRange([.. value, .. new byte[value.Count & 1]]);
        }

        Put(written, 0, link);
        return [.. written, .. values];
    }

    private void Put(List<byte> target, long number, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        byte[] last = bytes[(8 - size)..].ToArray();
        if (!IsBigEndian)
            Array.Reverse(last);
        target.AddRange(last);
    }
}
