namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// A Huffman table as a DHT marker gives it (ITU T.81, B.2.4.2): how many codes there are of each length, and the
/// symbols in the order of their codes. Decoding tables are built from it only when a scan uses it, so that a file
/// of nothing but DHT markers costs little.
/// </summary>
internal sealed class HuffmanSpecification
{
    public const int MaxCodeLength = 16;

    private readonly byte[] _counts = new byte[MaxCodeLength];
    private readonly byte[] _symbols = new byte[256];

    /// <summary>The number of symbols; 0 while the table is undefined.</summary>
    public int SymbolCount { get; private set; }

    /// <summary>The number of codes of lengths 1 to 16.</summary>
    public ReadOnlySpan<byte> Counts => _counts;

    public ReadOnlySpan<byte> Symbols => _symbols.AsSpan(0, SymbolCount);

    public void Clear() => SymbolCount = 0;

    public void Set(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        counts.CopyTo(_counts);
        symbols.CopyTo(_symbols);
        SymbolCount = symbols.Length;
    }

    public bool Matches(HuffmanSpecification other) =>
        Counts.SequenceEqual(other.Counts) && Symbols.SequenceEqual(other.Symbols);

    /// <summary>Reads one table from the front of a DHT segment's content, without its class and identifier byte.</summary>
    /// <returns>The bytes read.</returns>
    /// <exception cref="JpegFormatException">The lengths describe no code.</exception>
    public int Read(ReadOnlySpan<byte> content)
    {
        if (content.Length < MaxCodeLength)
            throw new JpegFormatException("A Huffman table is too short.");
        ReadOnlySpan<byte> counts = content[..MaxCodeLength];
        int symbols = 0, nextCode = 0;
        for (int length = 1; length <= MaxCodeLength; length++)
        {
            symbols += counts[length - 1];
            nextCode += counts[length - 1];
            if (nextCode > 1 << length)
                throw new JpegFormatException("A Huffman table has more codes than fit.");
            nextCode <<= 1;
        }

        if (symbols > 256 || content.Length < MaxCodeLength + symbols)
            throw new JpegFormatException("A Huffman table is too short.");
        Set(counts, content.Slice(MaxCodeLength, symbols));
        return MaxCodeLength + symbols;
    }
}
