namespace ImageResize.Imaging;

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
