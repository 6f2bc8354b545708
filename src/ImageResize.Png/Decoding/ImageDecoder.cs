using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Decodes the image data of a file into rows of pixels: inflates them step by step (<see cref="ImageInflater"/>), a large image ahead on a second thread
/// where a processor idles (<see cref="InflateAhead"/>), and gives what has come to the rows.
/// </summary>
internal sealed unsafe class ImageDecoder : IDisposable
{
    private readonly BufferArena _lent;
    private readonly DecodingReport _report;
    private readonly ImageInflater _inflater;
    private readonly InflateAhead _ahead;
    private readonly InflateStretches _stretches;
    private readonly SequentialRows _sequential;
    private readonly InterlacedRows _interlaced;

    public ImageDecoder(BufferArena arena, DecodingReport report)
    {
        _report = report;
        _lent = new BufferArena(arena.Allocator);
        _inflater = new ImageInflater(arena, _lent);
        _ahead = new InflateAhead(_inflater, _lent);
        _stretches = new InflateStretches(_inflater, _ahead, _lent);
        _sequential = new SequentialRows(arena);
        _interlaced = new InterlacedRows(arena);
    }

    /// <summary>How a large image is decoded; null for one thread. To be set before an image begins.</summary>
    public Parallelism? Parallelism { get; set; }

    /// <summary>Steps of the last image that were inflated ahead, and the native memory held for that at most; all of it was lent.</summary>
    public (int Steps, long Bytes) Ahead => (_ahead.StepsAhead, _lent.Peak);

    /// <summary>Stretches of the last image that were inflated ahead from guessed beginnings, and taken.</summary>
    public int StretchesAhead => _stretches.StretchesTaken;

    /// <summary>The native memory that decoding takes at most, without what is lent.</summary>
    public static long BytesFor(PngHeader header)
    {
        long unit = (SequentialRows.RowBytes(header, header.Width) + 1L) * (header.IsInterlaced ? 1 : PixelResampler.StripRows);
        return ImageInflater.BytesFor(unit) + (header.IsInterlaced ? InterlacedRows.BytesFor(header) : SequentialRows.BytesFor(header));
    }

    /// <summary>Decodes; every row is given to the sink once, those that are lost as zeros. Damage goes to the report.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="header">Its header.</param>
    /// <param name="sink">Takes the rows.</param>
    /// <param name="stopsAtDamage">Whether the first damage ends the work.</param>
    /// <param name="cancellation">Stops the work within a few hundred kilobytes.</param>
    public void Decode(byte* source, int length, PngHeader header, IRowSink sink, bool stopsAtDamage, CancellationToken cancellation)
    {
        RowReader rows = Begin(header, sink);
        if (!Begin(source, length, header, rows, cancellation))
            return;
        // Rows of an interlaced image are of many sizes, and go into memory rather than to the sink.
        bool mayBeAhead = !header.IsInterlaced && (long)header.Width * header.Height >= Parallelism?.MinPixels;
        _ahead.Begin(mayBeAhead ? Parallelism : null, rows.MaxUnitBytes);
        Inflate(_ahead, rows, stopsAtDamage, cancellation);
    }

    /// <summary>
    /// Decodes a large image whose pieces are inflated by several threads. False where there is anything to report behind such a piece: then all rows that the sink
    /// has got are void, the report is empty again, and <see cref="Decode"/> is to find the place and the words.
    /// </summary>
    /// <inheritdoc cref="Decode"/>
    public bool TryDecodeInStretches(byte* source, int length, PngHeader header, IRowSink sink, bool stopsAtDamage, CancellationToken cancellation)
    {
        RowReader rows = Begin(header, sink);
        if (Begin(source, length, header, rows, cancellation))
        {
            _stretches.Begin(source, length, header, rows, Parallelism!, cancellation);
            Inflate(_stretches, rows, stopsAtDamage, cancellation);
            if (_report.IsEmpty || _stretches.StretchesTaken == 0)
                return true;
        }

        _report.Clear();
        return false;
    }

    /// <summary>Whether pieces may be worth their trouble.</summary>
    public bool MayBeInStretches(PngHeader header, int length)
    {
        if (Parallelism is not { } parallelism || header.IsInterlaced || header.IsFrame || !header.HasEnd || (long)header.Width * header.Height < parallelism.MinPixels)
            return false;
        long total = (SequentialRows.RowBytes(header, header.Width) + 1L) * header.Height;
        return total >= 8L * parallelism.PieceBytes && total <= parallelism.MaxRatio * (length - header.ImageDataOffset);
    }

    /// <inheritdoc/>
    public void Dispose() => _lent.Dispose();

    private RowReader Begin(PngHeader header, IRowSink sink)
    {
        if (header.IsInterlaced)
        {
            _interlaced.Begin(header, sink);
            return _interlaced;
        }

        _sequential.Begin(header, sink);
        return _sequential;
    }

    private bool Begin(byte* source, int length, PngHeader header, RowReader rows, CancellationToken cancellation)
    {
        bool isSound = _inflater.Begin(source, length, header, rows, cancellation);
        Note(_inflater.HasWrongCrc);
        if (!isSound)
            Abandon(rows, PngDamageKind.InvalidDeflate, null, 0);
        return isSound;
    }

    private void Inflate(IInflatedSteps steps, RowReader rows, bool stopsAtDamage, CancellationToken cancellation)
    {
        try
        {
            TakeSteps(steps, rows, stopsAtDamage, cancellation);
        }
        finally
        {
            steps.End();
        }
    }

    private void TakeSteps(IInflatedSteps steps, RowReader rows, bool stopsAtDamage, CancellationToken cancellation)
    {
        uint adler = Adler32.Initial;
        nint pending = 0;
        InflatedStep step;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            step = steps.Next(pending);
            if (step.IsVoid)
            {
                _report.AddDamage(PngDamageKind.InvalidDeflate);
                return;
            }

            Note(step.HasWrongCrc);
            if (step.HasExtra)
                _report.Warn(PngWarnings.ExtraData);
            if (!_report.IsEmpty && !steps.AreOfOneThread())
                return;
            adler = Adler32.Append(adler, step.Begin, step.Length);
            byte* data = step.Begin - pending, end = step.Begin + step.Length;
            for (int unit = rows.NextUnitBytes; unit > 0 && end - data >= unit; unit = rows.NextUnitBytes)
            {
                if (!rows.Take(data))
                {
                    _report.AddDamage(PngDamageKind.InvalidFilter, 1 - rows.Progress);
                    return;
                }

                data += unit;
            }

            pending = (nint)(end - data);
            if (step.IsCut)
            {
                Abandon(rows, step.Status == InflateStatus.Invalid ? PngDamageKind.InvalidDeflate : PngDamageKind.Truncated, data, pending);
                return;
            }

            if (stopsAtDamage && _report.Damage is not null)
                return;
        }
        while (rows.NextUnitBytes > 0);

        if (steps.TryComplete())
            _inflater.Finish(step.Status, adler, _report);
        else
            _report.AddDamage(PngDamageKind.InvalidDeflate);
        Note(_inflater.HasWrongCrc);
    }

    private void Note(bool hasWrongCrc)
    {
        if (hasWrongCrc)
            _report.AddDamage(PngDamageKind.Checksum);
    }

    private void Abandon(RowReader rows, PngDamageKind kind, byte* data, nint length)
    {
        rows.Abandon(data, length);
        _report.AddDamage(kind, 1 - rows.Progress);
    }
}
