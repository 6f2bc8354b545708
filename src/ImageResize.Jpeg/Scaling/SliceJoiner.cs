using System.Diagnostics;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Joins slices to what comes before, in the order of the scan: decodes over the boundary until it meets a start of an MCU in the next one, knows
/// from there what is to be added to its DC coefficients and where in the image it is, and transforms it.
/// </summary>
internal sealed unsafe class SliceJoiner(BufferArena arena, BlockStrips strips)
{
    private const int RowsBetweenCancellationChecks = 4;

    private readonly McuRun _bridge = new(arena);
    private FrameHeader _frame = null!;
    private IStripSink? _sink;
    private CancellationToken _cancellation;
    private ScanPosition _position;
    private bool _hasRestarts;

    /// <summary>From the byte of the position to the next MCU, stuffed bytes left out.</summary>
    private long _bit;

    /// <summary>MCUs that are known so far.</summary>
    public long Mcu => _position.Mcu;

    /// <summary>How many slices failed to get into step, one after the other.</summary>
    public int Misses { get; private set; }

    /// <inheritdoc cref="ParallelFigures"/>
    public int Slices { get; private set; }

    /// <inheritdoc cref="ParallelFigures"/>
    public long Bridged { get; private set; }

    /// <inheritdoc cref="ParallelFigures"/>
    public int Missed { get; private set; }

    /// <summary>The native memory at most.</summary>
    public static long BytesFor(McuLayout layout) => McuRun.BytesFor(layout, ScanSlice.MaxStarts);

    /// <summary>Begins to count.</summary>
    public void Clear() => (Slices, Bridged, Missed) = (0, 0, 0);

    /// <summary>Begins at a place that is known.</summary>
    public void Begin(in ScanPosition position, FrameHeader frame, ScanDecoder scans, IStripSink? sink, CancellationToken cancellation)
    {
        (_position, _frame, _sink, _cancellation) = (position, frame, sink, cancellation);
        (_bit, Misses, _hasRestarts) = (position.Bit, 0, scans.RestartInterval > 0);
        _bridge.Prepare(scans.Layout, ScanSlice.MaxStarts);
    }

    /// <summary>Joins the next slice; false where it is left to the serial way, which goes on at <see cref="Locate"/>.</summary>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public bool Join(ScanSlice slice)
    {
        if (slice.IsBroken || slice.Range.Start.Offset != _position.Offset)
            return false;
        return _hasRestarts ? JoinIntervals(slice) : JoinStretch(slice);
    }

    /// <summary>The place that is known.</summary>
    public ScanPosition Locate(byte* source, long length)
    {
        ScanPosition position = _position;
        byte* at = Stuffing.Pass(source + position.Offset, source + length, _bit >> 3);
        if (at == null)
            throw new UnreachableException("A place among the data is behind a marker.");
        position.Offset = at - source;
        position.Bit = (int)(_bit & 7);
        return position;
    }

    private bool JoinIntervals(ScanSlice slice)
    {
        if (slice.Range.Start.ExpectedRestart != _position.ExpectedRestart)
            return false;
        while (!slice.IsBroken && Take(slice.Run, 0, slice.McuCount, default))
        {
            long mcu = _position.Mcu;
            _position = slice.EndPosition;
            (_position.Mcu, _bit) = (mcu, 0);
            if (slice.IsComplete)
            {
                Slices++;
                return true;
            }

            slice.DecodeIntervals(_position);
        }

        return false;
    }

    private bool JoinStretch(ScanSlice slice)
    {
        int first = Meet(slice);
        if (first < 0)
        {
            Misses++;
            Missed++;
        }
        else
        {
            Misses = 0;
            Predictions before = first == 0 ? slice.Range.Start.Predictions : slice.Run.PredictionsBehind(first - 1), offsets = default;
            for (int i = 0; i < ScanLimits.MaxComponents; i++)
                offsets[i] = _position.Predictions[i] - before[i];
            if (slice.HasFaultFrom(first) || !Take(slice.Run, first, slice.McuCount - first, offsets))
                return false;
            _bit = slice.EndBit;
        }

        for (bool isComplete = first >= 0 && slice.IsComplete; !isComplete; isComplete = slice.IsComplete)
        {
            slice.DecodeFrom(_bit, _position.Predictions);
            if (slice.HasFaultFrom(0) || !Take(slice.Run, 0, slice.McuCount, default))
                return false;
            _bit = slice.EndBit;
        }

        _position.Offset = slice.Range.End;
        _bit -= slice.DataBits;
        Slices += first < 0 ? 0 : 1;
        return true;
    }

    /// <summary>
    /// Decodes from the known place on until it meets a start of an MCU that the slice noted, and returns which; negative where the
    /// slice was not in step by then.
    /// </summary>
    private int Meet(ScanSlice slice)
    {
        int found = slice.Find(_bit);
        BitState state = slice.StateAt(_bit);
        _bridge.Begin(_position.Predictions);
        for (int count = 0; found < 0;)
        {
            if (count == _bridge.Capacity || slice.StartsBefore(slice.BitsAt(state)) || _bridge.Decode(ref state, slice.DataEnd, count, 1) == 0)
                return -1;
            count++;
            found = slice.Find(slice.BitsAt(state));
            if (found < 0)
                continue;
            if (state.Faults != 0 || !Take(_bridge, 0, count, default))
                return -1;
            _bit = slice.BitsAt(state);
            Bridged += count;
        }

        return found;
    }

    /// <summary>Transforms MCUs that are proved to be right; false where they would be the last, whose end the serial way looks at.</summary>
    private bool Take(McuRun run, int first, int count, in Predictions offsets)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_position.Mcu + count >= (long)_frame.McusWide * _frame.McusHigh)
            return false;
        if (count == 0)
            return true;
        Predictions behind = run.PredictionsBehind(first + count - 1);
        for (int i = 0; i < ScanLimits.MaxComponents; i++)
            _position.Predictions[i] = (short)(behind[i] + offsets[i]);
        while (count > 0)
        {
            int row = (int)(_position.Mcu / _frame.McusWide), column = (int)(_position.Mcu % _frame.McusWide);
            int part = Math.Min(count, _frame.McusWide - column);
            Transform(run, first, part, row, column, offsets);
            if (column + part == _frame.McusWide)
            {
                strips.Emit(row, _sink);
                if (row % RowsBetweenCancellationChecks == 0)
                    _cancellation.ThrowIfCancellationRequested();
            }

            _position.Mcu += part;
            first += part;
            count -= part;
        }

        return true;
    }

    private void Transform(McuRun run, int first, int count, int row, int column, in Predictions offsets)
    {
        for (int i = 0; i < _frame.Components.Length; i++)
        {
            (int h, int v) = (_frame.Components[i].H, _frame.Components[i].V);
            for (int y = 0; y < v; y++)
                strips.TransformBlocks(i, row, y, run.Row(i, y), first * h, count * h, column * h, (short)offsets[i]);
        }
    }
}
