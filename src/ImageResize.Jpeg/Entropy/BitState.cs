using ImageResize.Jpeg.Simd;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// A position in un-stuffed entropy-coded data. Kernels copy it into locals, which stay in registers.
/// The bit buffer is refilled without a branch, eight bytes at a time, as Fabian Giesen describes it ("Reading bits in far
/// too many ways", part 2, variant 4): the next unread bit is the highest of <see cref="Bits"/>.
/// </summary>
internal unsafe struct BitState
{
    /// <summary>Unread bits, the next one highest.</summary>
    public ulong Bits;

    /// <summary>How many of <see cref="Bits"/> are valid, 0 to 63.</summary>
    public int Count;

    /// <summary>The byte that the next refill begins with.</summary>
    public byte* Next;

    /// <summary>What went wrong: advances of blocks that left their end, or <see cref="HuffmanEntry.Invalid"/>.</summary>
    public uint Faults;

    /// <summary>Goes to a byte, of which so many bits are taken, 0 to 7.</summary>
    public void Start(byte* next, int bit = 0)
    {
        Bits = bit == 0 ? 0 : (ulong)*next << (56 + bit);
        Count = (8 - bit) & 7;
        Next = bit == 0 ? next : next + 1;
    }

    /// <summary>Bits from a byte to the next unread one.</summary>
    public readonly long BitsFrom(byte* begin) => (Next - begin) * 8 - Count;

    /// <summary>Whether more bits were taken than there are before the end.</summary>
    public readonly bool IsBeyond(byte* end) => (Next - end) * 8 > Count;

    /// <summary>Whole bytes between here and the end that were not taken; negative beyond the end.</summary>
    public readonly long BytesBefore(byte* end) => ((end - Next) * 8 + Count) >> 3;
}
