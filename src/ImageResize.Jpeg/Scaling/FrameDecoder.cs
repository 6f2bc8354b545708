using ImageResize.Jpeg.Dct;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Scaling;

/// <summary>
/// Decodes an image into strips of reduced samples, a row of MCUs at a time. Where a single scan holds everything, its
/// coefficients go from the entropy decoder to the inverse transform piece by piece; otherwise all scans are decoded into
/// stored coefficients first.
/// </summary>
internal sealed unsafe class FrameDecoder : IDisposable
{
    /// <summary>Four for a verdict on CMYK; what is made of an image has three at most.</summary>
    private const int MaxComponents = ScanLimits.MaxComponents;
    private const int RowsBetweenCancellationChecks = 4;

    private readonly DecodingReport _report;
    private readonly DecodingTables _tables = new();
    private readonly ScanDecoder _scans;
    private readonly CoefficientPlane[] _allPlanes;
    private readonly BlockStrips _strips;
    private readonly ParallelScan _parallel;
    private CoefficientPlane[] _planes = [];
    private ScalePlan _plan = null!;
    private bool[] _hasQuantization = [];

    public FrameDecoder(BufferArena arena, Kernels kernels, DecodingReport report)
    {
        _report = report;
        _scans = new ScanDecoder(arena, kernels, report);
        _allPlanes = [.. Enumerable.Range(0, MaxComponents).Select(_ => new CoefficientPlane(arena))];
        _strips = new BlockStrips(arena, kernels);
        _parallel = new ParallelScan(arena.Allocator, kernels, _scans, _strips);
    }

    /// <summary>What lends processors for large images, and which those are; null for none.</summary>
    public Parallelism? Parallelism { get; set; }

    private FrameHeader Frame => _plan.Header.Frame;

    /// <summary>How the helpers of the last image fared.</summary>
    public ParallelFigures ParallelFigures => _parallel.Figures;

    /// <summary>Frees the buffers of helpers; the others are the arena's.</summary>
    public void Dispose() => _parallel.Dispose();

    /// <summary>Decodes the source, which begins at the pointer, into the sink; without one, to find what is wrong with it.</summary>
    /// <exception cref="JpegFormatException">Nothing of it can be decoded.</exception>
    public void Decode(byte* source, int length, ScalePlan plan, IStripSink? sink, CancellationToken cancellation)
    {
        _plan = plan;
        _planes = _allPlanes[..plan.Components.Length];
        _hasQuantization = new bool[_planes.Length];
        _tables.Clear();
        var bytes = new ReadOnlySpan<byte>(source, length);
        ScanSchedule? schedule = Frame.IsProgressive ? ScanSchedule.Create(bytes, plan.Header, plan.Components, isCheck: sink is null) : null;
        Prepare(schedule);
        var reader = new MarkerReader(bytes, 2);
        for (reader.Next(); reader.Code != Marker.Sos; reader.Next())
            _tables.Read(reader.Code, reader.Payload);
        if (reader.ExtraneousBytes > 0)
            _report.Warn(JpegWarnings.ExtraneousBytes);
        if (plan.Header.IsSingleScan)
        {
            BeginScan(reader.Payload, source, length, reader.Position);
            _parallel.Begin(Parallelism, Frame, source, length, reader.Position);
            DecodeStreaming(sink, cancellation);
            CheckEnd(new MarkerReader(bytes, (int)_scans.Offset));
            return;
        }

        var progress = new ScanProgress(Frame);
        DecodeScans(ref reader, source, length, schedule, progress, cancellation);
        progress.Report(_report, reader.EndIsMissing, length);
        if (sink is null)
            return;
        for (int row = 0; row < Frame.McusHigh; row++)
        {
            if (row % RowsBetweenCancellationChecks == 0)
                cancellation.ThrowIfCancellationRequested();
            Transform(row, 0, Frame.McusWide, row);
            _strips.Emit(row, sink);
        }
    }

    private void Prepare(ScanSchedule? schedule)
    {
        for (int i = 0; i < _planes.Length; i++)
        {
            ComponentPlan plan = _plan.Components[i];
            _planes[i].Prepare(plan.Columns, plan.Rows, plan.BlocksWide, plan.BlockRows, plan.IsPiece, schedule?.NeedsHistory(i) ?? false);
        }

        _strips.Prepare(_plan, _planes);
    }

    /// <summary>Begins a scan, and takes the quantisation tables of components that it is the first one of.</summary>
    private ScanHeader BeginScan(ReadOnlySpan<byte> payload, byte* source, int length, int offset)
    {
        ScanHeader scan = ScanHeader.Read(payload, Frame);
        foreach (ScanComponent component in scan.Components)
        {
            if (_hasQuantization[component.Index])
                continue;
            _planes[component.Index].SetQuantization(_tables.Quantization.Get(Frame.Components[component.Index].QuantizationTable));
            _hasQuantization[component.Index] = true;
        }

        _scans.Begin(Frame, scan, _planes, _tables, source, length, offset);
        return scan;
    }

    private void DecodeStreaming(IStripSink? sink, CancellationToken cancellation)
    {
        long total = (long)Frame.McusWide * Frame.McusHigh;
        for (long mcu = 0; mcu < total;)
        {
            int row = (int)(mcu / Frame.McusWide), column = (int)(mcu % Frame.McusWide);
            if (column == 0 && row % RowsBetweenCancellationChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                long end = _parallel.Decode(mcu, sink, cancellation);
                if (end > mcu)
                {
                    mcu = end;
                    continue;
                }
            }

            DecodeRow(row, column);
            _strips.Emit(row, sink);
            mcu += Frame.McusWide - column;
        }

        _scans.Finish();
    }

