using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ImageResize.Png.Inflating;

/// <summary>Why inflating came back.</summary>
internal enum InflateStatus
{
    /// <summary>The output has reached its limit.</summary>
    OutputFull,

    /// <summary>More input is needed, and there is more.</summary>
    NeedsInput,

    /// <summary>The last block has ended.</summary>
    Done,

    /// <summary>A block has ended that is not the last; only where the inflater is to pause there.</summary>
    BlockEnd,

    /// <summary>The input is no deflate stream.</summary>
    Invalid,

    /// <summary>The input ends within the stream.</summary>
    Truncated,
}

/// <summary>
/// The bits that were read from the input and not yet used, and where the input goes on. The bits above the count are zero or
/// those of the input to come.
/// </summary>
internal unsafe struct InflateState
{
    public byte* Next, End;

    /// <summary>Whether nothing comes behind the end.</summary>
    public bool IsLast;

    public ulong Bits;
    public int Count;

    /// <summary>The first byte of which no bit was used.</summary>
    public readonly byte* Position => Next - Count / 8;

    /// <summary>The low bits of a value, as many as asked for, 0 to 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Low(ulong value, uint count) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(value, count & 63) : value & ~(ulong.MaxValue << (int)count);

    /// <summary>Reads bytes until there are 56 bits or more, or the input has ended.</summary>
    public void Refill()
    {
        Bits = Low(Bits, (uint)Count);
        for (; Count < 56 && Next < End; Count += 8)
            Bits |= (ulong)*Next++ << Count;
    }

    /// <summary>Uses up so many bits, at most 32; the caller knows that there are as many.</summary>
    public uint Take(int count)
    {
        uint value = (uint)Low(Bits, (uint)count);
        Bits >>= count;
        Count -= count;
        return value;
    }

    /// <summary>Gives back the bytes of which no bit was used, and drops the rest of the byte in use.</summary>
    public void AlignToByte()
    {
        Next = Position;
        Bits = 0;
        Count = 0;
    }
}
