using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageResize.Png.Inflating;

/// <summary>
/// Builds decoding tables from code lengths (RFC 1951, 3.2.2). A table is indexed by as many bits as its root has; codes that
/// are longer go on in second tables behind it. Codes are met in the order of their lengths, and the part of the table that is
/// filled is doubled from one length to the next, as in libdeflate (E. Biggers).
/// </summary>
internal static unsafe class InflateTable
{
    public const int LiteralRootBits = 11, DistanceRootBits = 9, CodeLengthRootBits = 7;

    /// <summary>Entries of a table with its second tables, at most (zlib's "enough" for 288 symbols of 15 bits; for 32, an upper bound by its recursion).</summary>
    public const int LiteralEntries = 2342, DistanceEntries = 600, CodeLengthEntries = 1 << CodeLengthRootBits;

    private const int MaxCodeBits = 15;

    /// <summary>Builds a table; false if the lengths are those of no code, or of one that zlib does not accept.</summary>
    /// <param name="lengths">The code length of each symbol, 0 to 15; 0 for a symbol without a code.</param>
    /// <param name="symbols">The entry of each symbol.</param>
    /// <param name="rootBits">Bits of the index.</param>
    /// <param name="codeShift">Where entries have the bits of their codes.</param>
    /// <param name="mayBeIncomplete">Whether there may be no code, or a single one of one bit.</param>
    /// <param name="table">The table.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Build(ReadOnlySpan<byte> lengths, uint[] symbols, int rootBits, int codeShift, bool mayBeIncomplete, uint* table)
    {
        Span<int> counts = stackalloc int[MaxCodeBits + 1], places = stackalloc int[MaxCodeBits + 2];
        Span<ushort> sorted = stackalloc ushort[288];
        counts.Clear();
        foreach (byte length in lengths)
            counts[length]++;
        int used = lengths.Length - counts[0], space = 0;
        counts[0] = 0;
        for (int bits = 1; bits <= MaxCodeBits; bits++)
        {
            places[bits + 1] = places[bits] + counts[bits];
            space = (space << 1) + counts[bits];
        }

        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
                sorted[places[lengths[symbol]]++] = (ushort)symbol;
        }

        if (space != 1 << MaxCodeBits)
        {
            bool isAccepted = space < 1 << MaxCodeBits && mayBeIncomplete && (used == 0 || (used == 1 && counts[1] == 1));
            if (isAccepted)
                FillIncomplete(used == 0 ? InflateEntry.Invalid : symbols[sorted[0]], rootBits, codeShift, table);
            return isAccepted;
        }

        FillComplete(counts, sorted, symbols, rootBits, codeShift, table);
        return true;
    }

    /// <summary>Puts a literal and the literal or the length behind it into one entry where the codes of both fit into the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pair(uint* table)
    {
        // From the top, so that what is behind the literal, which has a lower index, is still alone.
        for (int i = (1 << LiteralRootBits) - 1; i >= 0; i--)
        {
            uint first = table[i];
            if ((first & InflateEntry.Literal) == 0)
                continue;
            int bits = InflateEntry.Bits(first);
            uint second = table[i >> bits], value = first & 0xFF << InflateEntry.BytesShift;
            if (InflateEntry.IsSingleLiteral(second))
            {
                int both = bits + InflateEntry.Bits(second);
                if (both <= LiteralRootBits)
                    table[i] = InflateEntry.Literal | 2u << InflateEntry.CountShift | (second & 0xFF << InflateEntry.BytesShift) << 8 | value | (uint)both;
            }
            else if (InflateEntry.IsLength(second) && bits + (int)(second >> InflateEntry.LengthCodeShift) <= LiteralRootBits)
            {
                table[i] = second + ((uint)bits << InflateEntry.LengthCodeShift) + (uint)bits + value + (1u << InflateEntry.LeadingShift);
            }
        }
    }

    /// <summary>A single code of one bit: the other bit means nothing.</summary>
    private static void FillIncomplete(uint entry, int rootBits, int codeShift, uint* table)
    {
        for (int i = 0; i < 1 << rootBits; i += 2)
        {
            table[i] = InflateEntry.WithCode(entry, 1, codeShift);
            table[i + 1] = InflateEntry.WithCode(InflateEntry.Invalid, 1, codeShift);
        }
    }

    private static void FillComplete(ReadOnlySpan<int> counts, ReadOnlySpan<ushort> sorted, uint[] symbols, int rootBits, int codeShift, uint* table)
    {
        int bits = 1, next = 0;
        uint code = 0, filled = 2;
        // Codes that fit into the index. Bits of a code come reversed, so the next code is a carry from the top.
        for (; bits <= rootBits; bits++)
        {
            for (int i = 0; i < counts[bits]; i++)
            {
                table[code] = InflateEntry.WithCode(symbols[sorted[next++]], bits, codeShift);
                code = Next(code, filled - 1);
            }

            if (bits < rootBits)
            {
                Unsafe.CopyBlock(table + filled, table, filled * sizeof(uint));
                filled <<= 1;
            }
        }

        uint rootMask = (1u << rootBits) - 1, prefix = uint.MaxValue, start = 0;
        for (; bits <= MaxCodeBits; bits++)
        {
            for (int i = 0; i < counts[bits]; i++)
            {
                if ((code & rootMask) != prefix)
                {
                    prefix = code & rootMask;
                    start = filled;
                    int indexBits = SecondTableBits(counts, bits, counts[bits] - i, rootBits);
                    filled += 1u << indexBits;
                    table[prefix] = start << InflateEntry.BaseShift | InflateEntry.Exceptional | InflateEntry.SecondTable
                        | (uint)indexBits << InflateEntry.CodeShift | (uint)rootBits;
                }

                uint entry = InflateEntry.WithCode(symbols[sorted[next++]], bits - rootBits, codeShift);
                for (uint j = start + (code >> rootBits); j < filled; j += 1u << (bits - rootBits))
                    table[j] = entry;
                code = Next(code, (1u << bits) - 1);
            }
        }
    }

    /// <summary>The bits of the index of a second table: enough for all codes that share the prefix.</summary>
    private static int SecondTableBits(ReadOnlySpan<int> counts, int bits, int remaining, int rootBits)
    {
        int indexBits = bits - rootBits, space = remaining;
        while (space < 1 << indexBits)
        {
            indexBits++;
            space = (space << 1) + counts[rootBits + indexBits];
        }

        return indexBits;
    }

    /// <summary>The next code, its bits reversed; after the last of its length, zero, which only the end of a complete code meets.</summary>
    private static uint Next(uint code, uint mask)
    {
        uint clear = code ^ mask;
        if (clear == 0)
            return code;
        uint bit = 1u << BitOperations.Log2(clear);
        return code & (bit - 1) | bit;
    }
}
