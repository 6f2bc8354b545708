using System.Buffers.Binary;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Png.Inflating;

namespace ImageResize.Png.Decoding;

/// <summary>
/// Decodes the image data of a file into rows of pixels. Inflated bytes are in a window that slides over the image: the 32 KB
/// that matches refer back to, the rows that are not taken yet, and what is inflated at a time.
/// </summary>
internal sealed unsafe class ImageDecoder
{
    /// <summary>Bytes inflated at a time: few enough to stay in the cache until they are filtered back.</summary>
    private const int MaxStepBytes = 192 * 1024;

    private readonly BufferArena _arena;
    private readonly DecodingReport _report;
    private readonly ImageDataReader _data;
    private readonly Inflater _inflater;
    private readonly SequentialRows _sequential;
    private readonly InterlacedRows _interlaced;
    private readonly NativeBuffer _window;

    public ImageDecoder(BufferArena arena, DecodingReport report)
    {
        _arena = arena;
        _report = report;
        _data = new ImageDataReader(arena, report);
        _inflater = new Inflater(arena);
        _sequential = new SequentialRows(arena);
        _interlaced = new InterlacedRows(arena);
        _window = arena.Create();
    }

    /// <summary>The native memory that decoding takes at most.</summary>
    public static long BytesFor(PngHeader header)
    {
        long unit = (SequentialRows.RowBytes(header, header.Width) + 1L) * (header.IsInterlaced ? 1 : PixelResampler.StripRows);
        return ImageDataReader.MaxBytes + Inflater.Bytes + WindowBytes(unit, MaxStepBytes)
            + (header.IsInterlaced ? InterlacedRows.BytesFor(header) : SequentialRows.BytesFor(header));
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
        RowReader rows;
        if (header.IsInterlaced)
        {
            _interlaced.Begin(header, sink);
            rows = _interlaced;
        }
        else
        {
            _sequential.Begin(header, sink);
            rows = _sequential;
        }

        _data.Open(source, length, header.ImageDataOffset, header.IsFrame);
        if (!ReadZlibHeader())
        {
            Abandon(rows, PngDamageKind.InvalidDeflate, null, 0);
            return;
        }

        Inflate(rows, stopsAtDamage, cancellation);
    }

    private static long WindowBytes(long unit, long step) =>
        2 * step + Math.Max(unit, Inflater.HistoryBytes) + InflateKernel.OutputMargin + Unfilter.Margin;

    /// <summary>The two bytes before the deflate stream (RFC 1950, 2.2).</summary>
    private bool ReadZlibHeader()
    {
        byte* header = _data.Begin;
        bool isSound = _data.End - header >= 2 && (header[0] & 15) == 8 && header[0] >> 4 <= 7
            && (header[0] << 8 | header[1]) % 31 == 0 && (header[1] & 32) == 0;
        _inflater.Start();
        if (isSound)
            _inflater.SetInput(header + 2, _data.End, _data.IsLast);
        return isSound;
    }

    private void Inflate(RowReader rows, bool stopsAtDamage, CancellationToken cancellation)
    {
        long total = rows.TotalBytes, produced = 0;
        // Small in the fuzzer, so that the window slides often.
        int step = (int)Math.Min(total, Math.Min(MaxStepBytes, 3L * _arena.Allocator.WindowBytes));
        byte* window = _window.Require(WindowBytes(rows.MaxUnitBytes, step)), output = window, taken = window;
        uint adler = Adler32.Initial;
        var status = InflateStatus.OutputFull;
        while (rows.NextUnitBytes > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            byte* before = output;
            if (produced < total)
                status = Run(window, ref output, output + Math.Min(step, total - produced));
            produced += output - before;
            if (produced > total)
            {
                // A match may go on beyond the last row.
                output -= produced - total;
                produced = total;
                _report.Warn(PngWarnings.ExtraData);
            }

            adler = Adler32.Append(adler, before, (nint)(output - before));
            for (int unit = rows.NextUnitBytes; unit > 0 && output - taken >= unit; unit = rows.NextUnitBytes)
            {
                if (!rows.Take(taken))
                {
                    _report.AddDamage(PngDamageKind.InvalidFilter, 1 - rows.Progress);
                    return;
                }

                taken += unit;
            }

            if (produced < total && status != InflateStatus.OutputFull)
            {
                Abandon(rows, status == InflateStatus.Invalid ? PngDamageKind.InvalidDeflate : PngDamageKind.Truncated, taken, (nint)(output - taken));
                return;
            }

            if (stopsAtDamage && _report.Damage is not null)
                return;
            Slide(window, ref output, ref taken, step);
        }

        Finish(window, output, adler, status);
    }

    private InflateStatus Run(byte* window, ref byte* output, byte* limit)
    {
        while (true)
        {
            InflateStatus status = _inflater.Run(window, ref output, limit);
            if (status != InflateStatus.NeedsInput)
                return status;
            _data.Fill(_inflater.Position);
            _inflater.SetInput(_data.Begin, _data.End, _data.IsLast);
        }
    }

    /// <summary>Keeps what matches refer back to and what is not taken yet; everything is moved only when enough lies before it.</summary>
    private static void Slide(byte* window, ref byte* output, ref byte* taken, int step)
    {
        byte* keep = output - window > Inflater.HistoryBytes ? output - Inflater.HistoryBytes : window;
        keep = taken < keep ? taken : keep;
        nint distance = (nint)(keep - window);
        if (distance < step)
            return;
        Buffer.MemoryCopy(keep, window, output - keep, output - keep);
        output -= distance;
        taken -= distance;
    }

    /// <summary>What comes behind the last row: the end of the stream and its checksum.</summary>
    private void Finish(byte* window, byte* output, uint adler, InflateStatus status)
    {
        if (status == InflateStatus.OutputFull)
        {
            byte* scratch = output;
            status = Run(window, ref scratch, output + 1);
            if (scratch != output)
            {
                _report.Warn(PngWarnings.ExtraData);
                return;
            }
        }

        if (status == InflateStatus.Invalid)
        {
            _report.AddDamage(PngDamageKind.InvalidDeflate);
            return;
        }

        _data.Fill(_inflater.Position);
        if (status != InflateStatus.Done || _data.End - _data.Begin < sizeof(uint))
            _report.Warn(PngWarnings.EndMissing);
        else if ((_report.Warnings & PngWarnings.ExtraData) == 0 && BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(_data.Begin, sizeof(uint))) != adler)
            _report.AddDamage(PngDamageKind.Checksum);
    }

    private void Abandon(RowReader rows, PngDamageKind kind, byte* data, nint length)
    {
        rows.Abandon(data, length);
        _report.AddDamage(kind, 1 - rows.Progress);
    }
}
