using System.Buffers.Binary;

namespace ImageResize.Png.Chunks;

/// <summary>A chunk of a file.</summary>
/// <param name="Type">Its four letters, the first in the highest byte.</param>
/// <param name="Offset">Where its data begin, in bytes from the first of the file.</param>
/// <param name="Length">Bytes of its data.</param>
internal readonly record struct PngChunk(uint Type, int Offset, int Length)
{
    /// <summary>Bytes of the length and the type before the data, and of the CRC behind them.</summary>
    public const int HeaderBytes = 8, CrcBytes = 4;

    /// <summary>Whether a decoder that does not know it must give up (PNG specification, 5.4).</summary>
    public bool IsCritical => (Type & 0x2000_0000) == 0;

    public string Name => System.Text.Encoding.Latin1.GetString([(byte)(Type >> 24), (byte)(Type >> 16), (byte)(Type >> 8), (byte)Type]);

    /// <summary>The data.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> source) => source.Slice(Offset, Length);

    /// <summary>Whether the CRC behind the data is that of the type and the data.</summary>
    public bool HasSoundCrc(ReadOnlySpan<byte> source) =>
        Crc32.Append(0, source.Slice(Offset - 4, Length + 4)) == BinaryPrimitives.ReadUInt32BigEndian(source[(Offset + Length)..]);
}

/// <summary>The types of chunks that this codec knows (PNG specification, third edition, 11).</summary>
internal static class ChunkType
{
    public const uint Header = 0x49484452; // IHDR
    public const uint Palette = 0x504C5445; // PLTE
    public const uint ImageData = 0x49444154; // IDAT
    public const uint End = 0x49454E44; // IEND
    public const uint Transparency = 0x74524E53; // tRNS
    public const uint AnimationControl = 0x6163544C; // acTL
    public const uint FrameControl = 0x6663544C; // fcTL
    public const uint FrameData = 0x66644154; // fdAT
    public const uint Background = 0x624B4744; // bKGD
    public const uint Histogram = 0x68495354; // hIST
    public const uint SignificantBits = 0x73424954; // sBIT
}

/// <summary>Walks from chunk to chunk.</summary>
internal ref struct ChunkReader(ReadOnlySpan<byte> source, int position)
{
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>The eight bytes that every file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Where the next chunk begins.</summary>
    public int Position { get; private set; } = position;

    /// <summary>The chunk that was read last. Its data may go beyond the end of the source.</summary>
    public PngChunk Chunk { get; private set; }

    /// <summary>Whether all of the chunk, with its CRC, is there.</summary>
    public readonly bool IsWhole => (long)Chunk.Offset + Chunk.Length + PngChunk.CrcBytes <= _source.Length;

    /// <summary>Reads the next length and type; false where the source ends before them, or where they cannot be those of a chunk.</summary>
    public bool Next()
    {
        if (_source.Length - Position < PngChunk.HeaderBytes)
            return false;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_source[Position..]), type = BinaryPrimitives.ReadUInt32BigEndian(_source[(Position + 4)..]);
        if (length > int.MaxValue || !IsType(type))
            return false;
        Chunk = new PngChunk(type, Position + PngChunk.HeaderBytes, (int)length);
        Position = (int)Math.Min(_source.Length, (long)Chunk.Offset + length + PngChunk.CrcBytes);
        return true;
    }

    /// <summary>Whether four bytes are letters.</summary>
    private static bool IsType(uint type)
    {
        for (int shift = 0; shift < 32; shift += 8)
        {
            if (!char.IsAsciiLetter((char)(type >> shift & 0xFF)))
                return false;
        }

        return true;
    }
}
