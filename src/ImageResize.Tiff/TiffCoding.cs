namespace ImageResize.Tiff;

/// <summary>How the bytes of a strip or tile are coded (TIFF 6.0, section 3; tag 259).</summary>
internal enum TiffCoding
{
    /// <summary>As they are.</summary>
    Stored,

    /// <summary>LZW (TIFF 6.0, section 13).</summary>
    Lzw,

    /// <summary>A zlib stream (Adobe Photoshop TIFF Technical Notes, 2002).</summary>
    Deflate,

    /// <summary>Runs of bytes (TIFF 6.0, section 9).</summary>
    PackBits,
}
