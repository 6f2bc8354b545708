namespace ImageResize.Jpeg;

/// <summary>Kinds of JPEG that this codec leaves to another decoder.</summary>
public enum JpegUnsupported
{
    /// <summary>This codec decodes the image.</summary>
    None,

    /// <summary>Arithmetic instead of Huffman coding (SOF9 to SOF15).</summary>
    ArithmeticCoding,

    /// <summary>The lossless process (SOF3).</summary>
    Lossless,

    /// <summary>A hierarchical, differential process (SOF5 to SOF7).</summary>
    Hierarchical,

    /// <summary>Samples of other than 8 bits.</summary>
    Precision,

    /// <summary>Four components: CMYK or YCCK.</summary>
    Cmyk,

    /// <summary>Two components, or more than four.</summary>
    ComponentCount,
}
