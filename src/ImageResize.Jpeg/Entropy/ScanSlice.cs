using System.Diagnostics;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// A piece of the data of a sequential scan, decoded before it is known what comes before. Without restart markers it begins at
/// a guessed byte: Huffman codes get into step by themselves, and from some MCU on all is right but for what is to be added
/// to the DC coefficients (S. T. Klein and Y. Wiseman, "Parallel Huffman decoding with applications to JPEG files", 2003). Which MCU
/// that is tells the slice before: its decoding reaches over the boundary, and where it meets a start in
/// <see cref="Find"/>, the two agree for good. With restart markers it begins behind one, and all is right from the start. Belongs to
/// one thread at a time.
/// </summary>
internal sealed unsafe class ScanSlice
{
    /// <summary>MCUs at the guessed begin whose places are noted; see docs/jpeg.md for how many it takes to get into step.</summary>
    public const int MaxStarts = 256;

    private const int NoFault = -1;

    private readonly NativeBuffer _data;
    private readonly long[] _starts = new long[MaxStarts];
    private int _startCount, _lastFault;
    private byte* _source, _sourceEnd, _dataEnd;
    private int _dataBytes, _restartInterval;
    private Kernels _kernels = Kernels.Best;

    public ScanSlice(BufferArena arena)
    {
        _data = arena.Create();
        Run = new McuRun(arena);
    }

    /// <summary>What was decoded.</summary>
    public McuRun Run { get; }

    /// <summary>How many MCUs of <see cref="Run"/> were decoded.</summary>
    public int McuCount { get; private set; }

    /// <summary>Where it begins and the next one begins, in the source.</summary>
    public SliceRange Range { get; private set; }

    /// <summary>Whether a marker that is not expected or an error in it leaves it to the serial way.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether it was decoded up to the next one; otherwise there was no more room.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The bits from the start of the slice to the next MCU, stuffed bytes left out.</summary>
    public long EndBit { get; private set; }

    /// <summary>The place behind what was decoded, where there are restart markers: its <see cref="ScanPosition.Mcu"/> is not set.</summary>
    public ScanPosition EndPosition { get; private set; }

    /// <summary>The native memory at most of a slice of so many bytes.</summary>
    public static long BytesFor(McuLayout layout, int dataBytes, int capacity) =>
        McuRun.BytesFor(layout, capacity) + DataBytes(dataBytes);

    /// <summary>Makes room for slices of so many bytes and MCUs.</summary>
    public void Prepare(McuLayout layout, Kernels kernels, int dataBytes, int capacity, int restartInterval, byte* source, byte* sourceEnd)
    {
        (_kernels, _dataBytes, _restartInterval) = (kernels, dataBytes, restartInterval);
        _source = source;
        _sourceEnd = sourceEnd;
        _data.Require(DataBytes(dataBytes));
        Run.Prepare(layout, capacity);
    }

    /// <summary>Gives it a piece of the source; to be called before <see cref="Decode"/>.</summary>
    public void Assign(in SliceRange range)
    {
        Debug.Assert(_restartInterval > 0 || range.End - range.Start.Offset <= _dataBytes);
        Range = range;
    }

    /// <summary>Decodes it, from a guess where that is all there is.</summary>
    public void Decode()
    {
        (McuCount, _startCount, _lastFault, IsBroken, IsComplete) = (0, 0, NoFault, false, false);
        if (_restartInterval > 0)
        {
            DecodeIntervals(Range.Start);
            return;
        }

        if (!Unstuff())
        {
            IsBroken = true;
            return;
        }

        BitState state = StateAt(Range.Start.Bit);
        Run.Begin(Range.Start.Predictions);
        for (; McuCount < Math.Min(MaxStarts, Run.Capacity); McuCount++)
        {
            _starts[McuCount] = state.BitsFrom(_data.Pointer);
            if (Run.Decode(ref state, _dataEnd, McuCount, 1) == 0)
                break;
            if (state.Faults != 0)
                (_lastFault, state.Faults) = (McuCount, 0);
        }

        _startCount = McuCount;
        if (_startCount == MaxStarts)
            Continue(ref state);
        End(state);
    }

    /// <summary>Decodes it from a place on that is known, so many bits behind its start, after <see cref="Decode"/> came to its data or ran out of room.</summary>
    public void DecodeFrom(long bit, in Predictions predictions)
    {
        (McuCount, _startCount, _lastFault, IsComplete) = (0, 0, NoFault, false);
        BitState state = StateAt(bit);
        Run.Begin(predictions);
        Continue(ref state);
        End(state);
    }

