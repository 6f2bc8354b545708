using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Inflating;

/// <summary>
/// Inflates a deflate stream (RFC 1951) piece by piece, as strict as zlib. Input and output are windows that the caller moves on:
/// the output must have the last 32 KB before it, and <see cref="InflateKernel.OutputMargin"/> bytes behind every limit.
/// </summary>
internal sealed unsafe class Inflater
{
    /// <summary>How far back a match reaches.</summary>
    public const int HistoryBytes = 32768;

    /// <summary>Bytes of input that there must be, unless they are the last: more than the longest header of a block has.</summary>
    public const int MinInput = 1024;

    private const int MaxLiteralCodes = 286, MaxDistanceCodes = 30;

    private readonly NativeBuffer _tables;
    private readonly byte[] _lengths = new byte[MaxLiteralCodes + MaxDistanceCodes + 2];
    private uint* _literals, _distances, _codeLengths;
    private InflateState _state;
    private Phase _phase;
    private bool _isFinal;
    private int _stored;

    public Inflater(BufferArena arena)
    {
        _tables = arena.Create();
    }

    private enum Phase
    {
        Header,
        Coded,
        Stored,
    }

    /// <summary>The native memory.</summary>
    public static long Bytes => sizeof(uint) * (InflateTable.LiteralEntries + InflateTable.DistanceEntries + InflateTable.CodeLengthEntries);

    /// <summary>The first byte of the input that was not used.</summary>
    public byte* Position => _state.Position;

    /// <summary>Bits of the byte before it that were not used.</summary>
    public int SpareBits => _state.Count & 7;

    /// <summary>Whether it comes back at the end of each block.</summary>
    public bool PausesAtBlocks { get; set; }

    /// <summary>Whether a block is to begin.</summary>
    public bool IsBetweenBlocks => _phase == Phase.Header && !_isFinal;

    /// <summary>The order in which the lengths of the codes of lengths are stored (RFC 1951, 3.2.7).</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Begins a stream.</summary>
    public void Start()
    {
        _literals = (uint*)_tables.Require(Bytes);
        _distances = _literals + InflateTable.LiteralEntries;
        _codeLengths = _distances + InflateTable.DistanceEntries;
        _state = default;
        _phase = Phase.Header;
        _isFinal = false;
        PausesAtBlocks = false;
    }

    /// <summary>Begins within a stream, where a block with codes of its own may begin that is not the last; false where none does.</summary>
    /// <param name="input">The byte with the first bit.</param>
    /// <param name="bit">The number of the bit, 0 to 7.</param>
    /// <param name="end">The end of the input, at least <see cref="MinInput"/> bytes away.</param>
    public bool TryStart(byte* input, int bit, byte* end)
    {
        _state = new InflateState { Next = input + 1, End = end, Bits = (uint)*input >> bit, Count = 8 - bit };
        _phase = Phase.Header;
        _isFinal = false;
        return ReadHeader() == InflateStatus.Done && _phase == Phase.Coded && !_isFinal;
    }

    /// <summary>Goes on where another one stands, whose input from its <see cref="Position"/> on must be set here.</summary>
    public void CopyFrom(Inflater other)
    {
        Buffer.MemoryCopy(other._literals, _literals, Bytes, Bytes);
        (_state, _phase, _isFinal, _stored) = (other._state, other._phase, other._isFinal, other._stored);
    }

    /// <summary>Sets the input from the <see cref="Position"/> on.</summary>
    public void SetInput(byte* next, byte* end, bool isLast)
    {
        // Of the byte in use, if any, the bits that are left are kept.
        int used = _state.Count & 7;
        ulong rest = InflateState.Low(_state.Bits, (uint)used);
        _state = new InflateState { Next = next, End = end, IsLast = isLast, Bits = rest, Count = used };
    }

