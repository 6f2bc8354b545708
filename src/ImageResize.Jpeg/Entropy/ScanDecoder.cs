using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// Decodes the MCUs of one scan after another: chooses the kernel, feeds it with the segments between restart markers, and
/// finds back into step after damage the way libjpeg does (<see cref="RestartSynchronizer"/>). What cannot be decoded stays
/// zero, which is grey.
/// </summary>
internal sealed unsafe class ScanDecoder
{
    /// <summary>Bytes of a restart marker.</summary>
    public const int MarkerBytes = 2;

    private readonly EntropySegment _segment;
    private readonly McuLayout _layout;
    private readonly DecodingReport _report;
    private BitState _state;
    private ProgressiveScan _progressive;
    private ScanKind _kind;
    private int _low;
    private int _restartInterval, _leftInInterval;
    private byte _expectedRestart;
    private bool _starved, _noMoreData;

    public ScanDecoder(BufferArena arena, Kernels kernels, DecodingReport report)
    {
        _segment = new EntropySegment(arena, kernels);
        _layout = new McuLayout(arena);
        _report = report;
    }

    /// <summary>MCUs in a row of the scan: those of the frame, or the blocks of its only component.</summary>
    public int McusWide => _layout.McusWide;

    /// <summary>Rows of MCUs in the scan.</summary>
    public int McusHigh => _layout.McusHigh;

    /// <summary>The blocks of an MCU.</summary>
    public McuLayout Layout => _layout;

    /// <summary>MCUs between restart markers; 0 for none.</summary>
    public int RestartInterval => _restartInterval;

    /// <summary>Whether the data ended and no restart marker can bring more: the rest of the scan need not be tried.</summary>
    public bool IsExhausted => _noMoreData || (_starved && _restartInterval == 0);

    /// <summary>Where the scan ended: the offset of the next marker.</summary>
    public long Offset => _segment.Offset;

    /// <summary>Prepares a scan whose entropy-coded data begin at the offset.</summary>
    /// <exception cref="JpegFormatException">The scan cannot be decoded: too many blocks in an MCU, or a missing or impossible table.</exception>
    public void Begin(FrameHeader frame, ScanHeader scan, CoefficientPlane[] planes, DecodingTables tables, byte* source, long length, long offset)
    {
        _kind = KindOf(frame, scan);
        _low = scan.SuccessiveLow;
        _layout.Arrange(frame, scan, _kind, planes, tables);
        if (_kind is ScanKind.AcFirst or ScanKind.AcRefinement)
            _layout.Describe(scan, planes[scan.Components[0].Index], ref _progressive);
        _restartInterval = tables.RestartInterval;
        _expectedRestart = Marker.Rst0;
        _starved = _noMoreData = false;
        _segment.Attach(source, length, offset);
        BeginInterval();
        _report.AddUnits((long)McusWide * McusHigh);
    }

    /// <summary>The place of the next MCU, without its number; false where it cannot be told, or something was wrong already.</summary>
    public bool TryLocate(out ScanPosition position)
    {
        position = new ScanPosition { LeftInInterval = _restartInterval > 0 ? _leftInInterval : int.MaxValue, ExpectedRestart = _expectedRestart };
        if (_kind != ScanKind.Sequential || _starved || _noMoreData || _state.Faults != 0)
            return false;
        if (_leftInInterval > 0)
        {
            _layout.Predictions.CopyTo(position.Predictions);
            return _segment.TryLocate(_state, out position.Offset, out position.Bit);
        }

        // The next interval begins behind the marker, if this one ended as it should.
        position.LeftInInterval = _restartInterval;
        position.ExpectedRestart = NextRestart(_expectedRestart);
        position.Offset = _segment.Offset + MarkerBytes;
        return _segment.AtMarker && !_state.IsBeyond(_segment.End) && _state.BytesBefore(_segment.End) == 0 && _segment.PeekMarker() == _expectedRestart;
    }

    /// <summary>Goes on at a place to which others have decoded the scan, without a fault.</summary>
    public void Resume(in ScanPosition position)
    {
        _segment.Seek(position.Offset);
        _segment.Begin(ref _state, position.Bit);
        ((ReadOnlySpan<int>)position.Predictions).CopyTo(_layout.Predictions);
        _leftInInterval = position.LeftInInterval;
        _expectedRestart = position.ExpectedRestart;
    }

    /// <summary>The marker that follows a restart marker.</summary>
    public static byte NextRestart(byte marker) => (byte)(Marker.Rst0 + ((marker + 1) & 7));

    /// <summary>Goes to a row of MCUs; planes that hold one row only have it as row 0.</summary>
    public void SelectRow(int mcuRow, int firstMcu)
    {
        _layout.SelectRow(mcuRow, firstMcu);
        _progressive.Row = _layout.ProgressiveRow;
        _progressive.History = _layout.ProgressiveHistory;
    }

