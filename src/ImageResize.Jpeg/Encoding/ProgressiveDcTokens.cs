namespace ImageResize.Jpeg.Encoding;

/// <summary>The tokens of a progressive DC scan of all components (ITU T.81, G.1.2.1): differences without their last bits, or one more bit of each.</summary>
internal sealed unsafe class ProgressiveDcTokens(StoredBlocks blocks, ScanScript scan) : TokenSource
{
    private readonly int[] _predictions = new int[3];

    public override int RowCount => blocks.Source.McusHigh;

    public override int MaxRowTokens => blocks.Source.McusWide * blocks.Source.BlocksInMcu;

    public override void Reset() => _predictions.AsSpan().Clear();

    public override uint* WriteRow(int row, uint* tokens)
    {
        int components = blocks.Source.Image.PlaneCount, luma = blocks.Source.Image.HalvesChroma ? 2 : 1, mcus = blocks.Source.McusWide;
        for (int mcu = 0; mcu < mcus; mcu++)
        {
            for (int component = 0; component < components; component++)
            {
                int factor = component == 0 ? luma : 1;
                for (int i = 0; i < factor * factor; i++)
                    *tokens++ = Make(component, blocks.Block(component, mcu * factor + i % factor, row * factor + i / factor)[0]);
            }
        }

        return tokens;
    }

    private uint Make(int component, int dc)
    {
        int value = dc >> scan.Low;
        if (scan.High != 0)
            return Token.Make(Token.BitsAlone, 1, (uint)value & 1);
        int difference = value - _predictions[component], size = Token.SizeOf(difference);
        _predictions[component] = value;
        return Token.Make((component == 0 ? 0u : 2 * Token.TableSize) | (uint)size, size, Token.BitsOf(difference, size));
    }
}
