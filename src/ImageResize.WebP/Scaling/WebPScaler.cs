using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.WebP.Container;
using ImageResize.WebP.Decoding;
using ImageResize.WebP.Headers;

namespace ImageResize.WebP.Scaling;

/// <summary>
/// Scales sound lossy WebP stills (RFC 9649, RFC 6386) to pixels. The planes are resampled as they are decoded, each at its own resolution, and only
/// what has the output's size becomes red, green and blue; of the source a few rows are in memory. What is in any way unusual is left
/// to others: broken or cut files, animations, alpha, lossless images. Belongs to one thread at a time.
/// </summary>
internal sealed class WebPScaler : IDisposable
{
    /// <summary>Bytes of small native buffers that are kept from one image to the next.</summary>
    public const long KeptBytes = 1 << 20;

    private readonly BufferArena _arena;
    private readonly FrameDecoder _decoder;
    private readonly PlaneRenderer _renderer;

    /// <summary>Makes a scaler that uses the widest vectors of this processor.</summary>
    public WebPScaler() : this(BufferAllocator.Default)
    {
    }

    /// <summary>For tests.</summary>
    public WebPScaler(BufferAllocator allocator)
    {
        _arena = new BufferArena(allocator);
        _decoder = new FrameDecoder(_arena);
        _renderer = new PlaneRenderer(_arena);
    }

    /// <summary>Whether it works on this processor.</summary>
    public static bool IsSupported => FrameDecoder.IsSupported;

    /// <summary>The format of the pixels.</summary>
    public static PixelFormat Format { get; } = new(3, 1);

    /// <summary>Makes the pixels of an output.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="width">The width that its header has told.</param>
    /// <param name="height">The height that its header has told.</param>
    /// <param name="plan">What is shown of it, in <see cref="Format"/>.</param>
    /// <param name="cancellation">Ends the work within a row of macroblocks.</param>
    /// <returns>Pixels that are valid until the next are made or <see cref="Trim"/> is called; null where the file is none that it reads.</returns>
    /// <exception cref="OperationCanceledException">The work was to end.</exception>
    public PixelImage? Scale(ReadOnlySpan<byte> file, int width, int height, RenderPlan plan, CancellationToken cancellation)
    {
        if (!WebPContainer.TryFindPicture(file, out ReadOnlySpan<byte> picture, out (int Width, int Height)? canvas) || FrameTag.Read(picture) is not { } tag)
            return null;
        if ((tag.Width, tag.Height) != (width, height) || (canvas is { } told && told != (width, height)))
            return null;
        _renderer.Begin(plan, width, height);
        return _decoder.Decode(picture, _renderer, cancellation) ? _renderer.Finish() : null;
    }

    /// <summary>Gives large buffers back for whoever comes next.</summary>
    public void Trim() => _arena.TrimAbove(KeptBytes);

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();
}
