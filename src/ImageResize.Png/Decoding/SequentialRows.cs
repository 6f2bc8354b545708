using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Png.Decoding;

/// <summary>The rows of an image that is not interlaced, in strips of eight.</summary>
internal sealed unsafe class SequentialRows(BufferArena arena) : RowReader
{
    private const int StripRows = PixelResampler.StripRows;

    private readonly RowExpander _expander = new();
    private readonly NativeBuffer _stored = arena.Create(), _expanded = arena.Create();
    private PngHeader _header = null!;
    private IRowSink _sink = null!;
    private nint _storedStride, _expandedStride;
    private int _rowBytes, _pixelBytes, _next;

    public override long TotalBytes => (_rowBytes + 1L) * _header.Height;

    public override long MaxUnitBytes => (_rowBytes + 1L) * StripRows;

    public override int NextUnitBytes => (_rowBytes + 1) * Math.Min(StripRows, _header.Height - _next);

    public override double Progress => (double)_next / _header.Height;

    /// <summary>Bytes of a stored row of so many pixels, without its filter byte.</summary>
    public static int RowBytes(PngHeader header, int width) => (int)(((long)width * header.BitsPerPixel + 7) / 8);

    /// <summary>Bytes from a row to the next, with the margin.</summary>
    public static long StrideOf(long bytes) => (bytes + Unfilter.Margin + 31) / 32 * 32;

    /// <summary>The native memory.</summary>
    public static long BytesFor(PngHeader header) =>
        (StripRows + 1) * StrideOf(RowBytes(header, header.Width)) + StripRows * StrideOf((long)header.Width * header.Format.BytesPerPixel);

    public void Begin(PngHeader header, IRowSink sink)
    {
        (_header, _sink, _next) = (header, sink, 0);
        _expander.Begin(header);
        _rowBytes = RowBytes(header, header.Width);
        _pixelBytes = Math.Max(1, header.BitsPerPixel / 8);
        _storedStride = (nint)StrideOf(_rowBytes);
        _expandedStride = (nint)StrideOf((long)header.Width * header.Format.BytesPerPixel);
        // The first row of the buffer is the one above the strip.
        _stored.RequireCleared((StripRows + 1) * _storedStride);
        if (_expander.IsNeeded)
            _expanded.RequireCleared(StripRows * _expandedStride);
    }

    public override bool Take(byte* data)
    {
        int count = Math.Min(StripRows, _header.Height - _next), sound = Restore(data, count);
        if (sound == count)
        {
            Give(count);
            return true;
        }

        Blank(sound);
        return false;
    }

    public override void Abandon(byte* data, nint length)
    {
        if (_next < _header.Height)
            Blank(Restore(data, (int)Math.Min(length / (_rowBytes + 1), _header.Height - _next)));
    }

    private int Restore(byte* data, int count) => Unfilter.Run(
        data, _rowBytes + 1, count, _rowBytes, _pixelBytes, _stored.Pointer, _stored.Pointer + _storedStride, _storedStride);

    private void Give(int count)
    {
        byte* rows = _stored.Pointer + _storedStride;
        if (_expander.IsNeeded)
        {
            for (int i = 0; i < count; i++)
                _expander.Run(rows + i * _storedStride, _expanded.Pointer + i * _expandedStride, _header.Width);
            _sink.Take(_expanded.Pointer, _expandedStride, _next, count);
        }
        else
        {
            _sink.Take(rows, _storedStride, _next, count);
        }

        NativeMemory.Copy(rows + (count - 1) * _storedStride, _stored.Pointer, (nuint)_storedStride);
        _next += count;
    }

    /// <summary>Gives the sound rows of the strip, and then rows of zeros to the end.</summary>
    private void Blank(int sound)
    {
        if (sound > 0)
            Give(sound);
        int lostFrom = _next;
        NativeBuffer buffer = _expander.IsNeeded ? _expanded : _stored;
        nint stride = _expander.IsNeeded ? _expandedStride : _storedStride;
        NativeMemory.Clear(buffer.Pointer, (nuint)(StripRows * stride));
        for (int y = lostFrom; y < _header.Height; y += StripRows)
            _sink.Take(buffer.Pointer, stride, y, Math.Min(StripRows, _header.Height - y));
    }
}