    /// <summary>Decodes a row of MCUs from a column on; what is before it is in the strips.</summary>
    private void DecodeRow(int row, int column)
    {
        for (int mcu = column; mcu < Frame.McusWide;)
        {
            int piece = mcu / ComponentPlan.PieceMcus * ComponentPlan.PieceMcus;
            int end = Math.Min(piece + ComponentPlan.PieceMcus, Frame.McusWide);
            _scans.SelectRow(row, piece);
            _scans.Decode(mcu, end - mcu);
            if (mcu == piece)
                Transform(row, mcu, end - mcu, 0);
            else
                TransformRest(row, mcu, end);
            mcu = end;
        }
    }

    /// <summary>Decodes scan after scan into the stored coefficients; the reader stands at the first.</summary>
    private void DecodeScans(
        ref MarkerReader reader, byte* source, int length, ScanSchedule? schedule, ScanProgress progress, CancellationToken cancellation)
    {
        bool isFirst = true;
        int count = 0;
        try
        {
            for (; reader.Code != Marker.Eoi; reader.Next())
            {
                if (reader.Code != Marker.Sos)
                {
                    _tables.Read(reader.Code, reader.Payload);
                    continue;
                }

                if (++count > ScanSchedule.MaxScans)
                    throw new JpegFormatException("The image has too many scans.");
                bool? isNeeded = schedule is null ? true : schedule.IsNeeded(reader.PayloadOffset);
                if (isNeeded is null)
                    throw new JpegFormatException("The scans cannot be told apart.");
                ScanHeader scan = isNeeded.Value
                    ? BeginScan(reader.Payload, source, length, reader.Position)
                    : ScanHeader.Read(reader.Payload, Frame);
                progress.Add(scan);
                isFirst = false;
                if (!isNeeded.Value)
                    continue;
                DecodeScan(cancellation);
                reader.Position = (int)_scans.Offset;
            }
        }
        catch (JpegFormatException) when (!isFirst)
        {
            _report.AddDamage(JpegDamageKind.BrokenMarker, reader.Position);
        }
    }

    private void DecodeScan(CancellationToken cancellation)
    {
        for (int row = 0; row < _scans.McusHigh; row++)
        {
            if (row % RowsBetweenCancellationChecks == 0)
                cancellation.ThrowIfCancellationRequested();
            if (_scans.IsExhausted)
            {
                _scans.SkipRows(_scans.McusHigh - row);
                break;
            }

            _scans.SelectRow(row, 0);
            _scans.Decode(0, _scans.McusWide);
        }

        _scans.Finish();
    }

    /// <summary>Transforms the needed blocks of some MCUs into the strips. Pieces are cleared for the next ones.</summary>
    private void Transform(int mcuRow, int firstMcu, int mcuCount, int storedRow)
    {
        for (int i = 0; i < _planes.Length; i++)
        {
            CoefficientPlane plane = _planes[i];
            ComponentPlan plan = _plan.Components[i];
            int h = plan.Component.H, v = plan.Component.V;
            int firstGroup = firstMcu * h / 8, endGroup = (firstMcu * h + mcuCount * h + 7) / 8, groupOffset = plan.IsPiece ? firstGroup : 0;
            for (int y = 0; y < v; y++)
            {
                short* row = plane.Row(storedRow * v + y);
                _strips.TransformGroups(i, mcuRow, y, row - (nint)groupOffset * plane.GroupStride, firstGroup, endGroup);
                if (plan.IsPiece)
                    new Span<short>(row, (endGroup - firstGroup) * plane.GroupStride).Clear();
            }
        }
    }

    /// <summary>The same for the end of a piece, in the middle of which the scan went on.</summary>
    private void TransformRest(int mcuRow, int mcu, int end)
    {
        for (int i = 0; i < _planes.Length; i++)
        {
            CoefficientPlane plane = _planes[i];
            int h = _plan.Components[i].Component.H;
            for (int y = 0; y < plane.BlockRows; y++)
            {
                _strips.TransformBlocks(i, mcuRow, y, plane.Row(y), mcu % ComponentPlan.PieceMcus * h, (end - mcu) * h, mcu * h, 0);
                new Span<short>(plane.Row(y), plane.Groups * plane.GroupStride).Clear();
            }
        }
    }

    private void CheckEnd(MarkerReader reader)
    {
        try
        {
            reader.Next();
            if (reader.EndIsMissing)
                _report.Warn(JpegWarnings.EndOfImageMissing);
            if (reader.ExtraneousBytes > 0)
                _report.Warn(JpegWarnings.ExtraneousBytes);
        }
        catch (JpegFormatException)
        {
            // All image data were there; only the file goes on with something else.
            _report.Warn(JpegWarnings.ExtraneousBytes);
        }
    }
}

/// <summary>Takes in decoded samples as the decoder goes down the image.</summary>
internal unsafe interface IStripSink
{
    /// <summary>
    /// Lines of a component, from firstRow on; samples are floats around zero. Only the columns that the plan needs are valid.
    /// </summary>
    void Take(int component, float* rows, int stride, int firstRow, int count);
}
