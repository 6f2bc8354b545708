using System.Numerics;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// The tokens of a progressive AC scan (ITU T.81, G.1.2.2 and G.1.2.3). Blocks without further new coefficients are counted
/// in a run; in refinements, the correction bits of those blocks wait until the run is written.
/// </summary>
internal sealed unsafe class ProgressiveAcTokens(StoredBlocks blocks, ScanScript scan) : TokenSource
{
    /// <summary>Each of 63 coefficients takes at most a symbol, or a bit, which may be a token of its own.</summary>
    public const int MaxBlockTokens = 2 * 63 + 2;

    /// <summary>What a run may leave to the next row: its symbol, and tokens of bits.</summary>
    public const int MaxPendingTokens = 2 + MaxPendingBits / 16 + 1;

    private const int MaxPendingBits = 1024;
    private const int MaxRun = 0x7FFF;
    private const uint ZeroRun = 0xF0;

    private readonly uint _table = (scan.FirstComponent == 0 ? 1u : 3u) * Token.TableSize;
    private readonly byte[] _pendingBits = new byte[MaxPendingBits + 64];
    private int _pendingCount, _run;

    public override int RowCount => blocks.Source.BlocksOf(scan.FirstComponent).High;

    public override int MaxRowTokens => blocks.Source.BlocksOf(scan.FirstComponent).Wide * MaxBlockTokens + MaxPendingTokens;

    public override void Reset() => _pendingCount = _run = 0;

    public override uint* WriteRow(int row, uint* tokens)
    {
        (int wide, int high) = blocks.Source.BlocksOf(scan.FirstComponent);
        for (int column = 0; column < wide; column++)
        {
            short* block = blocks.Block(scan.FirstComponent, column, row);
            tokens = scan.High == 0 ? WriteFirst(block, tokens) : WriteRefinement(block, tokens);
            if (_run == MaxRun || _pendingCount > MaxPendingBits - 64)
                tokens = WriteRun(tokens);
        }

        return row == high - 1 ? WriteRun(tokens) : tokens;
    }

    private uint* WriteFirst(short* block, uint* tokens)
    {
        int zeros = 0;
        for (int k = scan.Start; k <= scan.End; k++)
        {
            // The last bits are cut off towards zero, for either sign.
            int magnitude = Math.Abs((int)block[k]) >> scan.Low;
            if (magnitude == 0)
            {
                zeros++;
                continue;
            }

            tokens = WriteRun(tokens);
            for (; zeros > 15; zeros -= 16)
                *tokens++ = _table | ZeroRun;
            int value = block[k] < 0 ? -magnitude : magnitude, size = Token.SizeOf(value);
            *tokens++ = Token.Make(_table | (uint)(zeros << 4 | size), size, Token.BitsOf(value, size));
            zeros = 0;
        }

        if (zeros > 0)
            _run++;
        return tokens;
    }

    private uint* WriteRefinement(short* block, uint* tokens)
    {
        int lastNew = LastNew(block), zeros = 0, firstBit = _pendingCount;
        for (int k = scan.Start; k <= scan.End; k++)
        {
            int magnitude = Math.Abs((int)block[k]) >> scan.Low;
            if (magnitude == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15 && k <= lastNew; zeros -= 16)
            {
                tokens = WriteRun(tokens, ref firstBit);
                *tokens++ = _table | ZeroRun;
                tokens = WriteBits(firstBit, tokens);
            }

            if (magnitude > 1)
            {
                _pendingBits[_pendingCount++] = (byte)(magnitude & 1);
                continue;
            }

            tokens = WriteRun(tokens, ref firstBit);
            *tokens++ = Token.Make(_table | (uint)(zeros << 4 | 1), 1, block[k] < 0 ? 0u : 1u);
            tokens = WriteBits(firstBit, tokens);
            zeros = 0;
        }

        if (zeros > 0 || _pendingCount > firstBit)
            _run++;
        return tokens;
    }

    private int LastNew(short* block)
    {
        int k = scan.End;
        while (k >= scan.Start && Math.Abs((int)block[k]) >> scan.Low != 1)
            k--;
        return k;
    }

    /// <summary>Ends a run of blocks before a symbol of this one, whose bits from firstBit on stay pending.</summary>
    private uint* WriteRun(uint* tokens, ref int firstBit)
    {
        if (_run == 0)
            return tokens;
        int own = _pendingCount - firstBit;
        tokens = WriteRunSymbol(tokens);
        _pendingCount = firstBit;
        int kept = firstBit;
        tokens = WriteBits(0, tokens);
        Array.Copy(_pendingBits, kept, _pendingBits, 0, own);
        _pendingCount = own;
        firstBit = 0;
        return tokens;
    }

    private uint* WriteRun(uint* tokens)
    {
        if (_run == 0)
            return tokens;
        tokens = WriteRunSymbol(tokens);
        return WriteBits(0, tokens);
    }

    private uint* WriteRunSymbol(uint* tokens)
    {
        int size = BitOperations.Log2((uint)_run);
        *tokens++ = Token.Make(_table | (uint)size << 4, size, (uint)_run & ((1u << size) - 1));
        _run = 0;
        return tokens;
    }

    /// <summary>Writes the pending bits from one on, and forgets them.</summary>
    private uint* WriteBits(int from, uint* tokens)
    {
        for (int i = from; i < _pendingCount;)
        {
            uint bits = 0;
            int length = 0;
            for (; i < _pendingCount && length < 16; i++, length++)
                bits = bits << 1 | _pendingBits[i];
            *tokens++ = Token.Make(Token.BitsAlone, length, bits);
        }

        _pendingCount = from;
        return tokens;
    }
}
