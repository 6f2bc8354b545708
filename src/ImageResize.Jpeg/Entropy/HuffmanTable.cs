using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The decoding tables of one Huffman code, in native memory; <see cref="HuffmanEntry"/> gives the entries.
/// Fast resolves codes of up to 10 bits, Long the others by their 16 bits, so that no code needs a search. Both are
/// small for real tables, whose long codes share a prefix of ones, and stay in the first-level cache.
/// For sequential AC codes there are two more. Pairs decodes two symbols at a time where both fit into 10 bits.
/// Skip counts how many coefficients and bits all the symbols that fit into 13 bits take, for the part of a block
/// that the scaled transform does not need.
/// </summary>
internal sealed unsafe class HuffmanTable
{
    public const int FastBits = 10;
    public const int PairBits = 10;
    public const int SkipBits = 13;

    /// <summary>The native memory of a table at most, for the estimate.</summary>
    public const long MaxBytes = FastBytes + PairBytes + SkipBytes + (1 << 16) * sizeof(uint);

    private const int FastBytes = sizeof(uint) << FastBits;
    private const int PairBytes = sizeof(ulong) << PairBits;
    private const int SkipBytes = sizeof(ushort) << SkipBits;

    private readonly HuffmanSpecification _built = new();
    private readonly NativeBuffer _fast, _long, _pairs, _skip;
    private HuffmanCoding _coding;
    private int _longBase;

    public HuffmanTable(BufferArena arena)
    {
        _fast = arena.Create();
        _long = arena.Create();
        _pairs = arena.Create();
        _skip = arena.Create();
    }

    /// <summary>By the next 10 bits; a total of 0 sends to <see cref="Long"/>.</summary>
    public uint* Fast => (uint*)_fast.Pointer;

    /// <summary>
    /// By the next 16 bits. Only codes that Fast sends here have entries, and they are the highest ones, so the pointer
    /// is moved down by those that are missing.
    /// </summary>
    public uint* Long => (uint*)_long.Pointer - _longBase;

    /// <summary>By the next 10 bits; see <see cref="SequentialTables"/>.</summary>
    public ulong* Pairs => (ulong*)_pairs.Pointer;

    /// <summary>By the next 13 bits: bits 0 to 7 the bits to skip, 8 to 15 the coefficients.</summary>
    public ushort* Skip => (ushort*)_skip.Pointer;

    /// <summary>Builds the tables, unless they are those built last.</summary>
    /// <exception cref="JpegFormatException">The table is undefined, or a DC symbol is impossible.</exception>
    public void Prepare(HuffmanSpecification specification, HuffmanCoding coding)
    {
        if (specification.SymbolCount == 0)
            throw new JpegFormatException("A scan uses a Huffman table that is not defined.");
        if (_fast.Pointer != null && _coding == coding && _built.Matches(specification))
            return;
        foreach (byte symbol in specification.Symbols)
        {
            if (coding == HuffmanCoding.Dc && symbol > HuffmanEntry.MaxDcSize)
                throw new JpegFormatException("A Huffman table has an impossible DC symbol.");
        }

        _built.Clear();
        BuildFastAndLong(specification, coding);
        if (coding == HuffmanCoding.AcSequential)
        {
            SequentialTables.BuildPairs(Fast, (ulong*)_pairs.Require(PairBytes));
            SequentialTables.BuildSkip(Fast, (ushort*)_skip.Require(SkipBytes));
        }

        _coding = coding;
        _built.Set(specification.Counts, specification.Symbols);
    }

    private void BuildFastAndLong(HuffmanSpecification specification, HuffmanCoding coding)
    {
        uint* fast = (uint*)_fast.RequireCleared(FastBytes);
        ReadOnlySpan<byte> counts = specification.Counts, symbols = specification.Symbols;
        int code = 0, symbol = 0, length = 1;
        for (; length <= FastBits; length++, code <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++, code++, symbol++)
            {
                uint entry = HuffmanEntry.ForSymbol(length, symbols[symbol], coding);
                SpanRepetition.Repeat(fast + (code << (FastBits - length)), 1 << (FastBits - length), entry);
            }
        }

        // Canonical codes fill the code space from 0 upward: whatever Fast left open lies at the top.
        _longBase = code << (16 - length);
        uint* longCodes = (uint*)_long.Require((long)((1 << 16) - _longBase) * sizeof(uint)) - _longBase;
        SpanRepetition.Repeat(longCodes + _longBase, (1 << 16) - _longBase, HuffmanEntry.ForInvalidCode(coding));
        for (; length <= HuffmanSpecification.MaxCodeLength; length++, code <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++, code++, symbol++)
            {
                uint entry = HuffmanEntry.ForSymbol(length, symbols[symbol], coding);
                SpanRepetition.Repeat(longCodes + (code << (16 - length)), 1 << (16 - length), entry);
            }
        }
    }
}
