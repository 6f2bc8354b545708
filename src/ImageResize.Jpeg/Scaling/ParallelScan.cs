using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Decodes the single scan of a large image by several threads while processors idle. Helpers decode slices into coefficients
/// ahead (<see cref="SliceRing"/>); this thread joins each to what comes before, transforms its blocks and feeds the sink, in
/// the order of the scan. Only what is proved to be what one thread would have decoded is used. Where a slice is not, because of damage, of a marker, or
/// of an MCU without end, the scan goes on serially from the last place that is known, so every verdict is that of <see cref="ScanDecoder"/>.
/// </summary>
internal sealed unsafe class ParallelScan : IDisposable
{
    /// <summary>Slices that fail to get into step one after the other before no more are tried: such an image is made to fail.</summary>
    private const int MaxMisses = 4;

    /// <summary>Slices for a helper: the one in its hands and the one that it will have next.</summary>
    private const int SlicesPerHelper = 2;

    private readonly BufferArena _arena;
    private readonly Kernels _kernels;
    private readonly ScanDecoder _scans;
    private readonly SliceJoiner _joiner;
    private readonly List<ScanSlice> _slices = [];
    private Parallelism? _parallelism;
    private FrameHeader _frame = null!;
    private SliceSizes _sizes;
    private byte* _source;
    private long _length;
    private int _sliceCount;
    private bool _isOver;

    public ParallelScan(BufferAllocator allocator, Kernels kernels, ScanDecoder scans, BlockStrips strips)
    {
        _arena = new BufferArena(allocator);
        (_kernels, _scans) = (kernels, scans);
        _joiner = new SliceJoiner(_arena, strips);
    }

    /// <summary>How the helpers of the last image fared.</summary>
    public ParallelFigures Figures => new(_joiner.Slices, _joiner.Bridged, _joiner.Missed, _arena.Peak);

    /// <summary>Prepares for a scan whose data begin at the offset, and which the decoder has begun.</summary>
    public void Begin(Parallelism? parallelism, FrameHeader frame, byte* source, long length, long offset)
    {
        (_parallelism, _frame, _length) = (parallelism, frame, length);
        _source = source;
        _isOver = parallelism is null || (long)frame.Width * frame.Height < parallelism.MinPixels;
        _arena.ResetPeak();
        _joiner.Clear();
        if (!_isOver)
            _isOver = !SliceSizes.TryChoose(_scans, frame, length - offset, parallelism!, out _sizes);
    }

    /// <summary>
    /// Goes on from an MCU that begins a row, if processors idle. Returns the next MCU, which the decoder then stands
    /// before: the same where none was decoded.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public long Decode(long mcu, IStripSink? sink, CancellationToken cancellation)
    {
        if (_isOver || _parallelism!.Idle.TryTake(BytesFor(SlicesPerHelper + 1)) is not { } helper)
            return mcu;
        var ring = new SliceRing();
        ring.Start(helper);
        try
        {
            // It cannot be told right behind a refill, or among fill bytes: a few rows later it can.
            if (!_scans.TryLocate(out ScanPosition position))
                return mcu;
            position.Mcu = mcu;
            _sliceCount = 0;
            AddSlices(ring, SlicesPerHelper + 1);
            _joiner.Begin(position, _frame, _scans, sink, cancellation);
            Work(ring, new SliceCutter(_source, _length, position, _sizes.CutBytes, _sizes.DataBytes, _sizes.RestartInterval));
        }
        finally
        {
            ring.Close();
            _arena.TrimAbove(0);
        }

        if (_joiner.Mcu > mcu)
            _scans.Resume(_joiner.Locate(_source, _length));
        return _joiner.Mcu;
    }

    /// <summary>Frees the buffers.</summary>
    public void Dispose() => _arena.Dispose();

    private void Work(SliceRing ring, SliceCutter cutter)
    {
        while (true)
        {
            bool isAlone = !ring.HasHelpers && !TryStart(ring);
            if (isAlone)
                ring.DropWaiting();
            while (!isAlone && !_isOver && ring.HasFree)
            {
                if (cutter.TryCut(out SliceRange range))
                    ring.Queue(range);
                else
                    _isOver = true;
            }

            if (ring.Take() is not { } slice)
                return;
            if (!_joiner.Join(slice) || _joiner.Misses == MaxMisses)
            {
                _isOver = true;
                ring.DropWaiting();
                return;
            }

            ring.AddFree(slice);
            if (!isAlone && !_isOver)
                TryStart(ring);
        }
    }

    private bool TryStart(SliceRing ring)
    {
        if (_isOver || ring.HelperCount >= _parallelism!.MaxHelpers || _parallelism.Idle.TryTake(BytesFor(SlicesPerHelper)) is not { } helper)
            return false;
        ring.Start(helper);
        AddSlices(ring, SlicesPerHelper);
        return true;
    }

    private void AddSlices(SliceRing ring, int count)
    {
        for (; count > 0; count--, _sliceCount++)
        {
            if (_sliceCount == _slices.Count)
                _slices.Add(new ScanSlice(_arena));
            ScanSlice slice = _slices[_sliceCount];
            slice.Prepare(_scans.Layout, _kernels, _sizes.DataBytes, _sizes.Capacity, _sizes.RestartInterval, _source, _source + _length);
            ring.AddFree(slice);
        }
    }

    private long BytesFor(int slices) => slices * ScanSlice.BytesFor(_scans.Layout, _sizes.DataBytes, _sizes.Capacity) + SliceJoiner.BytesFor(_scans.Layout);
}

/// <summary>How the helpers of an image fared.</summary>
/// <param name="Slices">Slices that were used, as they were decoded by whoever.</param>
/// <param name="Bridged">MCUs that were decoded between slices, until the next one was in step.</param>
/// <param name="Missed">Slices that were decoded again, because they were not in step soon enough.</param>
/// <param name="Bytes">Native memory held at most; all of it was lent.</param>
internal readonly record struct ParallelFigures(int Slices, long Bridged, int Missed, long Bytes);
