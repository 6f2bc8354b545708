using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Png.Chunks;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Writes animated PNG files, a frame at a time. Of a frame only the rectangle is stored that differs from the frame before; every
/// frame stays, with its time. The first is the image that is shown by those who know no animations.
/// </summary>
internal sealed unsafe class AnimationEncoder(BufferArena arena)
{
    private readonly PngEncoder _encoder = new(arena);
    private readonly PixelImage _last = new(arena), _part = new(arena);
    private AnimationOptions _options = null!;
    private ChunkWriter _chunks = null!;
    private FrameNumbers _numbers = new();
    private int _written;

    /// <summary>The native memory for an output.</summary>
    public static long BytesFor(int width, int height, PixelFormat format) =>
        PngEncoder.BytesFor(width, height, format) + 2 * PixelImage.BytesFor(width, height, format);

    /// <summary>Begins a file.</summary>
    /// <exception cref="ArgumentException">A chunk is not one that a caller may give.</exception>
    public void Begin(AnimationOptions options, IBufferWriter<byte> target)
    {
        PngEncoder.Validate(options.Image.Chunks);
        (_options, _chunks, _numbers, _written) = (options, new ChunkWriter(target), new FrameNumbers(), 0);
    }

    /// <summary>Writes the next frame. All have the size and the format of the first.</summary>
    /// <param name="image">What is shown, all of it.</param>
    /// <param name="numerator">How long it is shown, in seconds: the numerator.</param>
    /// <param name="denominator">And the denominator.</param>
    /// <param name="cancellation">Stops the work within a row.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public void Add(PixelImage image, ushort numerator, ushort denominator, CancellationToken cancellation)
    {
        if (_written == 0)
        {
            PngEncoder.WriteStart(_chunks, image, _options.IsGray, _options.Image);
            WriteControl();
            WriteFrameControl(new PixelRegion(0, 0, image.Width, image.Height), numerator, denominator);
            _encoder.WriteFrame(_chunks, image, _options.IsGray, _options.Image, null, cancellation);
            _last.Allocate(image.Width, image.Height, image.Format);
        }
        else
        {
            PixelRegion changed = FindChange(image);
            WriteFrameControl(changed, numerator, denominator);
            CopyPart(image, changed);
            _encoder.WriteFrame(_chunks, _part, _options.IsGray, _options.Image, _numbers, cancellation);
        }

        for (int y = 0; y < image.Height; y++)
            NativeMemory.Copy(image.Row(y), _last.Row(y), (nuint)(image.Width * image.Format.BytesPerPixel));
        _written++;
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="InvalidOperationException">Another number of frames came than was announced.</exception>
    public void Complete()
    {
        if (_written != _options.Frames)
            throw new InvalidOperationException($"{_written} frames came, {_options.Frames} were announced.");
        _chunks.Write(ChunkType.End, []);
    }

    private void WriteControl()
    {
        Span<byte> control = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, _options.Frames);
        BinaryPrimitives.WriteInt32BigEndian(control[4..], _options.Plays);
        _chunks.Write(ChunkType.AnimationControl, control);
    }

    /// <summary>A frame that stays and takes the place of what is there.</summary>
    private void WriteFrameControl(PixelRegion region, ushort numerator, ushort denominator)
    {
        Span<byte> control = stackalloc byte[26];
        control.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(control, _numbers.Next());
        BinaryPrimitives.WriteInt32BigEndian(control[4..], region.Width);
        BinaryPrimitives.WriteInt32BigEndian(control[8..], region.Height);
        BinaryPrimitives.WriteInt32BigEndian(control[12..], region.X);
        BinaryPrimitives.WriteInt32BigEndian(control[16..], region.Y);
        BinaryPrimitives.WriteUInt16BigEndian(control[20..], numerator);
        BinaryPrimitives.WriteUInt16BigEndian(control[22..], denominator);
        _chunks.Write(ChunkType.FrameControl, control);
    }

    /// <summary>The smallest rectangle that holds all pixels that differ from the last frame; a single pixel where none does.</summary>
    private PixelRegion FindChange(PixelImage image)
    {
        int pixel = image.Format.BytesPerPixel, bytes = image.Width * pixel, top = -1, bottom = 0, left = bytes, right = 0;
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.RowBytes(y), last = _last.RowBytes(y);
            int first = row.CommonPrefixLength(last);
            if (first == bytes)
                continue;
            if (top < 0)
                top = y;
            bottom = y;
            left = Math.Min(left, first);
            int end = bytes;
            while (end > right && row[end - 1] == last[end - 1])
                end--;
            right = Math.Max(right, end);
        }

        return top < 0
            ? new PixelRegion(0, 0, 1, 1)
            : new PixelRegion(left / pixel, top, (right + pixel - 1) / pixel - left / pixel, bottom - top + 1);
    }

    private void CopyPart(PixelImage image, PixelRegion region)
    {
        _part.Allocate(region.Width, region.Height, image.Format);
        int pixel = image.Format.BytesPerPixel;
        for (int y = 0; y < region.Height; y++)
            NativeMemory.Copy(image.Row(region.Y + y) + (nint)region.X * pixel, _part.Row(y), (nuint)(region.Width * pixel));
    }
}

/// <summary>What a file of several frames is.</summary>
/// <param name="Image">Whether it is interlaced, and its chunks; size and crop do not count.</param>
/// <param name="IsGray">Whether red, green and blue are the same everywhere.</param>
/// <param name="Frames">How many frames will come, at least one.</param>
/// <param name="Plays">How often they are shown; 0 for ever.</param>
internal sealed record AnimationOptions(PngScaleOptions Image, bool IsGray, int Frames, int Plays);
