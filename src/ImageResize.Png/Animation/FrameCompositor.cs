using System.Runtime.InteropServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Decoding;

namespace ImageResize.Png.Animation;

/// <summary>
/// The canvas of an animation: takes the rows of each frame as they are decoded, and has what is shown then (PNG specification,
/// third edition, 4.9, 11.3.6.2 and 13.16). Its pixels have alpha, and the depth of the file.
/// </summary>
internal sealed unsafe class FrameCompositor(BufferArena arena) : IRowSink
{
    private readonly PixelImage _canvas = new(arena);
    private readonly NativeBuffer _saved = arena.Create();
    private PngFrame _frame;
    private PixelFormat _source;
    private bool _isFirst;

    /// <summary>The canvas.</summary>
    public PixelImage Canvas => _canvas;

    /// <summary>The format of the canvas of a file.</summary>
    public static PixelFormat FormatOf(PngHeader header) => new(4, header.Format.BytesPerSample);

    /// <summary>The native memory for the canvas and what a frame covers.</summary>
    public static long BytesFor(PngHeader header) => 2 * PixelImage.BytesFor(header.Width, header.Height, FormatOf(header));

    /// <summary>Begins an animation with an empty canvas.</summary>
    public void Begin(PngHeader header)
    {
        (_source, _isFirst) = (header.Format, true);
        _canvas.Allocate(header.Width, header.Height, FormatOf(header));
        NativeMemory.Clear(_canvas.Row(0), (nuint)(_canvas.Stride * _canvas.Height));
    }

    /// <summary>Does away with the last frame as it asked, and begins the next.</summary>
    public void Begin(PngFrame frame)
    {
        if (!_isFirst)
            Dispose(_frame);
        // There is nothing before the first frame to go back to.
        bool savesRegion = frame.Disposal == FrameDisposal.Previous && !_isFirst;
        _frame = frame.Disposal == FrameDisposal.Previous && _isFirst ? frame with { Disposal = FrameDisposal.Background } : frame;
        _isFirst = false;
        if (savesRegion)
            Save(frame);
    }

    /// <inheritdoc/>
    public void Take(byte* rows, nint stride, int firstRow, int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte* from = rows + i * stride, to = At(_frame.X, _frame.Y + firstRow + i);
            if (_source.BytesPerSample == 1)
                Compose8(from, to);
            else
                Compose16((ushort*)from, (ushort*)to);
        }
    }

    private byte* At(int x, int y) => _canvas.Row(y) + (nint)x * _canvas.Format.BytesPerPixel;

    private void Dispose(PngFrame frame)
    {
        int bytes = frame.Width * _canvas.Format.BytesPerPixel;
        for (int y = 0; y < frame.Height && frame.Disposal != FrameDisposal.None; y++)
        {
            byte* row = At(frame.X, frame.Y + y);
            if (frame.Disposal == FrameDisposal.Background)
                NativeMemory.Clear(row, (nuint)bytes);
            else
                NativeMemory.Copy(_saved.Pointer + (nint)y * bytes, row, (nuint)bytes);
        }
    }

    private void Save(PngFrame frame)
    {
        int bytes = frame.Width * _canvas.Format.BytesPerPixel;
        byte* saved = _saved.Require((long)bytes * frame.Height);
        for (int y = 0; y < frame.Height; y++)
            NativeMemory.Copy(At(frame.X, frame.Y + y), saved + (nint)y * bytes, (nuint)bytes);
    }

    private void Compose8(byte* from, byte* to)
    {
        int channels = _source.Channels;
        for (int x = 0; x < _frame.Width; x++, from += channels, to += 4)
        {
            uint alpha = channels == 4 ? from[3] : (uint)byte.MaxValue;
            if (alpha == byte.MaxValue || !_frame.IsBlended || (to[3] == 0 && alpha > 0))
            {
                to[0] = from[0];
                to[1] = channels == 1 ? from[0] : from[1];
                to[2] = channels == 1 ? from[0] : from[2];
                to[3] = (byte)alpha;
            }
            else if (alpha > 0)
            {
                uint over = alpha * byte.MaxValue, under = (byte.MaxValue - alpha) * to[3], sum = over + under;
                for (int i = 0; i < 3; i++)
                    to[i] = (byte)((from[i] * over + to[i] * under + sum / 2) / sum);
                to[3] = (byte)((sum + byte.MaxValue / 2) / byte.MaxValue);
            }
        }
    }

    private void Compose16(ushort* from, ushort* to)
    {
        int channels = _source.Channels;
        for (int x = 0; x < _frame.Width; x++, from += channels, to += 4)
        {
            ulong alpha = channels == 4 ? from[3] : (ulong)ushort.MaxValue;
            if (alpha == ushort.MaxValue || !_frame.IsBlended || (to[3] == 0 && alpha > 0))
            {
                to[0] = from[0];
                to[1] = channels == 1 ? from[0] : from[1];
                to[2] = channels == 1 ? from[0] : from[2];
                to[3] = (ushort)alpha;
            }
            else if (alpha > 0)
            {
                ulong over = alpha * ushort.MaxValue, under = (ushort.MaxValue - alpha) * to[3], sum = over + under;
                for (int i = 0; i < 3; i++)
                    to[i] = (ushort)((from[i] * over + to[i] * under + sum / 2) / sum);
                to[3] = (ushort)((sum + ushort.MaxValue / 2) / ushort.MaxValue);
            }
        }
    }
}
