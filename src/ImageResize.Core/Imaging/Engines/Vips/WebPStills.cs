using ImageResize.Pixels;
using ImageResize.WebP.Scaling;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Makes the pixels of sound lossy WebP stills by our own decoder (src/ImageResize.WebP), where
/// <see cref="StripScaler"/> would scale what libvips decodes. Whatever it finds unusual goes to libvips, whose verdict and words stay
/// what they are. Belongs to one worker and keeps its small buffers.
/// </summary>
/// <param name="encoder">Knows the format that an output's pixels should come in.</param>
internal sealed class WebPStills(IPixelEncoder encoder) : IDisposable
{
    /// <summary>What results call it.</summary>
    public static readonly string Name = $"ImageResize.WebP {typeof(WebPScaler).Assembly.GetName().Version!.ToString(3)}";

    private WebPScaler? _scaler;

    /// <summary>Whether it is used at all; off for comparison.</summary>
    public bool IsOn { get; set; } = WebPScaler.IsSupported;

    /// <summary>How many outputs it has made the pixels of.</summary>
    public int Count { get; private set; }

    /// <summary>The pixels of an output; null where libvips is to make them.</summary>
    /// <param name="input">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="request">What is wanted, with its layout settled.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <returns>Pixels that are valid until the next are made or <see cref="Trim"/> is called.</returns>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public PixelImage? Scale(ImageInput input, ImageHeader header, ScaleRequest request, CancellationToken cancellation)
    {
        if (!IsOn || header is not { Format: ImageFormat.WebP, HasAlpha: false, Pages: 1, Channels: 3, BitDepth: 8 } || !input.IsWhole || !StripScaler.CanScale(header, request))
            return null;
        if (encoder.FormatFor(WebPScaler.Format, header, request) != WebPScaler.Format)
            return null;
        _scaler ??= new WebPScaler();
        PixelImage? pixels = _scaler.Scale(
            input.BytesInMemory.Span, header.StoredSize.Width, header.StoredSize.Height, StripScaler.PlanFor(header.StoredSize, WebPScaler.Format, header, request), cancellation);
        Count += pixels is null ? 0 : 1;
        return pixels;
    }

    /// <summary>Gives large buffers back for whoever comes next.</summary>
    public void Trim() => _scaler?.Trim();

    /// <inheritdoc/>
    public void Dispose() => _scaler?.Dispose();
}