    /// <summary>Decodes the next MCUs of the selected row.</summary>
    public void Decode(int firstMcu, int count)
    {
        while (count > 0)
        {
            if (_noMoreData)
            {
                _report.AddLostUnits(count);
                return;
            }

            if (_leftInInterval == 0)
                Restart();
            int part = Math.Min(count, _leftInInterval);
            if (_starved)
                _report.AddLostUnits(part);
            else
                DecodeInInterval(firstMcu, part);
            firstMcu += part;
            count -= part;
            _leftInInterval -= part;
        }
    }

    /// <summary>Notes rows that were not tried because the scan <see cref="IsExhausted"/>.</summary>
    public void SkipRows(int count) => _report.AddLostUnits((long)count * McusWide);

    /// <summary>Ends the scan and goes to the next marker.</summary>
    public void Finish()
    {
        if (EndInterval())
            _report.Warn(JpegWarnings.ExtraneousBytes);
    }

    private static ScanKind KindOf(FrameHeader frame, ScanHeader scan) => frame.IsProgressive switch
    {
        false => ScanKind.Sequential,
        true when scan.SpectralStart == 0 => scan.IsRefinement ? ScanKind.DcRefinement : ScanKind.DcFirst,
        true => scan.IsRefinement ? ScanKind.AcRefinement : ScanKind.AcFirst,
    };

    private void BeginInterval()
    {
        _segment.Begin(ref _state);
        _layout.ResetPredictions();
        _progressive.EndOfBandRun = 0;
        _leftInInterval = _restartInterval > 0 ? _restartInterval : int.MaxValue;
    }

    private void DecodeInInterval(int firstMcu, int count)
    {
        while (true)
        {
            int done = RunKernel(firstMcu, count);
            _segment.CheckBounds(_state);
            firstMcu += done;
            count -= done;
            if (count == 0)
                return;
            if (_segment.AtMarker)
                break;
            _segment.Refill(ref _state);
        }

        // The data of this interval ended too early. The MCU that met the end was completed with zero bits.
        _starved = true;
        _report.AddDamage(JpegDamageKind.Truncated, _segment.Offset);
        _report.AddLostUnits(count);
    }

    private int RunKernel(int firstMcu, int count) => _kind switch
    {
        ScanKind.Sequential => SequentialKernel.Decode(ref _state, _segment.Stop, _layout.Blocks, _layout.BlockCount, firstMcu, count),
        ScanKind.DcFirst => ProgressiveDcKernel.DecodeFirst(ref _state, _segment.Stop, _layout.Blocks, _layout.BlockCount, _low, firstMcu, count),
        ScanKind.DcRefinement => ProgressiveDcKernel.DecodeRefinement(ref _state, _segment.Stop, _layout.Blocks, _layout.BlockCount, _low, firstMcu, count),
        ScanKind.AcFirst => ProgressiveAcFirstKernel.Decode(ref _state, _segment.Stop, ref _progressive, firstMcu, count),
        _ => ProgressiveAcRefinementKernel.Decode(ref _state, _segment.Stop, ref _progressive, firstMcu, count),
    };

    private void Restart()
    {
        if (EndInterval())
            _report.AddDamage(JpegDamageKind.OutOfStep, _segment.Offset);
        bool found = RestartSynchronizer.Synchronize(_segment, _expectedRestart, _report);
        _expectedRestart = NextRestart(_expectedRestart);
        bool wasStarved = _starved;
        BeginInterval();
        _starved = !found && wasStarved;
        // At the end of the image, or before other segments, no interval to come has data; there may be millions of them.
        _noMoreData = !found && !Marker.IsRestart(_segment.PeekMarker());
        if (_noMoreData)
            _report.AddDamage(JpegDamageKind.Truncated, _segment.Offset);
    }

    /// <summary>
    /// Notes what was wrong, and goes to the next marker; returns whether data were left over. All is told of the marker, so that
    /// the place does not depend on how the window was filled.
    /// </summary>
    private bool EndInterval()
    {
        bool isShort = !_starved && _segment.AtMarker && _state.IsBeyond(_segment.End);
        bool isLong = _segment.SkipToMarker(_state) > 0;
        _report.AddFaults(_state.Faults, _segment.Offset);
        _state.Faults = 0;
        if (isShort)
            _report.AddDamage(JpegDamageKind.Truncated, _segment.Offset);
        return isLong;
    }
}

/// <summary>The procedures that decode scans (ITU T.81, F.2 and G.2).</summary>
internal enum ScanKind
{
    Sequential,
    DcFirst,
    DcRefinement,
    AcFirst,
    AcRefinement,
}
