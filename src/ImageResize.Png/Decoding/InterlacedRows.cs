using System.Runtime.InteropServices;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;

namespace ImageResize.Png.Decoding;

/// <summary>A pass of an interlaced image: where its first pixel is, and the steps to the next.</summary>
internal readonly record struct Adam7Pass(int X, int Y, int StepX, int StepY)
{
    /// <summary>The seven passes in their order (PNG specification, 8.1).</summary>
    public static readonly Adam7Pass[] All =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>Columns of the pass in an image of that width.</summary>
    public int Columns(int width) => (width - X + StepX - 1) / StepX;

    /// <summary>Rows of the pass in an image of that height; none where it has no columns.</summary>
    public int Rows(int width, int height) => Columns(width) <= 0 ? 0 : Math.Max(0, (height - Y + StepY - 1) / StepY);
}

/// <summary>
/// The rows of an interlaced image. Its pixels are put into their places as the passes come; so the whole image is in memory, and
/// is given away after the last pass.
/// </summary>
internal sealed unsafe class InterlacedRows(BufferArena arena) : RowReader
{
    private const int StripRows = PixelResampler.StripRows;

    private readonly RowExpander _expander = new();
    private readonly NativeBuffer _rows = arena.Create(), _expanded = arena.Create(), _image = arena.Create();
    private PngHeader _header = null!;
    private IRowSink _sink = null!;
    private nint _rowStride, _imageStride;
    private long _total, _taken;
    private int _pass, _row;

    public override long TotalBytes => _total;

    public override long MaxUnitBytes => SequentialRows.RowBytes(_header, _header.Width) + 1L;

    public override int NextUnitBytes => _pass < Adam7Pass.All.Length ? SequentialRows.RowBytes(_header, Pass.Columns(_header.Width)) + 1 : 0;

    public override double Progress => (double)_taken / _total;

    private Adam7Pass Pass => Adam7Pass.All[_pass];

    /// <summary>The native memory.</summary>
    public static long BytesFor(PngHeader header) =>
        2 * SequentialRows.StrideOf(SequentialRows.RowBytes(header, header.Width)) + (header.Height + StripRows + 1L) * ImageStride(header);

    public void Begin(PngHeader header, IRowSink sink)
    {
        (_header, _sink, _pass, _row, _taken) = (header, sink, 0, 0, 0);
        _expander.Begin(header);
        _rowStride = (nint)SequentialRows.StrideOf(SequentialRows.RowBytes(header, header.Width));
        _imageStride = (nint)ImageStride(header);
        _rows.RequireCleared(2 * _rowStride);
        _expanded.RequireCleared(_imageStride);
        // Strips are read to their eighth row.
        _image.RequireCleared((header.Height + (long)StripRows) * _imageStride);
        _total = 0;
        foreach (Adam7Pass pass in Adam7Pass.All)
        {
            long rows = pass.Rows(header.Width, header.Height);
            if (rows > 0)
                _total += rows * (SequentialRows.RowBytes(header, pass.Columns(header.Width)) + 1L);
        }

        SkipEmpty();
    }

    public override bool Take(byte* data)
    {
        int columns = Pass.Columns(_header.Width), bytes = SequentialRows.RowBytes(_header, columns);
        byte* above = _rows.Pointer, row = above + _rowStride;
        if (Unfilter.Run(data, bytes + 1, 1, bytes, Math.Max(1, _header.BitsPerPixel / 8), above, row, _rowStride) == 0)
        {
            GiveAll();
            return false;
        }

        byte* pixels = row;
        if (_expander.IsNeeded)
        {
            _expander.Run(row, _expanded.Pointer, columns);
            pixels = _expanded.Pointer;
        }

        Place(pixels, columns);
        NativeMemory.Copy(row, above, (nuint)_rowStride);
        _taken += bytes + 1;
        if (++_row == Pass.Rows(_header.Width, _header.Height))
        {
            _pass++;
            _row = 0;
            NativeMemory.Clear(above, (nuint)_rowStride);
            SkipEmpty();
            if (_pass == Adam7Pass.All.Length)
                GiveAll();
        }

        return true;
    }

    public override void Abandon(byte* data, nint length)
    {
        if (_pass < Adam7Pass.All.Length)
            GiveAll();
    }

    private static long ImageStride(PngHeader header) => SequentialRows.StrideOf((long)header.Width * header.Format.BytesPerPixel);

    private void SkipEmpty()
    {
        while (_pass < Adam7Pass.All.Length && Pass.Rows(_header.Width, _header.Height) == 0)
            _pass++;
    }

    private void Place(byte* pixels, int columns)
    {
        int size = _header.Format.BytesPerPixel;
        byte* target = _image.Pointer + (Pass.Y + (nint)_row * Pass.StepY) * _imageStride + (nint)Pass.X * size;
        nint step = (nint)Pass.StepX * size;
        for (int i = 0; i < columns; i++, pixels += size, target += step)
        {
            for (int b = 0; b < size; b++)
                target[b] = pixels[b];
        }
    }

    private void GiveAll()
    {
        for (int y = 0; y < _header.Height; y += StripRows)
            _sink.Take(_image.Pointer + y * _imageStride, _imageStride, y, Math.Min(StripRows, _header.Height - y));
    }
}
