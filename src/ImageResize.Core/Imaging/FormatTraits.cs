using System.Collections.Frozen;

namespace ImageResize.Imaging;

/// <summary>What a format can hold, and the file name extensions it goes by. Immutable.</summary>
internal sealed class FormatTraits
{
    private static readonly FormatTraits[] All =
    [
        new(ImageFormat.Jpeg, "JPEG", [".jpg", ".jpeg", ".jpe", ".jfif"], maxSide: 65_500) { Profiles = ProfileKinds.Rgb | ProfileKinds.Gray },
        new(ImageFormat.Png, "PNG", [".png"], maxSide: int.MaxValue) { HasAlpha = true, HasAnimation = true, Has16Bit = true, Profiles = ProfileKinds.Rgb | ProfileKinds.Gray, HasCodePoints = true },
        new(ImageFormat.WebP, "WebP", [".webp"], maxSide: 16_383) { HasAlpha = true, HasAnimation = true, Profiles = ProfileKinds.Rgb },
        new(ImageFormat.Gif, "GIF", [".gif"], maxSide: 65_535) { HasAlpha = true, HasAnimation = true },
        new(ImageFormat.Tiff, "TIFF", [".tif", ".tiff"], maxSide: int.MaxValue) { HasAlpha = true, Has16Bit = true, Profiles = ProfileKinds.Rgb | ProfileKinds.Gray },
        new(ImageFormat.Avif, "AVIF", [".avif"], maxSide: 16_384) { HasAlpha = true, Profiles = ProfileKinds.Rgb, HasCodePoints = true },
        new(ImageFormat.Bmp, "BMP", [".bmp", ".dib"], maxSide: 65_535) { HasAlpha = true },
        new(ImageFormat.Ico, "ICO", [".ico"], maxSide: 256) { HasAlpha = true },
        new(ImageFormat.Jxl, "JPEG XL", [".jxl"], maxSide: 65_500) { HasAlpha = true, Profiles = ProfileKinds.Rgb | ProfileKinds.Gray, IsOptional = true },
        new(ImageFormat.Cur, "CUR", [".cur"], maxSide: 256) { HasAlpha = true, OutputFormat = ImageFormat.Png },
        new(ImageFormat.Tga, "TGA", [".tga"], maxSide: 32_767) { HasAlpha = true, OutputFormat = ImageFormat.Png },
        new(ImageFormat.Pnm, "PNM", [".pnm", ".ppm", ".pgm", ".pbm", ".pam"], maxSide: 10_000_000) { HasAlpha = true, Has16Bit = true, OutputFormat = ImageFormat.Png },
        new(ImageFormat.Raw, "camera raw", [".nef", ".nrw", ".cr2", ".cr3", ".arw", ".sr2", ".dng", ".orf", ".rw2", ".rwl", ".pef", ".raf"], maxSide: 65_535) { OutputFormat = ImageFormat.Jpeg },
        new(ImageFormat.Heic, "HEIC", [".heic", ".heif", ".hif"], maxSide: 65_535) { HasAlpha = true, OutputFormat = ImageFormat.Jpeg, IsOptional = true },
        new(ImageFormat.Jp2, "JPEG 2000", [".jp2", ".j2k", ".j2c", ".jpc", ".jpx", ".jpf"], maxSide: 65_535) { HasAlpha = true, OutputFormat = ImageFormat.Png, IsOptional = true },
        new(ImageFormat.Psd, "Photoshop PSD", [".psd", ".psb"], maxSide: 300_000) { HasAlpha = true, OutputFormat = ImageFormat.Png, IsOptional = true },
    ];

    private static readonly FrozenDictionary<string, FormatTraits> ByExtension =
        All.SelectMany(traits => traits.Extensions, (traits, extension) => (traits, extension))
            .ToFrozenDictionary(pair => pair.extension, pair => pair.traits, StringComparer.OrdinalIgnoreCase);

    private FormatTraits(ImageFormat format, string name, string[] extensions, int maxSide)
    {
        Format = format;
        Name = name;
        Extensions = extensions;
        MaxSide = maxSide;
        OutputFormat = format;
    }

    /// <summary>The format described.</summary>
    public ImageFormat Format { get; }

    /// <summary>The name people write, for messages.</summary>
    public string Name { get; }

    /// <summary>Extensions with their dot, the usual one first.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The longest side in pixels that we write; JPEG's is that of libvips, 35 below what the format holds.</summary>
    public int MaxSide { get; }

    /// <summary>Whether the format holds an alpha channel.</summary>
    public bool HasAlpha { get; private init; }

