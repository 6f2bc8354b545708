using System.Buffers;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata.Jpeg;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// Encodes interleaved pixels, such as another format's decoder gives, as a JPEG image without metadata. Belongs to one thread
/// and keeps its buffers for the next image.
/// </summary>
internal sealed unsafe class JpegPixelEncoder : IDisposable
{
    /// <summary>Bytes of native memory that an instance may keep from one image to the next.</summary>
    public const long KeptBytes = 1L << 20;

    private readonly BufferArena _arena;
    private readonly PlanarImage _planes;
    private readonly JpegEncoder _encoder;

    /// <summary>Makes an encoder that uses the widest vectors of this processor.</summary>
    public JpegPixelEncoder() : this(Kernels.Best, BufferAllocator.Default)
    {
    }

    public JpegPixelEncoder(Kernels kernels, BufferAllocator allocator)
    {
        _arena = new BufferArena(allocator);
        _planes = new PlanarImage(_arena);
        _encoder = new JpegEncoder(_arena, kernels);
    }

    /// <summary>What encoding takes in native memory besides the pixels: at most so many bytes.</summary>
    public static long BytesFor(JpegScaleOptions options, bool isGray)
    {
        int planes = isGray ? 1 : PlanarImage.MaxPlanes;
        bool isHalf = !isGray && options.HalvesChroma;
        return PlanarImage.BytesFor(options.Width, options.Height, planes, isHalf, isTurned: false)
            + JpegEncoder.BytesFor(options.Width, options.Height, planes, isHalf, options.Progressive);
    }

    /// <summary>Encodes an image of 8 bits a sample; an alpha channel is not looked at.</summary>
    /// <param name="image">The pixels, at most <see cref="JpegScaleOptions.MaxDimension"/> wide and high.</param>
    /// <param name="isGray">Whether all pixels are shades of grey: then one component is written.</param>
    /// <param name="options">Quality, chroma and whether it is progressive; the size is the image's.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="cancellation">Stops the work within a few rows of MCUs.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public void Encode(PixelImage image, bool isGray, JpegScaleOptions options, IBufferWriter<byte> target, CancellationToken cancellation)
    {
        try
        {
            bool isHalf = !isGray && options.HalvesChroma;
            _planes.Allocate(image.Width, image.Height, isGray ? 1 : PlanarImage.MaxPlanes, isHalf);
            FillPlanes(image, isHalf);
            _planes.Pad();
            var markers = new MarkerWriter(target);
            markers.WriteAlone(Marker.Soi);
            markers.WriteJfif(options.Density);
            _encoder.Encode(_planes, options.Quality, options.Progressive, markers, cancellation);
        }
        finally
        {
            _arena.TrimAbove(KeptBytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private void FillPlanes(PixelImage image, bool isHalf)
    {
        int step = image.Format.Channels;
        for (int y = 0; y < image.Height; y++)
        {
            if (_planes.PlaneCount == 1)
                PixelPlanes.CopyFirst(image.Row(y), step, image.Width, Line(0, y));
            else if (!isHalf)
                PixelPlanes.Split(image.Row(y), step, image.Width, Line(0, y), Line(1, y), Line(2, y));
            else if (y % 2 == 0)
                SplitHalf(image, y, step);
        }
    }

    /// <summary>Two rows at a time; below an odd last one it stands once more.</summary>
    private void SplitHalf(PixelImage image, int y, int step)
    {
        int below = Math.Min(y + 1, image.Height - 1);
        PixelPlanes.SplitHalf(
            image.Row(y), image.Row(below), step, image.Width, Line(0, y), Line(0, below), Line(1, y / 2), Line(2, y / 2));
    }

    private byte* Line(int plane, int y) => _planes.Line(plane, y);
}
