using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>What one output of one image shall be.</summary>
/// <param name="Size">Pixels, upright.</param>
/// <param name="Format">The output's format.</param>
/// <param name="Quality">1 to 100, for the lossy formats.</param>
/// <param name="Metadata">Which metadata to keep.</param>
/// <param name="AllFrames">Whether all frames of an animation are wanted, not only the first.</param>
internal sealed record ScaleRequest(PixelSize Size, ImageFormat Format, int Quality, MetadataPolicy Metadata, bool AllFrames)
{
    /// <summary>Whether a WebP or AVIF is encoded without loss: the pixels that are decoded from it are those that went in.</summary>
    public bool Lossless { get; init; }

    /// <summary>Whether a JPEG or PNG comes in passes, which a browser can show before it has all of it.</summary>
    public bool Progressive { get; init; }

    /// <summary>The most bytes that the output may have, by the choice of its quality; null for any length at <see cref="Quality"/>.</summary>
    public long? TargetLength { get; init; }

    /// <summary>The best quality that a <see cref="TargetLength"/> may be reached with.</summary>
    public int QualityLimit { get; init; } = 100;

    /// <summary>Whether a smaller picture is tried where a <see cref="TargetLength"/> asks for too low a quality.</summary>
    public bool MayShrink { get; init; }

    /// <summary>The resolution of colours in JPEG, WebP and AVIF.</summary>
    public ChromaSubsampling ChromaSubsampling { get; init; }

    /// <summary>Whether the output is made with a quality.</summary>
    public bool HasQuality => FormatTraits.Of(Format).HasQuality && !Lossless;

    /// <summary>The part of the upright image that is shown; null for all of it.</summary>
    public PixelRegion? Crop { get; init; }

    /// <summary>The colour space of the output.</summary>
    public ColorSpacePolicy ColorSpace { get; init; }

    /// <summary>What becomes of a damaged image.</summary>
    public DamagePolicy OnDamage { get; init; }

    /// <summary>
    /// Whether nothing is asked of the pixels, so that those of the source may be copied as they are encoded. An engine that encodes
    /// anew makes the same picture.
    /// </summary>
    public bool KeepsPixels { get; init; }

    /// <summary>
    /// The cheapest output that decodes an image, all frames of an animation (of a document the first page), so that a damaged one
    /// does not pass for a sound one. What it makes is small, fits into any format, and is thrown away.
    /// </summary>
    public static ScaleRequest ForVerdict(ImageHeader header, DamagePolicy onDamage)
    {
        const int Quality = 85;
        bool animated = header.Pages > 1 && FormatTraits.Of(header.Format).HasAnimation;
        PixelSize size = ResizeGeometry.Plan(header.Size, VerdictBox, ResizeMode.Fit, allowEnlarge: false);
        return new ScaleRequest(size, animated ? header.Format : ImageFormat.Jpeg, Quality, MetadataPolicy.ColorProfile, AllFrames: animated) { OnDamage = onDamage };
    }

    private static readonly TargetSize VerdictBox = TargetSize.Box(256, 256);
}

/// <summary>The colour space of the outputs.</summary>
public enum ColorSpacePolicy
{
    /// <summary>The image's own, with its profile.</summary>
    Keep,

    /// <summary>sRGB: pixels with another profile are converted.</summary>
    Srgb,
}

/// <summary>What becomes of a truncated or corrupt image (the parameter <c>-OnDamage</c>).</summary>
public enum DamagePolicy
{
    /// <summary>It fails: half an image must not pass for a whole one.</summary>
    Fail,

    /// <summary>What can be decoded is written, and the result bears a warning.</summary>
    Salvage,
}
