using System.IO.Compression;

namespace ImageResize.Png.Tests;

/// <summary>Deflate streams that the platform does not write, by hand (RFC 1951).</summary>
internal static class OddDeflate
{
    /// <summary>All in one block with fixed codes, without matches.</summary>
    public static byte[] OneFixedBlock(byte[] data)
    {
        var bits = new Bits();
        bits.Put(1, 1);
        bits.Put(1, 2);
        foreach (byte value in data)
            bits.PutCode(value < 144 ? 0x30 + value : 0x190 + value - 144, value < 144 ? 8 : 9);
        bits.PutCode(0, 7);
        return bits.ToArray();
    }

    /// <summary>All in one block with codes of its own, without matches: 8 bits for all bytes but the last, and 9 for that and the end.</summary>
    public static byte[] OneDynamicBlock(byte[] data)
    {
        var bits = new Bits();
        PutDynamic(bits, data, isFinal: true);
        return bits.ToArray();
    }

    /// <summary>Blocks with codes of their own of any length, also of none, and between them stored ones of any length, and fixed ones.</summary>
    public static byte[] Mixed(byte[] data)
    {
        var bits = new Bits();
        var random = new Random(data.Length);
        for (int at = 0; at < data.Length;)
        {
            int count = Math.Min(data.Length - at, random.Next(4) switch { 0 => 0, 1 => random.Next(100), _ => random.Next(30_000) });
            byte[] part = data[at..(at + count)];
            switch (random.Next(5))
            {
                case 0:
                    PutStored(bits, part);
                    break;
                case 1:
                    bits.Put(0, 1);
                    bits.Put(1, 2);
                    foreach (byte value in part)
                        bits.PutCode(value < 144 ? 0x30 + value : 0x190 + value - 144, value < 144 ? 8 : 9);
                    bits.PutCode(0, 7);
                    break;
                default:
                    PutDynamic(bits, part, isFinal: false);
                    break;
            }

            at += count;
        }

        PutDynamic(bits, [], isFinal: true);
        return bits.ToArray();
    }

    /// <summary>Everything stored.</summary>
    public static byte[] Stored(byte[] data)
    {
        var bits = new Bits();
        for (int at = 0; at < data.Length; at += 65_535)
            PutStored(bits, data[at..Math.Min(data.Length, at + 65_535)]);
        PutDynamic(bits, [], isFinal: true);
        return bits.ToArray();
    }

    /// <summary>By the platform.</summary>
    public static byte[] ByPlatform(byte[] data, ZLibCompressionOptions options)
    {
        using var target = new MemoryStream();
        using (var stream = new DeflateStream(target, options, leaveOpen: true))
            stream.Write(data);
        return target.ToArray();
    }

    /// <summary>By the platform, with an end of the block, and an empty one, after every so many bytes.</summary>
    public static Func<byte[], byte[]> Flushed(int bytes) => data =>
    {
        using var target = new MemoryStream();
        using (var stream = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int at = 0; at < data.Length; at += bytes)
            {
                stream.Write(data, at, Math.Min(bytes, data.Length - at));
                stream.Flush();
            }
        }

        return target.ToArray();
    };

    private static void PutStored(Bits bits, byte[] data)
    {
        bits.Put(0, 3);
        bits.Align();
        bits.Put(data.Length, 16);
        bits.Put(~data.Length & 0xFFFF, 16);
        foreach (byte value in data)
            bits.Put(value, 8);
    }

    private static void PutDynamic(Bits bits, byte[] data, bool isFinal)
    {
        bits.Put(isFinal ? 1 : 0, 1);
        bits.Put(2, 2);
        bits.Put(0, 5);
        bits.Put(0, 5);
        // Lengths of 8 have a bit, of 9 and 1 two; the code of a length of 1 comes last but one in their order.
        bits.Put(18 - 4, 4);
        foreach (int symbol in (int[])[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1])
            bits.Put(symbol switch { 8 => 1, 9 or 1 => 2, _ => 0 }, 3);
        for (int i = 0; i < 255; i++)
            bits.PutCode(0, 1);
        bits.PutCode(3, 2);
        bits.PutCode(3, 2);
        bits.PutCode(2, 2);
        foreach (byte value in data)
            bits.PutCode(value < 255 ? value : 510, value < 255 ? 8 : 9);
        bits.PutCode(511, 9);
    }

    private sealed class Bits
    {
        private readonly List<byte> _bytes = [];
        private int _used;

        public void Put(int value, int count)
        {
            for (int i = 0; i < count; i++)
                PutBit(value >> i & 1);
        }

        /// <summary>From the highest bit on.</summary>
        public void PutCode(int code, int count)
        {
            for (int i = count - 1; i >= 0; i--)
                PutBit(code >> i & 1);
        }

        public void Align() => _used = 0;

        public byte[] ToArray() => [.. _bytes];

        private void PutBit(int bit)
        {
            if (_used == 0)
                _bytes.Add(0);
            _bytes[^1] |= (byte)(bit << _used);
            _used = (_used + 1) % 8;
        }
    }
}
