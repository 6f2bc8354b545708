using System.Buffers;
using ImageResize.Metadata;
using ImageResize.Pixels;

namespace ImageResize.Jpeg;

/// <summary>How to make one output. Immutable, so it may be shared by threads.</summary>
public sealed record JpegScaleOptions
{
    /// <summary>The largest width and height, in pixels, that JPEG libraries agree on.</summary>
    public const int MaxDimension = 65_500;

    /// <summary>Width of the upright output in pixels, 1 to <see cref="MaxDimension"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the upright output in pixels, 1 to <see cref="MaxDimension"/>. The aspect need not be that of the source.</summary>
    public required int Height { get; init; }

    /// <summary>The part of the upright source to show; null for all of it.</summary>
    public SourceRegion? Crop { get; init; }

    /// <summary>The orientation to apply, 1 to 8; null for that of the EXIF block.</summary>
    public int? Orientation { get; init; }

    /// <summary>Quality on libjpeg's scale, 1 to 100.</summary>
    public int Quality { get; init; } = 85;

    /// <summary>The resolution of the colour components.</summary>
    public JpegChroma Chroma { get; init; }

    /// <summary>Whether to write a progressive image, a little smaller and slower.</summary>
    public bool Progressive { get; init; }

    /// <summary>Pixels per inch that the output tells, up to 65,535; null for what the source tells.</summary>
    public double? Density { get; init; }

    /// <summary>Which metadata to carry over.</summary>
    public MetadataPolicy Metadata { get; init; }

    /// <summary>The artist to name in EXIF and XMP, whatever is carried over; null to leave what they say.</summary>
    public string? Artist { get; init; }

    /// <summary>The copyright notice to put into EXIF and XMP, whatever is carried over; null to leave what they say.</summary>
    public string? Copyright { get; init; }

    /// <summary>What to do about damage.</summary>
    public JpegDamagePolicy OnDamage { get; init; }

    /// <summary>Whether the caller gets the output as pixels, which have no metadata, and colours of full resolution.</summary>
    internal bool IsPixels { get; init; }

    /// <summary>Whether the output keeps the gain map that a source may have.</summary>
    internal bool KeepsGainMap => !IsPixels && Metadata is (MetadataPolicy.All or MetadataPolicy.NoLocation);

    internal bool HalvesChroma => !IsPixels && (Chroma == JpegChroma.Half || (Chroma == JpegChroma.Auto && Quality < 90));

    /// <param name="sourceWidth">Of the image as stored.</param>
    /// <param name="sourceHeight">Of the image as stored.</param>
    /// <param name="sourceOrientation">What the image says, 1 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or the crop outside the image.</exception>
    internal void Validate(int sourceWidth, int sourceHeight, int sourceOrientation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, MaxDimension);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Height, MaxDimension);
        ArgumentOutOfRangeException.ThrowIfLessThan(Quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Quality, 100);
        if (Orientation is < 1 or > 8)
            throw new ArgumentOutOfRangeException(nameof(Orientation), Orientation, "An orientation is 1 to 8.");
        if (Crop is not { } crop)
            return;
        bool isTransposed = (Orientation ?? sourceOrientation) >= 5;
        long width = isTransposed ? sourceHeight : sourceWidth, height = isTransposed ? sourceWidth : sourceHeight;
        if (!crop.IsWithin(width, height))
            throw new ArgumentOutOfRangeException(nameof(Crop), crop, "The region is not within the upright image.");
    }
}

/// <summary>The resolution of the colour components of the output.</summary>
public enum JpegChroma
{
    /// <summary>Half below quality 90, full from 90 on.</summary>
    Auto,

    /// <summary>Half in both directions, 4:2:0.</summary>
    Half,

    /// <summary>Full, 4:4:4.</summary>
    Full,
}

/// <summary>What to do about true damage.</summary>
public enum JpegDamagePolicy
{
    /// <summary>Throw <see cref="JpegDamagedException"/> and write nothing.</summary>
    Fail,

    /// <summary>Decode what can be decoded, as libjpeg does: resume at the next restart marker, leave the rest grey.</summary>
    Salvage,
}

/// <summary>One of several outputs of a source.</summary>
/// <param name="Options">How to make it. <see cref="JpegScaleOptions.Orientation"/> and <see cref="JpegScaleOptions.OnDamage"/> may differ between outputs; the strictest policy on damage rules.</param>
/// <param name="Target">Where to write it.</param>
public readonly record struct JpegOutput(JpegScaleOptions Options, IBufferWriter<byte> Target)
{
    /// <summary>Chooses the quality by trials; null for that of the options. The planes have the resolution of colours that the options say.</summary>
    internal IQualityChooser? Chooser { get; init; }

    /// <summary>Gets the pixels, after all of the source was decoded; they are valid for that call. Null where the output is a JPEG image.</summary>
    internal Action<PixelImage>? TakePixels { get; private init; }

    /// <summary>An output whose pixels the caller encodes: of one channel where the source is grey, else of three.</summary>
    /// <param name="options">Its size and what is shown; what counts for JPEG alone is passed over.</param>
    /// <param name="take">Gets the pixels.</param>
    internal static JpegOutput OfPixels(JpegScaleOptions options, Action<PixelImage> take) =>
        new(options with { IsPixels = true }, NoTarget) { TakePixels = take };

    private static readonly IBufferWriter<byte> NoTarget = new ArrayBufferWriter<byte>();
}
