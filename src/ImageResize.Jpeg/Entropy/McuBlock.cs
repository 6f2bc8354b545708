namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// One block of an MCU, as the sequential decoder sees it: its tables, and where its coefficients go. Coefficients are
/// kept in groups of eight neighbouring blocks, all their first coefficients together, then all their second ones, so
/// that the inverse transform works on eight blocks at once (see <see cref="CoefficientPlane"/>).
/// </summary>
internal unsafe struct McuBlock
{
    public uint* DcFast, DcLong, AcFast, AcLong;
    public ulong* Pairs;
    public ushort* Skip;

    /// <summary>The DC prediction of the component.</summary>
    public int* Prediction;

    /// <summary>By one plus the place in the zig-zag sequence: the offset in the group; beyond the needed ones, a slot that nobody reads.</summary>
    public ushort* Slots;

    /// <summary>The group that holds column 0 of this row of blocks.</summary>
    public short* Row;

    /// <summary>One more than the last place in the zig-zag sequence that is needed, 1 to 64.</summary>
    public uint Needed;

    /// <summary>Blocks of this component in an MCU row, and which of them this is.</summary>
    public int ColumnStep, ColumnOffset;

    /// <summary>Coefficients from one group to the next.</summary>
    public int GroupStride;
}
