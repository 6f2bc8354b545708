namespace ImageResize.Jpeg.Entropy;

/// <summary>What the kernels of progressive AC scans need to know, and the run of ended blocks that they carry along.</summary>
internal unsafe struct ProgressiveScan
{
    public uint* Fast, Long;
    public ushort* Slots;

    /// <summary>The group that holds column 0 of the row of blocks.</summary>
    public short* Row;

    /// <summary>The history of column 0 of the row of blocks; null where no later scan needs it.</summary>
    public ulong* History;

    /// <summary>The places in the zig-zag sequence that are kept.</summary>
    public ulong NeededMask;

    public int GroupStride;

    /// <summary>The band, Ss to Se, and the bit position Al.</summary>
    public int Start, End, Low;

    /// <summary>Blocks to come that have no further new coefficients in this band (ITU T.81, G.1.2.2).</summary>
    public int EndOfBandRun;
}
