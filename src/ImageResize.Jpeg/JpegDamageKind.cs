namespace ImageResize.Jpeg;

/// <summary>Ways in which image data are truly damaged, worst last.</summary>
[Flags]
public enum JpegDamageKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The data end, or a marker comes, before the last block.</summary>
    Truncated = 1,

    /// <summary>A run of coefficients leaves its block.</summary>
    CoefficientOverrun = 2,

    /// <summary>A bit sequence that is no code of its Huffman table.</summary>
    InvalidHuffmanCode = 4,

    /// <summary>A component or an announced refinement of the image never comes.</summary>
    MissingScan = 8,

    /// <summary>What follows the first scans cannot be understood.</summary>
    BrokenMarker = 16,
}