    /// <summary>Decodes intervals from a place on, up to the end of the slice or while there is room.</summary>
    public void DecodeIntervals(ScanPosition position)
    {
        (McuCount, IsComplete) = (0, false);
        Run.Begin(position.Predictions);
        while (!IsComplete && !IsBroken && Run.Capacity - McuCount >= position.LeftInInterval)
            IsBroken = !DecodeInterval(ref position);
        EndPosition = position;
        IsBroken |= McuCount == 0;
    }

    /// <summary>Whether an MCU from this on is wrong.</summary>
    public bool HasFaultFrom(int mcu) => IsBroken || _lastFault >= mcu;

    /// <summary>The MCU at the guessed begin that starts so many bits behind it; negative where there is none.</summary>
    public int Find(long bit) => _starts.AsSpan(0, _startCount).BinarySearch(bit);

    /// <summary>Whether all noted starts lie before.</summary>
    public bool StartsBefore(long bit) => _startCount == 0 || _starts[_startCount - 1] < bit;

    /// <summary>The state at a place in its data.</summary>
    public BitState StateAt(long bit)
    {
        var state = default(BitState);
        state.Start(_data.Pointer + (bit >> 3), (int)(bit & 7));
        return state;
    }

    /// <summary>Where its data end, which the next slice begins with; behind there is what the last MCU may reach over.</summary>
    public byte* DataEnd => _dataEnd;

    /// <summary>The bits of its data.</summary>
    public long DataBits => (_dataEnd - _data.Pointer) * 8;

    /// <summary>How many bits of the source are before a place in its data.</summary>
    public long BitsAt(in BitState state) => state.BitsFrom(_data.Pointer);

    private static long DataBytes(int dataBytes) => dataBytes + EntropySegment.McuBytes + 2 * Kernels.UnstuffSlack;

    /// <summary>Copies the data, and what an MCU may take behind them; false where a marker comes before.</summary>
    private bool Unstuff()
    {
        byte* begin = _source + Range.Start.Offset, end = _source + Range.End, target = _data.Pointer;
        UnstuffResult data = _kernels.Unstuff(begin, end, target, target + _dataBytes + 1);
        _dataEnd = data.Target;
        return data.Source == end && !_kernels.Unstuff(end, _sourceEnd, _dataEnd, _dataEnd + EntropySegment.McuBytes).AtMarker;
    }

    private void Continue(ref BitState state)
    {
        int first = McuCount;
        McuCount += Run.Decode(ref state, _dataEnd, first, Run.Capacity - first);
        if (state.Faults != 0)
            _lastFault = int.MaxValue;
    }

    private void End(in BitState state)
    {
        EndBit = state.BitsFrom(_data.Pointer);
        IsComplete = EndBit >= DataBits;
        Debug.Assert(state.Next <= _dataEnd + EntropySegment.McuBytes - sizeof(ulong));
    }

    /// <summary>Decodes to the next restart marker, and goes behind it; false where anything is not as it should be.</summary>
    private bool DecodeInterval(ref ScanPosition position)
    {
        byte* window = _data.Pointer;
        UnstuffResult data = _kernels.Unstuff(_source + position.Offset, _sourceEnd, window, window + _dataBytes);
        bool isRestart = data.AtMarker && _sourceEnd - data.Source >= ScanDecoder.MarkerBytes && data.Source[1] == position.ExpectedRestart;
        if (!isRestart)
            return false;
        new Span<byte>(data.Target, EntropySegment.McuBytes).Clear();
        var state = default(BitState);
        state.Start(window, position.Bit);
        Run.SetPredictions(position.Predictions);
        int done = Run.Decode(ref state, data.Target, McuCount, position.LeftInInterval);
        if (done < position.LeftInInterval || state.Faults != 0 || state.IsBeyond(data.Target) || state.BytesBefore(data.Target) > 0)
            return false;
        McuCount += done;
        IsComplete = data.Source - _source >= Range.End;
        position = new ScanPosition
        {
            Offset = data.Source - _source + ScanDecoder.MarkerBytes,
            LeftInInterval = _restartInterval,
            ExpectedRestart = ScanDecoder.NextRestart(position.ExpectedRestart),
        };
        return true;
    }
}

/// <summary>A piece of a scan.</summary>
/// <param name="Start">Where it begins: known, or a guess.</param>
/// <param name="End">The offset of the first byte that is not of it; with restart markers that of the marker.</param>
/// <param name="IsGuess">Whether it is not known that an MCU begins there.</param>
internal readonly record struct SliceRange(ScanPosition Start, long End, bool IsGuess);
