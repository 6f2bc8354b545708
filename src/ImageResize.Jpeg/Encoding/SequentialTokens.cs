using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// The tokens of a sequential scan of all components (ITU T.81, F.1.2). Tables 0 and 1 are DC and AC of luminance, 2 and 3
/// those of colour.
/// </summary>
internal sealed unsafe class SequentialTokens(BlockSource blocks) : TokenSource
{
    /// <summary>A DC difference, 63 coefficients, and an end of block where fewer; runs of 16 zeros take the place of coefficients.</summary>
    public const int MaxBlockTokens = 65;

    private const uint ZeroRun = 0xF0;
    private readonly int[] _predictions = new int[3];

    public override int RowCount => blocks.McusHigh;

    public override int MaxRowTokens => blocks.McusWide * blocks.BlocksInMcu * MaxBlockTokens;

    public override void Reset() => _predictions.AsSpan().Clear();

    public override uint* WriteRow(int row, uint* tokens)
    {
        int components = blocks.Image.PlaneCount, luma = components > 1 && blocks.Image.HalvesChroma ? 2 : 1, mcus = blocks.McusWide;
        for (int mcu = 0; mcu < mcus; mcu++)
        {
            for (int y = 0; y < luma; y++)
            {
                for (int x = 0; x < luma; x++)
                    tokens = WriteBlock(0, mcu * luma + x, row * luma + y, tokens);
            }

            for (int component = 1; component < components; component++)
                tokens = WriteBlock(component, mcu, row, tokens);
        }

        return tokens;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint* WriteBlock(int component, int column, int row, uint* tokens)
    {
        short* block = blocks.Transform(component, column, row, out ulong nonZero);
        uint dcTable = component == 0 ? 0u : 2 * Token.TableSize, acTable = dcTable + Token.TableSize;
        int difference = block[0] - _predictions[component], size = Token.SizeOf(difference);
        _predictions[component] = block[0];
        *tokens++ = Token.Make(dcTable | (uint)size, size, Token.BitsOf(difference, size));
        return WriteAc(block, nonZero & ~1UL, acTable, tokens);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint* WriteAc(short* block, ulong nonZero, uint table, uint* tokens)
    {
        int previous = 0;
        fixed (byte* places = TransposedOrder.FromZigZag)
        {
            for (; nonZero != 0; nonZero &= nonZero - 1)
            {
                int k = BitOperations.TrailingZeroCount(nonZero), run = k - previous - 1;
                previous = k;
                for (; run > 15; run -= 16)
                    *tokens++ = table | ZeroRun;
                int value = block[places[k]], size = Token.SizeOf(value);
                *tokens++ = Token.Make(table | (uint)(run << 4 | size), size, Token.BitsOf(value, size));
            }
        }

        if (previous != 63)
            *tokens++ = table;
        return tokens;
    }
}
