namespace ImageResize.WebP.Filtering;

/// <summary>The simple loop filter (RFC 6386, 15.2), which few encoders write: luma alone, a sample at a time.</summary>
internal static unsafe class SimpleFilter
{
    private const int Size = 16, Block = 4;

    /// <summary>Filters a macroblock and its edges to the left and above.</summary>
    public static void Filter(byte* luma, nint stride, FilterStrength strength, bool hasLeft, bool hasAbove, bool hasInner)
    {
        if (hasLeft)
            Edge(luma, 1, stride, strength.OuterLimit);
        for (int x = Block; hasInner && x < Size; x += Block)
            Edge(luma + x, 1, stride, strength.Limit);
        if (hasAbove)
            Edge(luma, stride, 1, strength.OuterLimit);
        for (int y = Block; hasInner && y < Size; y += Block)
            Edge(luma + y * stride, stride, 1, strength.Limit);
    }

    private static void Edge(byte* sample, nint across, nint along, int limit)
    {
        for (int i = 0; i < Size; i++, sample += along)
        {
            int p1 = sample[-2 * across], p0 = sample[-across], q0 = sample[0], q1 = sample[across];
            if (4 * Math.Abs(p0 - q0) + Math.Abs(p1 - q1) > 2 * limit + 1)
                continue;
            int step = Math.Clamp(Math.Clamp(p1 - q1, -128, 127) + 3 * (q0 - p0), -128, 127);
            sample[-across] = (byte)Math.Clamp(p0 + (Math.Min(step + 3, 127) >> 3), 0, 255);
            sample[0] = (byte)Math.Clamp(q0 - (Math.Min(step + 4, 127) >> 3), 0, 255);
        }
    }
}
