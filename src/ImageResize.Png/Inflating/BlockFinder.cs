using System.Numerics;

namespace ImageResize.Png.Inflating;

/// <summary>
/// Looks within a deflate stream, bit by bit, for what may be the header of a block with codes of its own that is not the last (RFC 1951, 3.2.7), as pugz
/// (M. Kerbiriou, R. Chikhi) and rapidgzip (M. Knespel, H. Brunst) do: its three bits, numbers of codes that there can be, and a complete code of
/// code lengths. Of random bits one position in a few thousand passes; <see cref="Inflater.TryStart"/> makes the rest of the test.
/// </summary>
internal static unsafe class BlockFinder
{
    /// <summary>Bytes that are read from the last position on.</summary>
    public const int Margin = 24;

    /// <summary>Positions that are tested together: 12 bits behind each are needed.</summary>
    private const int Together = 48;

    /// <summary>Bits before the lengths of the codes of lengths: of the block and its type, and three numbers.</summary>
    private const int HeaderBits = 17;

    private const int CompleteCode = 1 << 7;

    /// <summary>For four code lengths of three bits, which part of all codes they take, in 128ths.</summary>
    private static readonly ushort[] Parts = CreateParts();

    /// <summary>The first such bit, counted from the lowest of the first byte; -1 for none.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="from">The first bit to test.</param>
    /// <param name="to">The bit to stop before.</param>
    public static long Find(byte* input, long from, long to)
    {
        for (long at = from & ~7; at < to; at += Together)
        {
            ulong bits = *(ulong*)(input + (at >> 3));
            // Not the last block, of type 2; not more than 29 in the next five bits, and in those behind them.
            ulong isHeader = ~bits & ~(bits >> 1) & (bits >> 2), pairs = bits & bits >> 1, fours = pairs & pairs >> 2;
            isHeader &= ~(fours >> 4) & ~(fours >> 9) & ((1UL << Together) - 1);
            if (at < from)
                isHeader &= ulong.MaxValue << (int)(from - at);
            for (; isHeader != 0; isHeader &= isHeader - 1)
            {
                long bit = at + BitOperations.TrailingZeroCount(isHeader);
                if (bit >= to)
                    return -1;
                if (HasCompleteCode(input, bit))
                    return bit;
            }
        }

        return -1;
    }

    private static bool HasCompleteCode(byte* input, long bit)
    {
        int count = (int)(Bits(input, bit + HeaderBits - 4) & 15) + 4;
        ulong lengths = Bits(input, bit + HeaderBits) & ((1UL << 3 * count) - 1);
        int sum = 0;
        for (; lengths != 0; lengths >>= 12)
            sum += Parts[(int)(lengths & 0xFFF)];
        return sum == CompleteCode;
    }

    /// <summary>57 bits or more.</summary>
    private static ulong Bits(byte* input, long bit) => *(ulong*)(input + (bit >> 3)) >> (int)(bit & 7);

    private static ushort[] CreateParts()
    {
        var parts = new ushort[1 << 12];
        for (int i = 0; i < parts.Length; i++)
        {
            for (int shift = 0; shift < 12; shift += 3)
            {
                int length = i >> shift & 7;
                parts[i] += (ushort)(length == 0 ? 0 : CompleteCode >> length);
            }
        }

        return parts;
    }
}
