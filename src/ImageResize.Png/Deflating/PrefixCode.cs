using System.Diagnostics;

namespace ImageResize.Png.Deflating;

/// <summary>Makes the prefix codes of a block (RFC 1951, 3.2.2).</summary>
internal static class PrefixCode
{
    /// <summary>Bits of the place of a symbol in a key that is sorted by frequency.</summary>
    private const int SymbolBits = 9;

    /// <summary>More bits than any code of a block has before it is limited: each one more needs a Fibonacci number of symbols.</summary>
    private const int MaxUnlimitedBits = 32;

    /// <summary>The lengths of the code that takes the fewest bits: A. Moffat and J. Katajainen's algorithm, in place.</summary>
    /// <param name="frequencies">How often each symbol comes; at most 512 symbols, in all less than 2^22 times. Two or more come at all.</param>
    /// <param name="limit">The most bits of a code.</param>
    /// <param name="lengths">Receives the bits of each code; 0 for symbols that do not come.</param>
    public static void AssignLengths(ReadOnlySpan<int> frequencies, int limit, Span<byte> lengths)
    {
        Debug.Assert(frequencies.Length <= 1 << SymbolBits);
        Span<uint> keys = stackalloc uint[frequencies.Length];
        int used = 0;
        for (int symbol = 0; symbol < frequencies.Length; symbol++)
        {
            if (frequencies[symbol] > 0)
                keys[used++] = (uint)frequencies[symbol] << SymbolBits | (uint)symbol;
        }

        keys = keys[..used];
        keys.Sort();
        Span<int> nodes = stackalloc int[used];
        for (int i = 0; i < used; i++)
            nodes[i] = (int)(keys[i] >> SymbolBits);
        FindDepths(nodes);
        Span<int> counts = stackalloc int[MaxUnlimitedBits + 1];
        counts.Clear();
        foreach (int depth in nodes)
            counts[Math.Min(depth, limit)]++;
        Limit(counts, limit);
        lengths.Clear();
        // The rarest symbols have the longest codes.
        int next = 0;
        for (int length = limit; length > 0; length--)
        {
            for (int i = 0; i < counts[length]; i++)
                lengths[(int)(keys[next++] & ((1 << SymbolBits) - 1))] = (byte)length;
        }
    }

    /// <summary>The codes of those lengths, with the first bit lowest, as they are written, and the length from bit 16 on.</summary>
    public static void AssignCodes(ReadOnlySpan<byte> lengths, Span<uint> codes)
    {
        Span<uint> next = stackalloc uint[17];
        next.Clear();
        foreach (byte length in lengths)
            next[length + 1]++;
        // Those of no length count for none.
        next[1] = 0;
        for (int length = 2; length < next.Length; length++)
            next[length] = (next[length] + next[length - 1]) << 1;
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Reverse(next[length]++, length) | (uint)length << 16;
        }
    }

    private static uint Reverse(uint code, int length)
    {
        uint reversed = 0;
        for (int i = 0; i < length; i++, code >>= 1)
            reversed = reversed << 1 | code & 1;
        return reversed;
    }

    /// <summary>From frequencies, the least first, to the depths of their leaves in the tree.</summary>
    private static void FindDepths(Span<int> nodes)
    {
        // Each inner node replaces a frequency that was used, first with its sum, then with its parent, then with its depth.
        int count = nodes.Length, root = 0, leaf = 2;
        nodes[0] += nodes[1];
        for (int next = 1; next < count - 1; next++)
        {
            nodes[next] = Take(nodes, next);
            nodes[next] += Take(nodes, next);
        }

        nodes[count - 2] = 0;
        for (int next = count - 3; next >= 0; next--)
            nodes[next] = nodes[nodes[next]] + 1;
        int depth = 0, free = 1, inner = count - 2, target = count - 1;
        while (free > 0)
        {
            int used = 0;
            for (; inner >= 0 && nodes[inner] == depth; inner--)
                used++;
            for (; free > used; free--)
                nodes[target--] = depth;
            free = 2 * used;
            depth++;
        }

        int Take(Span<int> nodes, int parent)
        {
            if (leaf < nodes.Length && (root >= parent || nodes[leaf] <= nodes[root]))
                return nodes[leaf++];
            int sum = nodes[root];
            nodes[root++] = parent;
            return sum;
        }
    }

    /// <summary>Makes codes that are as long as the limit into a complete code, by lengthening shorter ones.</summary>
    private static void Limit(Span<int> counts, int limit)
    {
        uint total = 0;
        for (int length = 1; length <= limit; length++)
            total += (uint)counts[length] << (limit - length);
        for (; total > 1u << limit; total--)
        {
            counts[limit]--;
            int shorter = limit - 1;
            while (counts[shorter] == 0)
                shorter--;
            counts[shorter]--;
            counts[shorter + 1] += 2;
        }
    }
}
