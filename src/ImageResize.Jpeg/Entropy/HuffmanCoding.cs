namespace ImageResize.Jpeg.Entropy;

/// <summary>What the symbols of a Huffman table mean.</summary>
internal enum HuffmanCoding
{
    /// <summary>The size of a DC difference (ITU T.81, F.1.2.1).</summary>
    Dc,

    /// <summary>Run and size of a sequential AC coefficient, with EOB and ZRL (F.1.2.2).</summary>
    AcSequential,

    /// <summary>Run and size in a first progressive AC scan, with EOBn runs (G.1.2.2).</summary>
    AcFirst,

    /// <summary>Run and the sign bit of a new coefficient in a progressive AC refinement, with EOBn runs (G.1.2.3).</summary>
    AcRefinement,
}
