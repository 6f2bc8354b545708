using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Imaging;

/// <summary>What one output of one image shall be.</summary>
/// <param name="Size">Pixels, upright, with all that is around the picture.</param>
/// <param name="Format">The output's format.</param>
/// <param name="Quality">1 to 100, for the lossy formats.</param>
/// <param name="Metadata">Which metadata to keep.</param>
/// <param name="AllFrames">Whether all frames of an animation are wanted, not only the first.</param>
internal sealed record ScaleRequest(PixelSize Size, ImageFormat Format, int Quality, MetadataPolicy Metadata, bool AllFrames)
{
    /// <summary>The format that an encoder of another module makes of this output, where that is another one; null for <see cref="Format"/>.</summary>
    public ImageFormat? FinalFormat { get; init; }

    /// <summary>What the format of the file that comes out can hold.</summary>
    public FormatTraits Holder => FormatTraits.Of(FinalFormat ?? Format);

    /// <summary>The frame of an animation that is wanted as a still picture, from 0; null for the first, or for all.</summary>
    public int? Frame { get; init; }

    /// <summary>Whether a WebP or AVIF is encoded without loss: the pixels that are decoded from it are those that went in.</summary>
    public bool Lossless { get; init; }

    /// <summary>Whether a WebP is encoded without loss after its pixels were made easier to compress, as far as <see cref="Quality"/> lets them.</summary>
    public bool NearLossless { get; init; }

    /// <summary>How much of the error of a palette's colours goes to the neighbours in a GIF, 0 to 1.</summary>
    public double Dither { get; init; } = 1;

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

    /// <summary>How long an encoder may search for a shorter file, 0 to 10; null for what suits many images.</summary>
    public int? Effort { get; init; }

    /// <summary>How the pixels of a TIFF are stored.</summary>
    public TiffCompression Compression { get; init; }

    /// <summary>The bits of an AVIF's samples, 8, 10 or 12; null for those that the source needs.</summary>
    public int? BitDepth { get; init; }

    /// <summary>The artist to name in the metadata; null to leave what they say.</summary>
    public string? Artist { get; init; }

    /// <summary>The copyright notice to put into the metadata; null to leave what they say.</summary>
    public string? Copyright { get; init; }

    /// <summary>The part of the image that is shown, in pixels of it upright and turned by quarters; null for all of it.</summary>
    public SourceRegion? Crop { get; init; }

    /// <inheritdoc cref="PictureLayout.TurnedCrop"/>
    public SourceRegion? TurnedCrop { get; init; }

    /// <inheritdoc cref="PictureLayout.Placed"/>
    public PixelRegion? Placed { get; init; }

    /// <summary>What is done to the pixels besides.</summary>
    public PictureEdits Edits { get; init; } = PictureEdits.None;

    /// <summary>What was asked of the size, for where only the pixels tell the layout; null where it is settled.</summary>
    public PictureGeometry? Open { get; init; }

    /// <summary>The output without its border.</summary>
    public PixelSize Canvas => new(Size.Width - 2 * Edits.Border, Size.Height - 2 * Edits.Border);

    /// <summary>The size that the shown part is brought to.</summary>
    public PixelSize PictureSize => Placed is { } placed ? new PixelSize(placed.Width, placed.Height) : Canvas;

    /// <summary>The colours of sRGB that get into the output beside those of the image.</summary>
    public IEnumerable<PictureColor> Inks(ImageHeader header)
    {
        if (Placed is not null || Edits.Angle != 0)
            yield return Edits.BackgroundFor(Format, header.HasAlpha);
        else if (header.HasAlpha && !FormatTraits.Of(Format).HasAlpha && Edits.Background is { } under)
            yield return under.OnWhite;
        if (Edits.Border > 0)
            yield return Edits.BorderColor;
    }

    /// <summary>Whether scaling a part of the image as its samples are coded, and turning it by quarters, is all that comes before steps on pixels.</summary>
    public bool IsScaledPlainly => Open is null && Edits is { LinearLight: false, Angle: 0 };

    /// <summary>Whether an encoder gets just the pixels of a part of the image, scaled and turned by quarters.</summary>
    public bool IsPlain => Open is null && Placed is null && Edits.AreOnlyTurns;

    /// <summary>
    /// The largest that the output may become. What is trimmed has another shape, so that it meets the size in another way; it may be as
    /// large as the image, or as the untrimmed output.
    /// </summary>
    public PixelSize LargestSize(ImageHeader header) => Open is null || Edits.TrimTolerance is null
        ? Size
        : new PixelSize(Math.Max(Size.Width, header.Size.LongSide + 2 * Edits.Border), Math.Max(Size.Height, header.Size.LongSide + 2 * Edits.Border));

    /// <summary>The request with a layout.</summary>
    public ScaleRequest With(PictureLayout layout) => this with { Size = layout.Size, Crop = layout.Crop, TurnedCrop = layout.TurnedCrop, Placed = layout.Placed, Open = null };

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
