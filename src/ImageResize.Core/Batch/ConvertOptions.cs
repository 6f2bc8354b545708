using ImageResize.Imaging;
using ImageResize.Metadata;

namespace ImageResize.Batch;

/// <summary>What is wanted of every image of a run. Immutable.</summary>
internal sealed record ConvertOptions
{
    /// <summary>How an image meets its size.</summary>
    public ResizeMode Mode { get; init; }

    /// <summary>Which part of an image is kept that fills its box, and where one stands that is padded.</summary>
    public PicturePosition Position { get; init; }

    /// <summary>What is done to the pixels besides.</summary>
    public PictureEdits Edits { get; init; } = PictureEdits.None;

    /// <summary>Whether a small image may become larger.</summary>
    public bool AllowEnlarge { get; init; }

    /// <summary>1 to 100, for the lossy formats.</summary>
    public int Quality { get; init; } = 85;

    /// <summary>The most bytes that an output may have; null for any length.</summary>
    public long? TargetLength { get; init; }

    /// <summary>The best quality that <see cref="TargetLength"/> may be reached with.</summary>
    public int QualityLimit { get; init; } = 100;

    /// <summary>Whether an image is copied where an output of the same picture would be longer.</summary>
    public bool KeepSmaller { get; init; }

    /// <summary>Whether pictures become smaller where <see cref="TargetLength"/> asks for too low a quality.</summary>
    public bool AllowShrink { get; init; }

    /// <summary>How long an encoder may search for a shorter file, 0 to 10; null for what suits many images.</summary>
    public int? Effort { get; init; }

    /// <summary>The resolution of colours in JPEG, WebP and AVIF.</summary>
    public ChromaSubsampling ChromaSubsampling { get; init; }

    /// <summary>How the pixels of a TIFF are stored.</summary>
    public TiffCompression Compression { get; init; }

    /// <summary>The bits of an AVIF's samples; null for those that each image needs.</summary>
    public int? BitDepth { get; init; }

    /// <summary>Whether WebP and AVIF are encoded without loss.</summary>
    public bool Lossless { get; init; }

    /// <summary>Whether WebP is encoded nearly without loss.</summary>
    public bool NearLossless { get; init; }

    /// <summary>How much of the error of a palette's colours goes to the neighbours in GIF, 0 to 1.</summary>
    public double Dither { get; init; } = 1;

    /// <summary>Whether JPEG and PNG outputs come in passes.</summary>
    public bool Progressive { get; init; }

    /// <summary>Whether the way of encoding was asked for, so that an image whose metadata alone change is encoded anew, too.</summary>
    public bool AsksForEncoding { get; init; }

    /// <summary>The formats of which an image is encoded anew although pixels, metadata and format stay.</summary>
    public IReadOnlyList<ImageFormat> Recompressed { get; init; } = [];

    /// <summary>What becomes of a damaged image.</summary>
    public DamagePolicy OnDamage { get; init; }

    /// <summary>What becomes of an image of which an output would lose something.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Whether an original may be replaced by what does not hold all of its content.</summary>
    public bool MayLoseContentInPlace { get; init; }

    /// <summary>Which metadata to keep.</summary>
    public MetadataPolicy Metadata { get; init; }

    /// <summary>The artist to name in the metadata; null to leave what they say.</summary>
    public string? Artist { get; init; }

    /// <summary>The copyright notice to put into the metadata; null to leave what they say.</summary>
    public string? Copyright { get; init; }

    /// <summary>The colour space of the outputs.</summary>
    public ColorSpacePolicy ColorSpace { get; init; }

    /// <summary>Images of more pixels than this, all frames together, are refused.</summary>
    public long MaxPixels { get; init; } = DefaultMaxPixels;

    /// <summary>Whether outputs get their image's time of last writing.</summary>
    public bool PreserveTimestamp { get; init; }

    /// <summary>What is asked of an output's size.</summary>
    public PictureGeometry GeometryFor(TargetSize? target) => new(target, Mode, Position, AllowEnlarge);

    /// <summary>How I/O errors that may pass are tried again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>The default of <see cref="MaxPixels"/>: 268 megapixels, a square of 16,384.</summary>
    public const long DefaultMaxPixels = 16_384L * 16_384L;
}
