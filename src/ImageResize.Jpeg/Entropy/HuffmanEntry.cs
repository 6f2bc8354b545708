namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The packed entries of decoding tables. One look-up yields everything about a symbol, so that the loop has neither
/// a branch on the size nor a second table:
/// bits 0 to 5, total: the bits of code and value together;
/// bits 8 to 13, the bits of the code;
/// bits 16 to 21, 63 minus the bits of the value;
/// bits 24 to 31, advance: how far the coefficient index moves.
/// The x64 and ARM shifts take their count modulo 64, so an entry serves as a shift count without masking.
/// </summary>
internal static class HuffmanEntry
{
    /// <summary>The advance of an end of block, and its smallest value for EOBn runs.</summary>
    public const int EndOfBlock = 128;

    /// <summary>The advance of a bit sequence that is no code, or of a symbol that 8-bit samples cannot need.</summary>
    public const int Invalid = 192;

    /// <summary>
    /// AC values longer than this are invalid. Real ones have at most 10 bits (T.81, table F.2); two codes of 16 bits with
    /// values of 12 still fit into the 56 bits that a refill guarantees.
    /// </summary>
    public const int MaxAcSize = 12;

    /// <summary>DC differences longer than this make a table invalid; real ones have at most 11 bits.</summary>
    public const int MaxDcSize = 15;

    /// <summary>libjpeg consumes 17 bits when it finds no code; doing the same salvages the same picture.</summary>
    public const int InvalidCodeLength = 17;

    public static uint Pack(int codeLength, int valueLength, int advance) =>
        (uint)(codeLength + valueLength) | (uint)codeLength << 8 | (uint)(63 - valueLength) << 16 | (uint)advance << 24;

    public static int Total(uint entry) => (int)(entry & 63);

    public static int CodeLength(uint entry) => (int)(entry >> 8 & 63);

    public static int Advance(uint entry) => (int)(entry >> 24);

    public static uint ForSymbol(int codeLength, byte symbol, HuffmanCoding coding)
    {
        int run = symbol >> 4, size = symbol & 15;
        return coding switch
        {
            HuffmanCoding.Dc => Pack(codeLength, symbol, 0),
            _ when size == 0 && run == 15 => Pack(codeLength, 0, 16),
            HuffmanCoding.AcSequential when size == 0 => Pack(codeLength, 0, EndOfBlock),
            // The extra bits of an EOBn run are its value.
            _ when size == 0 => Pack(codeLength, run, EndOfBlock),
            _ when size > MaxAcSize => Pack(codeLength, 0, Invalid),
            HuffmanCoding.AcRefinement when size > 1 => Pack(codeLength, 0, Invalid),
            _ => Pack(codeLength, size, run + 1),
        };
    }

    /// <summary>What a bit sequence that is no code does: a DC difference of 0, or the end of an AC block; both are noticed.</summary>
    public static uint ForInvalidCode(HuffmanCoding coding) =>
        Pack(InvalidCodeLength, 0, coding == HuffmanCoding.Dc ? EndOfBlock : Invalid);
}

/// <summary>What the symbols of a Huffman table mean.</summary>
internal enum HuffmanCoding
{
    /// <summary>The size of a DC difference (ITU T.81, F.1.2.1).</summary>
    Dc,

    /// <summary>Run and size of a sequential AC coefficient, with EOB and ZRL (F.1.2.2).</summary>
    AcSequential,

    /// <summary>Run and size in a first progressive AC scan, with EOBn runs (G.1.2.2).</summary>
    AcFirst,

    /// <summary>Run and the sign bit of a new coefficient in a progressive AC refinement, with EOBn runs (G.1.2.3).</summary>
    AcRefinement,
}
