using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// The Huffman code that suits given frequencies best, with no code longer than 16 bits and none of ones only (ITU T.81,
/// K.2). A reserved symbol of the lowest frequency takes the code of ones; Huffman's procedure runs over the sorted
/// frequencies with two queues (J. van Leeuwen, "On the construction of Huffman trees", 1976).
/// </summary>
internal sealed class OptimalHuffmanCode
{
    private const int MaxLength = 16;
    private const int MaxSymbols = 257;

    /// <summary>Bits of a symbol in a key that is sorted by weight.</summary>
    private const int SymbolBits = 9;

    private readonly int[] _symbols = new int[MaxSymbols];
    private readonly long[] _weights = new long[2 * MaxSymbols];
    private readonly int[] _parents = new int[2 * MaxSymbols];
    private readonly int[] _depths = new int[2 * MaxSymbols];

    /// <summary>The number of codes of lengths 1 to 16.</summary>
    public byte[] Counts { get; } = new byte[MaxLength];

    /// <summary>The symbols in the order of their codes.</summary>
    public byte[] Symbols { get; private set; } = [];

    public void Build(ReadOnlySpan<int> frequencies)
    {
        int count = Sort(frequencies);
        int[] lengths = CountLengths(count);
        LimitLengths(lengths);
        // The reserved symbol gives up its code, the last of the longest.
        int longest = Array.FindLastIndex(lengths, n => n > 0);
        if (longest > 0)
            lengths[longest]--;
        for (int i = 0; i < MaxLength; i++)
            Counts[i] = (byte)lengths[i + 1];
        // The most frequent symbols get the shortest codes; the reserved one comes first in rising order.
        var symbols = new byte[count - 1];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = (byte)_symbols[count - 1 - i];
        Symbols = symbols;
    }

    /// <summary>The codes, as the code shifted left by 8 with its length; 0 for symbols that have none.</summary>
    public void FillCodes(Span<uint> codes)
    {
        codes.Clear();
        uint code = 0;
        int symbol = 0;
        for (int length = 1; length <= MaxLength; length++, code <<= 1)
        {
            for (int i = 0; i < Counts[length - 1]; i++, code++, symbol++)
                codes[Symbols[symbol]] = code << 8 | (uint)length;
        }
    }

    /// <summary>Puts the reserved symbol, then all that occur in rising order of frequency, and returns how many.</summary>
    private int Sort(ReadOnlySpan<int> frequencies)
    {
        int count = 1;
        _symbols[0] = -1;
        _weights[0] = 1;
        for (int i = 0; i < frequencies.Length; i++)
        {
            if (frequencies[i] == 0)
                continue;
            _weights[count++] = (long)frequencies[i] << SymbolBits | (long)i;
        }

        NumberSort.Sort(_weights.AsSpan(1, count - 1));
        for (int i = 1; i < count; i++)
            (_symbols[i], _weights[i]) = ((int)_weights[i] & (1 << SymbolBits) - 1, _weights[i] >> SymbolBits);
        return count;
    }

    private int[] CountLengths(int count)
    {
        int leaf = 0, node = count, nodes = count;
        for (; nodes < 2 * count - 1; nodes++)
        {
            int first = TakeLighter(ref leaf, ref node, count, nodes), second = TakeLighter(ref leaf, ref node, count, nodes);
            _weights[nodes] = _weights[first] + _weights[second];
            _parents[first] = _parents[second] = nodes;
        }

        var lengths = new int[MaxSymbols];
        _depths[nodes - 1] = 0;
        for (int i = nodes - 2; i >= 0; i--)
        {
            _depths[i] = _depths[_parents[i]] + 1;
            if (i < count)
                lengths[_depths[i]]++;
        }

        // A single symbol besides the reserved one: both have a code of one bit. None besides: the reserved one has no code.
        return lengths;
    }

    private int TakeLighter(ref int leaf, ref int node, int leaves, int nodes)
    {
        bool takesLeaf = leaf < leaves && (node >= nodes || _weights[leaf] <= _weights[node]);
        return takesLeaf ? leaf++ : node++;
    }

    /// <summary>Figure K.3: two codes too long give way, one to their common prefix, the other beside a shorter code made longer.</summary>
    private static void LimitLengths(int[] lengths)
    {
        for (int i = lengths.Length - 1; i > MaxLength; i--)
        {
            while (lengths[i] > 0)
            {
                int j = i - 2;
                while (lengths[j] == 0)
                    j--;
                lengths[i] -= 2;
                lengths[i - 1]++;
                lengths[j + 1] += 2;
                lengths[j]--;
            }
        }
    }
}