    /// <summary>Inflates until the output reaches the limit, or passes it by less than the margin; until the input runs short; or to the end.</summary>
    /// <param name="window">The first byte of the output that matches may refer to.</param>
    /// <param name="output">The next byte to write.</param>
    /// <param name="limit">Where to stop.</param>
    public InflateStatus Run(byte* window, ref byte* output, byte* limit)
    {
        while (true)
        {
            InflateStatus status = _phase switch
            {
                Phase.Header => ReadHeader(),
                Phase.Stored => CopyStored(ref output, limit),
                _ => Decode(window, ref output, limit),
            };
            if (status != InflateStatus.Done)
                return status;
            if (_phase == Phase.Header && (_isFinal || PausesAtBlocks))
                return _isFinal ? InflateStatus.Done : InflateStatus.BlockEnd;
        }
    }

    /// <summary>The same where the 32 KB before the output are not known: into symbols of 16 bits (<see cref="MarkerKernel"/>). The input must not be the last.</summary>
    /// <inheritdoc cref="Run"/>
    public InflateStatus RunMarked(ushort* window, ref ushort* output, ushort* limit)
    {
        while (true)
        {
            InflateStatus status = _phase switch
            {
                Phase.Header => ReadHeader(),
                Phase.Stored => WidenStored(ref output, limit),
                _ => DecodeMarked(window, ref output, limit),
            };
            if (status != InflateStatus.Done)
                return status;
            if (_phase == Phase.Header && (_isFinal || PausesAtBlocks))
                return _isFinal ? InflateStatus.Done : InflateStatus.BlockEnd;
        }
    }

    private InflateStatus Decode(byte* window, ref byte* output, byte* limit)
    {
        if (output >= limit)
            return InflateStatus.OutputFull;
        InflateStatus status = InflateKernel.Run(ref _state, _literals, _distances, window, ref output, limit);
        if (status == InflateStatus.NeedsInput && _state.IsLast)
            status = InflateKernel.RunCarefully(ref _state, _literals, _distances, window, ref output, limit);
        if (status == InflateStatus.Done)
            _phase = Phase.Header;
        return status;
    }

    private InflateStatus DecodeMarked(ushort* window, ref ushort* output, ushort* limit)
    {
        if (output >= limit)
            return InflateStatus.OutputFull;
        InflateStatus status = MarkerKernel.Run(ref _state, _literals, _distances, window, ref output, limit);
        if (status == InflateStatus.Done)
            _phase = Phase.Header;
        return status;
    }

    /// <summary>What is stored, as symbols; by way of bytes at the end of their place.</summary>
    private InflateStatus WidenStored(ref ushort* output, ushort* limit)
    {
        byte* from = (byte*)limit - (limit - output), bytes = from;
        InflateStatus status = CopyStored(ref bytes, (byte*)limit);
        // The symbols never overtake the bytes that they come from.
        for (; from < bytes; from++)
            *output++ = *from;
        return status;
    }

    private InflateStatus CopyStored(ref byte* output, byte* limit)
    {
        long count = Math.Min(_stored, Math.Min(limit - output, _state.End - _state.Next));
        if (count > 0)
        {
            Buffer.MemoryCopy(_state.Next, output, count, count);
            _state.Next += count;
            output += count;
            _stored -= (int)count;
        }

        if (_stored == 0)
        {
            _phase = Phase.Header;
            return InflateStatus.Done;
        }

        if (output >= limit)
            return InflateStatus.OutputFull;
        return _state.IsLast ? InflateStatus.Truncated : InflateStatus.NeedsInput;
    }

    /// <summary>Reads the header of the next block (RFC 1951, 3.2.3); Done where it is sound.</summary>
    private InflateStatus ReadHeader()
    {
        if (_isFinal)
            return InflateStatus.Done;
        if (!_state.IsLast && _state.End - _state.Position < MinInput)
            return InflateStatus.NeedsInput;
        _state.Refill();
        if (_state.Count < 3)
            return InflateStatus.Truncated;
        _isFinal = _state.Take(1) != 0;
        InflateStatus status = _state.Take(2) switch
        {
            0 => ReadStoredHeader(),
            1 => UseFixedCodes(),
            2 => ReadDynamicCodes(),
            _ => InflateStatus.Invalid,
        };
        return status;
    }

