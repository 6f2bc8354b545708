using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageResize.WebP.Entropy;

/// <summary>
/// The boolean entropy decoder (RFC 6386, 7.3). The bits that are next stand at the top of a word of 64, so that a value is compared
/// and moved without an offset, and the word is filled up by 8 bytes at a time. It does not look whether there are so many:
/// <see cref="Slack"/> bytes must be readable behind its bytes, and who uses it asks <see cref="IsExhausted"/> often enough. Loops
/// that matter hold its fields in variables of their own.
/// </summary>
internal unsafe struct BoolDecoder
{
    /// <summary>
    /// Bytes that may be read behind the end before the question is asked: more than a macroblock can use up, which has 25 blocks
    /// of 16 coefficients of at most 19 values, each of which takes up to 7 bits.
    /// </summary>
    public const int Slack = 8192;

    public ulong Value;
    public uint Range;

    /// <summary>Bits in the word behind the first eight; at least 0 when a value is decoded.</summary>
    public int Count;

    public byte* At;

    private readonly byte* _start;
    private readonly long _length;

    /// <summary>Begins with the first of some bytes.</summary>
    public BoolDecoder(byte* start, long length)
    {
        _start = At = start;
        _length = length;
        (Value, Range, Count) = (0, 255, -8);
        Fill(ref Value, ref Count, ref At);
    }

    /// <summary>
    /// Whether the next value would need bits behind the last byte, which no encoder leaves out. (libwebp finds the same one
    /// value later, where that is the very last.)
    /// </summary>
    public readonly bool IsExhausted => 8 * (At - _start) - Count > 8 * _length;

    /// <summary>Fills the word, of which at least 48 bits behind the first eight are valid then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(ref ulong value, ref int count, ref byte* at)
    {
        ulong next = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(at));
        // Bits of a byte that is not whole in the word are the same when they come again.
        value |= next >> (count + 8);
        int bytes = (56 - count) >> 3;
        at += bytes;
        count += 8 * bytes;
    }

    /// <summary>A value of which 0 has the given probability, as a part of 256. The word must be filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Bit(ref ulong value, ref uint range, ref int count, uint probability)
    {
        uint split = 1 + (((range - 1) * probability) >> 8);
        ulong threshold = (ulong)split << 56;
        int bit;
        if (value >= threshold)
        {
            value -= threshold;
            range -= split;
            bit = 1;
        }
        else
        {
            range = split;
            bit = 0;
        }

        int shift = BitOperations.LeadingZeroCount(range) - 24;
        range <<= shift;
        value <<= shift;
        count -= shift;
        return bit;
    }

    /// <summary>The same where nothing is decided by it but a number: without a branch, which would often be guessed wrongly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Data(ref ulong value, ref uint range, ref int count, uint probability)
    {
        uint split = 1 + (((range - 1) * probability) >> 8);
        int isOne = (int)(split - 1 - (uint)(value >> 56)) >> 31;
        value -= ((ulong)split << 56) & (ulong)(long)isOne;
        range = split + ((range - 2 * split) & (uint)isOne);
        int shift = BitOperations.LeadingZeroCount(range) - 24;
        range <<= shift;
        value <<= shift;
        count -= shift;
        return -isOne;
    }

    /// <summary>A value of which 0 has the given probability.</summary>
    public int Bit(uint probability)
    {
        if (Count < 0)
            Fill(ref Value, ref Count, ref At);
        return Bit(ref Value, ref Range, ref Count, probability);
    }

    /// <summary>A value of even chances.</summary>
    public bool Flag() => Bit(128) != 0;

    /// <summary>A number of some bits, the highest first.</summary>
    public int Literal(int bits)
    {
        int number = 0;
        for (int i = 0; i < bits; i++)
            number = number << 1 | Bit(128);
        return number;
    }

    /// <summary>A number of some bits with its sign behind it.</summary>
    public int Signed(int bits)
    {
        int number = Literal(bits);
        return Flag() ? -number : number;
    }

    /// <summary>Such a number where a flag says that there is one; else 0.</summary>
    public int OptionalSigned(int bits) => Flag() ? Signed(bits) : 0;
}
