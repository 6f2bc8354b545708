using System.Buffers;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Encodes interleaved pixels, such as a decoder of any format gives, as a PNG image. Belongs to one thread and keeps its buffers
/// for the next image.
/// </summary>
internal sealed class PngPixelEncoder : IDisposable
{
    /// <summary>Bytes of native memory that an instance may keep from one image to the next.</summary>
    public const long KeptBytes = 1L << 20;

    private readonly BufferArena _arena = new(BufferAllocator.Default);
    private readonly PngEncoder _encoder;

    /// <summary>Makes an encoder.</summary>
    public PngPixelEncoder()
    {
        _encoder = new PngEncoder(_arena);
    }

    /// <summary>What encoding takes besides the pixels: at most so many bytes.</summary>
    public static long BytesFor(int width, int height, PixelFormat format) => PngEncoder.BytesFor(width, height, format);

    /// <summary>Encodes an image.</summary>
    /// <param name="image">The pixels, at most <see cref="PngHeader.MaxDimension"/> wide and high.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere: then one channel is written for them.</param>
    /// <param name="options">Whether it is interlaced, and its chunks; the size is the image's.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="cancellation">Stops the work within a row.</param>
    /// <exception cref="ArgumentException">A chunk is not one that a caller may give.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public void Encode(PixelImage image, bool isGray, PngScaleOptions options, IBufferWriter<byte> target, CancellationToken cancellation)
    {
        PngEncoder.Validate(options.Chunks);
        try
        {
            _encoder.Encode(image, isGray, options, target, cancellation);
        }
        finally
        {
            _arena.TrimAbove(KeptBytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();
}