    private InflateStatus ReadStoredHeader()
    {
        _state.AlignToByte();
        if (_state.End - _state.Next < 4)
            return InflateStatus.Truncated;
        byte* header = _state.Next;
        int length = header[0] | header[1] << 8, complement = header[2] | header[3] << 8;
        if (length != (complement ^ 0xFFFF))
            return InflateStatus.Invalid;
        _state.Next += 4;
        _stored = length;
        _phase = Phase.Stored;
        return InflateStatus.Done;
    }

    private InflateStatus UseFixedCodes()
    {
        Span<byte> lengths = stackalloc byte[288 + 32];
        lengths[..144].Repeat(8);
        lengths[144..256].Repeat(9);
        lengths[256..280].Repeat(7);
        lengths[280..288].Repeat(8);
        lengths[288..].Repeat(5);
        return BuildTables(lengths[..288], lengths[288..]);
    }

    private InflateStatus ReadDynamicCodes()
    {
        _state.Refill();
        if (_state.Count < 14)
            return InflateStatus.Truncated;
        int literalCodes = (int)_state.Take(5) + 257, distanceCodes = (int)_state.Take(5) + 1, codeLengthCodes = (int)_state.Take(4) + 4;
        if (literalCodes > MaxLiteralCodes || distanceCodes > MaxDistanceCodes)
            return InflateStatus.Invalid;
        Span<byte> codeLengths = stackalloc byte[19];
        codeLengths.Clear();
        for (int i = 0; i < codeLengthCodes; i++)
        {
            _state.Refill();
            if (_state.Count < 3)
                return InflateStatus.Truncated;
            codeLengths[CodeLengthOrder[i]] = (byte)_state.Take(3);
        }

        if (!InflateTable.Build(codeLengths, InflateEntry.CodeLengths, InflateTable.CodeLengthRootBits, InflateEntry.CodeShift, mayBeIncomplete: false, _codeLengths))
            return InflateStatus.Invalid;
        Span<byte> lengths = _lengths.AsSpan(0, literalCodes + distanceCodes);
        InflateStatus status = ReadLengths(lengths);
        if (status != InflateStatus.Done)
            return status;
        return BuildTables(lengths[..literalCodes], lengths[literalCodes..]);
    }

    private InflateStatus ReadLengths(Span<byte> lengths)
    {
        int next = 0;
        while (next < lengths.Length)
        {
            _state.Refill();
            uint entry = _codeLengths[InflateState.Low(_state.Bits, InflateTable.CodeLengthRootBits)];
            int bits = InflateEntry.Bits(entry), symbol = (int)(entry >> InflateEntry.BaseShift);
            int extraBits = symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };
            if (_state.Count < bits + extraBits)
                return InflateStatus.Truncated;
            _state.Take(bits);
            if (symbol < 16)
            {
                lengths[next++] = (byte)symbol;
                continue;
            }

            int repeat = (int)_state.Take(extraBits) + (symbol == 18 ? 11 : 3);
            if (repeat > lengths.Length - next || (symbol == 16 && next == 0))
                return InflateStatus.Invalid;
            lengths.Slice(next, repeat).Repeat(symbol == 16 ? lengths[next - 1] : (byte)0);
            next += repeat;
        }

        return InflateStatus.Done;
    }

    private InflateStatus BuildTables(ReadOnlySpan<byte> literals, ReadOnlySpan<byte> distances)
    {
        const int endOfBlock = 256;
        bool isSound = literals[endOfBlock] != 0
            && InflateTable.Build(literals, InflateEntry.LiteralsAndLengths, InflateTable.LiteralRootBits, InflateEntry.LengthCodeShift, mayBeIncomplete: true, _literals)
            && InflateTable.Build(distances, InflateEntry.Distances, InflateTable.DistanceRootBits, InflateEntry.CodeShift, mayBeIncomplete: true, _distances);
        if (!isSound)
            return InflateStatus.Invalid;
        InflateTable.Pair(_literals);
        _phase = Phase.Coded;
        return InflateStatus.Done;
    }
}
