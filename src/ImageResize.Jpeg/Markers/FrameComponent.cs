namespace ImageResize.Jpeg.Markers;

/// <summary>One component of a frame header (ITU T.81, B.2.2): C, H, V and Tq, with the sizes that follow.</summary>
internal readonly record struct FrameComponent
{
    /// <summary>The identifier that scans use to name the component.</summary>
    public required byte Id { get; init; }

    /// <summary>Horizontal sampling factor, 1 to 4.</summary>
    public required int H { get; init; }

    /// <summary>Vertical sampling factor, 1 to 4.</summary>
    public required int V { get; init; }

    /// <summary>The quantisation table, 0 to 3.</summary>
    public required int QuantizationTable { get; init; }

    /// <summary>Blocks in a row of MCUs, padding included.</summary>
    public int PaddedBlocksWide { get; init; }

    /// <summary>Rows of blocks, padding included.</summary>
    public int PaddedBlocksHigh { get; init; }

    /// <summary>Blocks in a row that hold at least one sample of the image: what a scan of this component alone codes.</summary>
    public int BlocksWide { get; init; }

    /// <summary>Rows of blocks that hold at least one sample of the image.</summary>
    public int BlocksHigh { get; init; }
}