    /// <summary>Whether the format holds several frames that play.</summary>
    public bool HasAnimation { get; private init; }

    /// <summary>The most bits that a sample of the format has when we write it.</summary>
    public int MaxBits => Has16Bit ? 16 : Format == ImageFormat.Avif ? 12 : 8;

    /// <summary>Whether the pixels can come out of the format as they went in.</summary>
    public bool IsLosslessPossible => Format is not (ImageFormat.Jpeg or ImageFormat.Gif);

    /// <summary>Whether the format is encoded with a quality, and so can be made shorter.</summary>
    public bool HasQuality => Format is ImageFormat.Jpeg or ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Jxl;

    /// <summary>Whether the format holds 16 bits per sample.</summary>
    public bool Has16Bit { get; private init; }

    /// <summary>The kinds of colour profile that readers of the format heed.</summary>
    public ProfileKinds Profiles { get; private init; }

    /// <summary>Whether the format holds code points of ITU-T H.273 (cICP, nclx), which alone can tell of HDR.</summary>
    public bool HasCodePoints { get; private init; }

    /// <summary>The format of an output for which none is asked: the image's own, or the nearest one that is written.</summary>
    public ImageFormat OutputFormat { get; private init; }

    /// <summary>Whether the format is read, and written where it is, only while an optional module is imported.</summary>
    public bool IsOptional { get; private init; }

    /// <summary>Whether the module that the format takes is imported, if it takes one.</summary>
    public bool IsThere => !IsOptional || OptionalFormats.AreThere;

    /// <summary>Whether the format is written, and not only read.</summary>
    public bool IsWritten => OutputFormat == Format;

    /// <summary>The formats that are written: all, those of an optional module while it is imported.</summary>
    public static IEnumerable<FormatTraits> Written => All.Where(traits => traits.IsWritten && traits.IsThere);

    /// <summary>The formats that are read: all, those of an optional module while it is imported.</summary>
    public static IReadOnlyList<FormatTraits> Read => [.. All.Where(traits => traits.IsThere)];

    /// <summary>Every extension that an image file may have, with its dot.</summary>
    public static IEnumerable<string> KnownExtensions => ByExtension.Where(pair => pair.Value.IsThere).Select(pair => pair.Key);

    /// <summary>The traits of a format.</summary>
    public static FormatTraits Of(ImageFormat format) => All[(int)format];

    /// <summary>The format that an extension (with its dot, any case) stands for; null for none, and for one that is not read now.</summary>
    public static ImageFormat? FromExtension(string extension) =>
        ByExtension.TryGetValue(extension, out FormatTraits? traits) && traits.IsThere ? traits.Format : null;
}

/// <summary>Kinds of colour profile, by the channels that they are for.</summary>
[Flags]
internal enum ProfileKinds
{
    None = 0,
    Rgb = 1,
    Gray = 2,
}

/// <summary>The image formats that are read. Those that are written, too, come first: the range is what -Format takes and completes.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (ITU T.81), no alpha, one picture.</summary>
    Jpeg,

    /// <summary>PNG, lossless, alpha, animation, 8 or 16 bits per sample.</summary>
    Png,

    /// <summary>WebP, lossy, alpha, animation.</summary>
    WebP,

    /// <summary>GIF, 256 colours, one-bit alpha, animation.</summary>
    Gif,

    /// <summary>TIFF, lossless, alpha, 8 or 16 bits per sample.</summary>
    Tiff,

    /// <summary>AVIF (AV1 in HEIF), lossy, alpha.</summary>
    Avif,

    /// <summary>Windows bitmap, not compressed, alpha.</summary>
    Bmp,

    /// <summary>Windows icon: one picture in several sizes, alpha.</summary>
    Ico,

    /// <summary>JPEG XL, lossy, alpha; by the module ImageResize.MoreFormats.</summary>
    Jxl,

    /// <summary>Windows cursor; read only.</summary>
    Cur,

    /// <summary>Truevision TGA; read only.</summary>
    Tga,

    /// <summary>Netpbm: PBM, PGM, PPM, PAM; read only.</summary>
    Pnm,

    /// <summary>A camera's raw file, of which the JPEG in it is taken; read only.</summary>
    Raw,

    /// <summary>HEIC and HEIF (HEVC in HEIF), as telephones take photos; read only, by the module ImageResize.MoreFormats.</summary>
    Heic,

    /// <summary>JPEG 2000; read only, by the module ImageResize.MoreFormats.</summary>
    Jp2,

    /// <summary>Photoshop, the picture made of all layers; read only, by the module ImageResize.MoreFormats.</summary>
    Psd,
}
