using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Tables that take several symbols of a sequential AC code at a time. A pair is packed into 64 bits, the low half as
/// <see cref="HuffmanEntry"/> with the bits of both symbols as total:
/// bits 0 to 5, the bits of both symbols; 8 to 13, 16 to 21 and 24 to 31, code, value and advance of the first;
/// bits 32 to 39, the advance of both; bits 40 to 45, the bits of the first alone; bits 48 to 63, the second value.
/// Zero means that the first code is longer than the index.
/// </summary>
internal static unsafe class SequentialTables
{
    private const int FastBits = HuffmanTable.FastBits;
    private const int PairBits = HuffmanTable.PairBits;
    private const int SkipBits = HuffmanTable.SkipBits;

    /// <summary>Beyond so many coefficients a skip entry takes no further symbol, so that its advance stays below an end of block.</summary>
    private const int SkipEnough = 48;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BuildPairs(uint* fast, ulong* pairs)
    {
        for (int index = 0; index < 1 << PairBits; index++)
        {
            uint first = fast[index];
            pairs[index] = HuffmanEntry.Total(first) == 0 ? 0 : Pair(first, index, fast);
        }
    }

    /// <summary>The pair entry of one symbol alone.</summary>
    public static ulong Single(uint entry) => entry | (ulong)(entry >> 24) << 32 | (ulong)(entry & 63) << 40;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BuildSkip(uint* fast, ushort* skip)
    {
        for (int index = 0; index < 1 << SkipBits; index++)
        {
            int bits = 0, advance = 0;
            while (bits < SkipBits && advance < SkipEnough)
            {
                uint entry = fast[(index << bits & ((1 << SkipBits) - 1)) >> (SkipBits - FastBits)];
                int total = HuffmanEntry.Total(entry), step = HuffmanEntry.Advance(entry);
                if (total == 0 || step == HuffmanEntry.Invalid || HuffmanEntry.CodeLength(entry) > SkipBits - bits)
                    break;
                // The bits of a value need not be seen to be skipped, but only a first symbol may reach beyond the index:
                // the loop relies on two entries fitting into a refill.
                if (total > SkipBits - bits && bits != 0)
                    break;
                bits += total;
                advance += step;
                if (step == HuffmanEntry.EndOfBlock)
                    break;
            }

            // No symbol: an advance that fits no block and is no end of block sends the loop to the other tables.
            skip[index] = bits == 0 ? (ushort)(64 << 8) : (ushort)(bits | advance << 8);
        }
    }

    private static ulong Pair(uint first, int index, uint* fast)
    {
        ulong single = Single(first);
        int used = HuffmanEntry.Total(first);
        if (used >= PairBits || HuffmanEntry.Advance(first) >= HuffmanEntry.EndOfBlock)
            return single;
        int rest = index << used & ((1 << PairBits) - 1);
        uint second = fast[rest];
        int secondTotal = HuffmanEntry.Total(second);
        if (secondTotal == 0 || secondTotal > PairBits - used || HuffmanEntry.Advance(second) == HuffmanEntry.Invalid)
            return single;
        int size = secondTotal - HuffmanEntry.CodeLength(second);
        int raw = rest >> (PairBits - secondTotal) & ((1 << size) - 1);
        int value = size == 0 ? 0 : raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw;
        ulong advance = (ulong)(HuffmanEntry.Advance(first) + HuffmanEntry.Advance(second));
        return (single & ~0xFF_0000_00FFUL) | (uint)(used + secondTotal) | advance << 32 | (ulong)(ushort)value << 48;
    }
}
