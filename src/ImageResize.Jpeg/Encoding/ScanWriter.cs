using System.Buffers;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// Writes a scan with the Huffman codes that suit it best. They are known only after all tokens were counted, so the tokens
/// are kept; where there are more than the buffer may hold, which is when a large output is detailed, they are made
/// a second time instead.
/// </summary>
internal sealed unsafe class ScanWriter
{
    /// <summary>Tokens kept for each block on average, besides those of one row. Photos have a dozen at quality 85.</summary>
    private const int KeptBlockTokens = 24;

    private readonly NativeBuffer _tokens;
    private readonly EntropyWriter _entropy = new();
    private readonly OptimalHuffmanCode _code = new();
    private readonly int[] _frequencies = new int[Token.IndexCount];

    public ScanWriter(BufferArena arena)
    {
        _tokens = arena.Create();
    }

    public static long BytesFor(int maxRowTokens, long blocks) => (maxRowTokens + blocks * KeptBlockTokens) * sizeof(uint);

    /// <summary>Writes the tables of a scan, its header and its data.</summary>
    /// <param name="source">The tokens.</param>
    /// <param name="blocks">The number of blocks in the scan.</param>
    /// <param name="scan">The scan header.</param>
    /// <param name="markers">Where to write.</param>
    /// <param name="cancellation">Looked at before every row.</param>
    public void Write(TokenSource source, long blocks, ScanScript scan, MarkerWriter markers, CancellationToken cancellation)
    {
        long capacity = BytesFor(source.MaxRowTokens, blocks) / sizeof(uint);
        uint* tokens = (uint*)_tokens.Require(capacity * sizeof(uint)), end = tokens;
        bool isKept = true;
        _frequencies.AsSpan().Clear();
        source.Reset();
        for (int row = 0; row < source.RowCount; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (tokens + capacity - end < source.MaxRowTokens)
            {
                isKept = false;
                end = tokens;
            }

            uint* begin = end;
            end = source.WriteRow(row, begin);
            System.Diagnostics.Debug.Assert(end - begin <= source.MaxRowTokens);
            Count(begin, end);
        }

        WriteTables(markers);
        markers.WriteScan(scan);
        if (isKept)
        {
            _entropy.Write(tokens, end, markers.Target);
        }
        else
        {
            source.Reset();
            for (int row = 0; row < source.RowCount; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                _entropy.Write(tokens, source.WriteRow(row, tokens), markers.Target);
            }
        }

        _entropy.Flush(markers.Target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(uint* token, uint* end)
    {
        fixed (int* frequencies = _frequencies)
        {
            for (; token < end; token++)
                frequencies[*token & (Token.IndexCount - 1)]++;
        }
    }

    private void WriteTables(MarkerWriter markers)
    {
        for (int table = 0; table < 4; table++)
        {
            ReadOnlySpan<int> frequencies = _frequencies.AsSpan(table * Token.TableSize, Token.TableSize);
            if (!frequencies.ContainsAnyExcept(0))
                continue;
            _code.Build(frequencies);
            _code.FillCodes(_entropy.CodesOf(table));
            markers.WriteHuffmanTable(isAc: table % 2 != 0, table / 2, _code);
        }
    }
}
