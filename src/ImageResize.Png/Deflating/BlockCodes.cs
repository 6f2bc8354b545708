using ImageResize.Pixels.Memory;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Deflating;

/// <summary>
/// The codes of a block of literals and of matches at a distance of one, fixed or its own, and the header that tells of the latter (RFC
/// 1951, 3.2.6 and 3.2.7).
/// </summary>
internal sealed class BlockCodes
{
    /// <summary>The most bits of a code, one less than there may be: four codes and seven bits more are in a register.</summary>
    public const int MaxCodeBits = 14;

    public const int EndOfBlock = 256, Symbols = 286;

    /// <summary>Two codes of one bit, as zlib does: some decoders want a complete one. The first is that of a distance of one.</summary>
    private const int Distances = 2;

    private const int FixedSymbols = 288, FixedDistanceBits = 5, LengthSymbols = 19, MaxLengthBits = 7;

    private static readonly byte[] FixedLengths = MakeFixedLengths();

    private readonly byte[] _lengths = new byte[FixedSymbols];
    private readonly byte[] _all = new byte[Symbols + Distances];
    private readonly ushort[] _tokens = new ushort[Symbols + Distances];
    private readonly int[] _lengthFrequencies = new int[LengthSymbols];
    private readonly byte[] _lengthLengths = new byte[LengthSymbols];
    private int _tokenCount, _literalCount, _lengthCount;
    private long _headerBits;
    private bool _isFixed;

    /// <summary>The codes of literals, the end and lengths, with their bits from bit 16 on.</summary>
    public uint[] Codes { get; } = new uint[FixedSymbols];

    /// <summary>The bits of those codes.</summary>
    public ReadOnlySpan<byte> Lengths => _isFixed ? FixedLengths : _lengths;

    /// <summary>The bits of the distance of one.</summary>
    public int DistanceBits => _isFixed ? FixedDistanceBits : 1;

    /// <summary>Those of a stream of which nothing is known yet.</summary>
    public void Reset() => _isFixed = true;

    /// <summary>Makes the codes that need the fewest bits, with their header; returns how many bits, without those that lengths bring with them.</summary>
    /// <param name="frequencies">How often each symbol comes: the end once.</param>
    /// <param name="matches">How many of them are lengths.</param>
    public long Build(ReadOnlySpan<int> frequencies, int matches)
    {
        PrefixCode.AssignLengths(frequencies, MaxCodeBits, _lengths.AsSpan(0, Symbols));
        BuildHeader();
        long own = _headerBits + matches + Sum(frequencies, _lengths);
        long fix = 3 + (long)matches * FixedDistanceBits + Sum(frequencies, FixedLengths);
        _isFixed = fix <= own;
        PrefixCode.AssignCodes(Lengths, Codes);
        return Math.Min(own, fix);
    }

    /// <summary>Writes the beginning of the block.</summary>
    public void WriteHeader(ref BitWriter writer, bool isFinal)
    {
        writer.Put((isFinal ? 1u : 0) | (_isFixed ? 2u : 4), 3);
        if (_isFixed)
            return;
        writer.Put((uint)(_literalCount - 257) | (uint)(Distances - 1) << 5 | (uint)(_lengthCount - 4) << 10, 14);
        for (int i = 0; i < _lengthCount; i++)
            writer.Put(_lengthLengths[Inflater.CodeLengthOrder[i]], 3);
        Span<uint> codes = stackalloc uint[LengthSymbols];
        PrefixCode.AssignCodes(_lengthLengths, codes);
        foreach (ushort token in _tokens.AsSpan(0, _tokenCount))
        {
            int symbol = token & 31;
            writer.Put(codes[symbol]);
            writer.Put((uint)token >> 5, ExtraBits(symbol));
        }
    }

    private static byte[] MakeFixedLengths()
    {
        var lengths = new byte[FixedSymbols];
        for (int i = 0; i < FixedSymbols; i++)
            lengths[i] = (byte)(i switch { < 144 => 8, < 256 => 9, < 280 => 7, _ => 8 });
        return lengths;
    }

    private static long Sum(ReadOnlySpan<int> frequencies, ReadOnlySpan<byte> lengths)
    {
        long sum = 0;
        for (int i = 0; i < frequencies.Length; i++)
            sum += (long)frequencies[i] * lengths[i];
        return sum;
    }

    private static int ExtraBits(int symbol) => symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };

    /// <summary>Makes tokens of the lengths, and the code of those.</summary>
    private void BuildHeader()
    {
        _literalCount = Symbols;
        while (_lengths[_literalCount - 1] == 0)
            _literalCount--;
        int count = _literalCount + Distances;
        _lengths.AsSpan(0, _literalCount).CopyTo(_all);
        _all.AsSpan(_literalCount, Distances).Repeat(1);
        _tokenCount = 0;
        _lengthFrequencies.AsSpan().Clear();
        for (int i = 0; i < count;)
        {
            byte length = _all[i];
            int run = _all.AsSpan(i, count - i).IndexOfAnyExcept(length);
            run = run < 0 ? count - i : run;
            i += run;
            if (length != 0)
            {
                Add(length, 0);
                run--;
            }

            while (run > 0)
                run -= AddRun(length, run);
        }

        PrefixCode.AssignLengths(_lengthFrequencies, MaxLengthBits, _lengthLengths);
        _lengthCount = LengthSymbols;
        while (_lengthLengths[Inflater.CodeLengthOrder[_lengthCount - 1]] == 0)
            _lengthCount--;
        _headerBits = 17 + 3 * _lengthCount;
        for (int symbol = 0; symbol < LengthSymbols; symbol++)
            _headerBits += (long)_lengthFrequencies[symbol] * (_lengthLengths[symbol] + ExtraBits(symbol));
    }

    /// <summary>Tells of a length that comes several times more; returns how often of it is told.</summary>
    private int AddRun(byte length, int run)
    {
        if (run < 3)
        {
            Add(length, 0);
            return 1;
        }

        if (length != 0)
        {
            run = Math.Min(run, 6);
            Add(16, run - 3);
        }
        else if (run <= 10)
        {
            Add(17, run - 3);
        }
        else
        {
            run = Math.Min(run, 138);
            Add(18, run - 11);
        }

        return run;
    }

    private void Add(int symbol, int extra)
    {
        _tokens[_tokenCount++] = (ushort)(symbol | extra << 5);
        _lengthFrequencies[symbol]++;
    }
}
