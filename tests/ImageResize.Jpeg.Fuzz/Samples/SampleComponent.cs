namespace ImageResize.Jpeg.Samples;

/// <summary>A component of a made-up image: its sampling factors, quantisation steps and coefficients, all in zig-zag order.</summary>
internal sealed class SampleComponent(int h, int v, int blocksWide, int blocksHigh, int realWide, int realHigh)
{
    public int H { get; } = h;

    public int V { get; } = v;

    /// <summary>Blocks with those that fill up MCUs.</summary>
    public int BlocksWide { get; } = blocksWide;

    public int BlocksHigh { get; } = blocksHigh;

    /// <summary>Blocks that hold at least one sample.</summary>
    public int RealWide { get; } = realWide;

    public int RealHigh { get; } = realHigh;

    public ushort[] Steps { get; } = new ushort[64];

    public short[] Coefficients { get; } = new short[blocksWide * blocksHigh * 64];

    public Span<short> Block(int column, int row) => Coefficients.AsSpan((row * BlocksWide + column) * 64, 64);
}
