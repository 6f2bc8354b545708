namespace ImageResize.Imaging;

/// <summary>How the pixels of a TIFF are stored (the parameter <c>-Compression</c>).</summary>
public enum TiffCompression
{
    /// <summary>LZW with differences: without loss, read everywhere.</summary>
    Lzw,

    /// <summary>Deflate with differences: without loss, smaller and slower than LZW.</summary>
    Deflate,

    /// <summary>JPEG with the quality of -Quality: small and lossy; where pixels have alpha or 16 bits, LZW is taken.</summary>
    Jpeg,

    /// <summary>Not compressed.</summary>
    None,
}
