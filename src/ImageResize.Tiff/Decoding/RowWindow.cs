using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Tiff.Compression;

namespace ImageResize.Tiff.Decoding;

/// <summary>
/// Decoded rows on their way to the resampler, which takes eight at a time: those that came, and those that are left of the eights. Rows lie
/// behind each other from the start of the window. For one thread.
/// </summary>
internal sealed unsafe class RowWindow(BufferArena arena)
{
    /// <summary>Bytes that are decoded between two moves of what is left to the start.</summary>
    private const int StepBytes = 256 << 10;

    private readonly NativeBuffer _buffer = arena.Create();
    private PixelRenderer _renderer = null!;
    private int _rowBytes, _height, _top, _capacity;

    /// <summary>Bytes in the window.</summary>
    public int Held { get; private set; }

    /// <summary>Whether all rows were given to the resampler.</summary>
    public bool IsDone => _top == _height;

    /// <summary>The row of the picture that the first of the window is.</summary>
    public int Top => _top;

    /// <summary>Where the next byte goes.</summary>
    public byte* Next => _buffer.Pointer + Held;

    /// <summary>Bytes that should come next: as many as are moved at a time.</summary>
    public int Wanted { get; private set; }

    /// <summary>Bytes that there is room for.</summary>
    public int Room => _capacity - Held;

    /// <summary>Begins a picture.</summary>
    /// <param name="layout">Its size and format.</param>
    /// <param name="renderer">Gets the rows.</param>
    /// <param name="mostBytes">The most bytes that come at a time and are more than were wanted.</param>
    /// <param name="leastRows">Rows that must have room at a time besides those that were left.</param>
    public void Begin(TiffLayout layout, PixelRenderer renderer, int mostBytes, int leastRows)
    {
        (_renderer, _rowBytes, _height, _top, Held) = (renderer, layout.RowBytes, layout.Height, 0, 0);
        int rows = Math.Max(Math.Max(StepBytes / _rowBytes, leastRows), 1) + PixelResampler.StripRows;
        Wanted = checked(rows * _rowBytes);
        _capacity = checked(Wanted + mostBytes);

        // Of the last rows so many are read as make eight.
        _buffer.Require((long)_capacity + PixelResampler.StripRows * (long)_rowBytes + SegmentDecoder.Slack + PixelImage.RowSlack);
    }

    /// <summary>A row of the window.</summary>
    public byte* Row(int index) => _buffer.Pointer + (nint)index * _rowBytes;

    /// <summary>Counts bytes in that were written where the next goes.</summary>
    public void Add(int bytes) => Held += bytes;

    /// <summary>Gives rows in eights, and the last ones of the picture, to the resampler; moves the others to the start.</summary>
    public void Flush()
    {
        int rows = Math.Min(Held / _rowBytes, _height - _top), given = 0;
        while (rows - given >= PixelResampler.StripRows || (given < rows && _top + rows - given == _height))
        {
            int count = Math.Min(PixelResampler.StripRows, rows - given);
            _renderer.Take(Row(given), _rowBytes, _top, count);
            given += count;
            _top += count;
        }

        int left = Held - given * _rowBytes;
        if (given > 0 && left > 0)
            Buffer.MemoryCopy(Row(given), _buffer.Pointer, left, left);
        Held = left;
    }

    /// <summary>Gives rows that lie elsewhere, in eights, to the resampler, where none is in the window.</summary>
    /// <param name="rows">The first row; as many bytes behind the last are readable as the resampler wants.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>How many were given.</returns>
    public int Pass(byte* rows, int count)
    {
        int given = 0;
        for (; Held == 0 && count - given >= PixelResampler.StripRows; given += PixelResampler.StripRows, _top += PixelResampler.StripRows)
            _renderer.Take(rows + (nint)given * _rowBytes, _rowBytes, _top, PixelResampler.StripRows);
        return given;
    }
}
