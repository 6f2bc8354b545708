using System.Buffers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageResize.Bitmaps.Memory;

/// <summary>
/// Calls a decoder of ImageSharp directly, without its detection of formats, with memory limited to what the header claims. The
/// decoders leak NullReference-, DivideByZero-, ArgumentExceptions and others on broken files: all of them mean damage. Stateless.
/// </summary>
internal static class SharpDecoding
{
    /// <summary>Decodes to 8 bits a sample.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="stream">What it reads.</param>
    /// <param name="header">The header that was judged sound.</param>
    /// <param name="channels">1 to 4: the pixels wanted.</param>
    /// <param name="damage">What was filled up in the stream; null where nothing was.</param>
    /// <param name="cancellation">Asks the decoder to end.</param>
    /// <exception cref="BitmapException">The data is corrupt.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static BitmapImage Decode(IImageDecoder decoder, Stream stream, BitmapHeader header, int channels, string? damage, CancellationToken cancellation) => channels switch
    {
        1 => Decode<L8>(decoder, stream, header, channels, damage, cancellation),
        2 => Decode<La16>(decoder, stream, header, channels, damage, cancellation),
        3 => Decode<Rgb24>(decoder, stream, header, channels, damage, cancellation),
        _ => Decode<Rgba32>(decoder, stream, header, channels, damage, cancellation),
    };

    private static BitmapImage Decode<TPixel>(IImageDecoder decoder, Stream stream, BitmapHeader header, int channels, string? damage, CancellationToken cancellation)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var allocator = new LimitedAllocator(header.DecodingBytes);
        var configuration = new Configuration { MemoryAllocator = allocator, PreferContiguousImageBuffers = true, MaxDegreeOfParallelism = 1 };
        bool isDone = false;
        try
        {
            // The image is no more than its buffers, which are the allocator's.
            Image<TPixel> image = decoder.Decode<TPixel>(configuration, stream, cancellation);
            if (image.Width != header.Width || image.Height != header.Height || !image.DangerousTryGetSinglePixelMemory(out Memory<TPixel> pixels))
                throw new InvalidOperationException("The pixels are not those of the header.");
            isDone = true;
            return BitmapImage.Of(header, channels, pixels.Pin(), allocator, damage);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            throw BitmapException.Damaged($"The pixel data makes no sense: {e.Message}", e);
        }
        finally
        {
            if (!isDone)
                allocator.Dispose();
        }
    }
}
