using System.Collections.Frozen;

namespace ImageResize.Imaging;

/// <summary>What a format can hold, and the file name extensions it goes by. Immutable.</summary>
internal sealed class FormatTraits
{
    private static readonly FormatTraits[] All =
    [
        new(ImageFormat.Jpeg, "JPEG", [".jpg", ".jpeg", ".jpe", ".jfif"], maxSide: 65_535),
        new(ImageFormat.Png, "PNG", [".png"], maxSide: int.MaxValue) { HasAlpha = true, Has16Bit = true },
        new(ImageFormat.WebP, "WebP", [".webp"], maxSide: 16_383) { HasAlpha = true, HasAnimation = true },
        new(ImageFormat.Gif, "GIF", [".gif"], maxSide: 65_535) { HasAlpha = true, HasAnimation = true },
        new(ImageFormat.Tiff, "TIFF", [".tif", ".tiff"], maxSide: int.MaxValue) { HasAlpha = true, Has16Bit = true },
        new(ImageFormat.Avif, "AVIF", [".avif"], maxSide: 16_384) { HasAlpha = true },
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
    }

    /// <summary>The format described.</summary>
    public ImageFormat Format { get; }

    /// <summary>The name people write, for messages.</summary>
    public string Name { get; }

    /// <summary>Extensions with their dot, the usual one first.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The longest side that the format can hold, in pixels.</summary>
    public int MaxSide { get; }

    /// <summary>Whether the format holds an alpha channel.</summary>
    public bool HasAlpha { get; private init; }

    /// <summary>Whether the format holds several frames that play.</summary>
    public bool HasAnimation { get; private init; }

    /// <summary>Whether the format holds 16 bits per sample.</summary>
    public bool Has16Bit { get; private init; }

    /// <summary>Every extension that an image file may have, with its dot.</summary>
    public static IEnumerable<string> KnownExtensions => ByExtension.Keys;

    /// <summary>The traits of a format.</summary>
    public static FormatTraits Of(ImageFormat format) => All[(int)format];

    /// <summary>The format that an extension (with its dot, any case) stands for, or null.</summary>
    public static ImageFormat? FromExtension(string extension) =>
        ByExtension.TryGetValue(extension, out FormatTraits? traits) ? traits.Format : null;
}

/// <summary>The image formats that are read and written.</summary>
public enum ImageFormat
{
    /// <summary>JPEG (ITU T.81), no alpha, one picture.</summary>
    Jpeg,

    /// <summary>PNG, lossless, alpha, 8 or 16 bits per sample.</summary>
    Png,

    /// <summary>WebP, lossy, alpha, animation.</summary>
    WebP,

    /// <summary>GIF, 256 colours, one-bit alpha, animation.</summary>
    Gif,

    /// <summary>TIFF, lossless, alpha, 8 or 16 bits per sample.</summary>
    Tiff,

    /// <summary>AVIF (AV1 in HEIF), lossy, alpha.</summary>
    Avif,
}
