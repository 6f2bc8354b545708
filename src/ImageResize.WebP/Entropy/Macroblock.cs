namespace ImageResize.WebP.Entropy;

/// <summary>How a macroblock is predicted (RFC 6386, 8).</summary>
internal unsafe struct Macroblock
{
    /// <summary>Its segment, 0 to 3.</summary>
    public int Segment;

    /// <summary>Whether the frame says that it has no coefficients.</summary>
    public bool IsSkipped;

    /// <summary>Whether luma is predicted in blocks of 4 by 4.</summary>
    public bool HasSubblocks;

    /// <summary>The mode of all luma, where it is not, and that of chroma.</summary>
    public PredictionMode Luma, Chroma;

    /// <summary>The modes of the 16 blocks of luma, where it is.</summary>
    public fixed byte Subblocks[16];
}

/// <summary>How a block of 16 by 16 or 8 by 8 samples is predicted (RFC 6386, 8.2 and 8.3).</summary>
internal enum PredictionMode : byte
{
    Dc,
    Vertical,
    Horizontal,
    TrueMotion,
}
