namespace ImageResize.Jpeg.Samples;

/// <summary>
/// A made-up image as coefficients, so that a test knows exactly what a decoder must find. The content is smooth with some
/// detail, like a photo, and depends on the seed alone.
/// </summary>
internal sealed class SampleImage
{
    public SampleImage(int width, int height, int seed, params (int H, int V)[] sampling)
    {
        (Width, Height) = (width, height);
        MaxH = sampling.Max(s => s.H);
        MaxV = sampling.Max(s => s.V);
        if (sampling.Length == 1)
            (sampling[0], MaxH, MaxV) = ((1, 1), 1, 1);
        McusWide = Up(width, 8 * MaxH);
        McusHigh = Up(height, 8 * MaxV);
        var random = new Random(seed);
        Components = [.. sampling.Select(s => Create(s.H, s.V, random))];
    }

    public int Width { get; }

    public int Height { get; }

    public int MaxH { get; }

    public int MaxV { get; }

    public int McusWide { get; }

    public int McusHigh { get; }

    public SampleComponent[] Components { get; }

    private SampleComponent Create(int h, int v, Random random)
    {
        var component = new SampleComponent(
            h, v, McusWide * h, McusHigh * v, Up(Up(Width * h, MaxH), 8), Up(Up(Height * v, MaxV), 8));
        for (int k = 0; k < 64; k++)
            component.Steps[k] = (ushort)(2 + k / 4 + random.Next(3));
        for (int row = 0; row < component.BlocksHigh; row++)
        {
            for (int column = 0; column < component.BlocksWide; column++)
                Fill(component.Block(column, row), component.Steps, random, column, row);
        }

        return component;
    }

    private static void Fill(Span<short> block, ushort[] steps, Random random, int column, int row)
    {
        block[0] = (short)(400 * Math.Sin(0.3 * column + 0.2 * row) / steps[0] + random.Next(-20, 20));
        int busy = random.Next(8) == 0 ? 64 : random.Next(1, 20);
        for (int k = 1; k < busy; k++)
        {
            if (random.Next(3) == 0)
                block[k] = (short)(random.Next(-60, 61) / (1 + k / 3) / 2);
        }
    }

    private static int Up(int value, int by) => (value + by - 1) / by;
}
