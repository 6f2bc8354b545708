using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;

namespace ImageResize.WebP.Entropy;

/// <summary>Decodes how macroblocks are predicted (RFC 6386, 8.1 and 19.3), and keeps the modes that the next are coded by.</summary>
internal sealed unsafe class ModeDecoder(BufferArena arena)
{
    private readonly NativeBuffer _above = arena.Create();
    private uint _left;
    private int _skipProbability;
    private (int Root, int Left, int Right)? _segments;

    public static long BytesFor(int columns) => 4L * columns;

    /// <summary>Begins a frame.</summary>
    /// <param name="columns">Macroblocks in a row.</param>
    /// <param name="segments">The probabilities of the tree of segments; null where none are told.</param>
    /// <param name="skipProbability">That a macroblock has coefficients; -1 where that is not told.</param>
    public void Begin(int columns, (int Root, int Left, int Right)? segments, int skipProbability)
    {
        // Outside the frame all modes are DC, which is 0.
        _above.RequireCleared(BytesFor(columns));
        (_segments, _skipProbability) = (segments, skipProbability);
    }

    /// <summary>Begins a row.</summary>
    public void BeginRow() => _left = 0;

    /// <summary>Decodes the next macroblock of a row.</summary>
    public void Read(ref BoolDecoder decoder, int column, ref Macroblock block)
    {
        block.Segment = _segments is not { } segments ? 0
            : decoder.Bit((uint)segments.Root) == 0 ? decoder.Bit((uint)segments.Left)
            : 2 + decoder.Bit((uint)segments.Right);
        block.IsSkipped = _skipProbability >= 0 && decoder.Bit((uint)_skipProbability) != 0;
        block.HasSubblocks = decoder.Bit(145) == 0;
        uint* above = (uint*)_above.Pointer + column;
        if (block.HasSubblocks)
        {
            ReadSubblocks(ref decoder, (byte*)above, ref block);
        }
        else
        {
            block.Luma = decoder.Bit(156) == 0
                ? decoder.Bit(163) == 0 ? PredictionMode.Dc : PredictionMode.Vertical
                : decoder.Bit(128) == 0 ? PredictionMode.Horizontal : PredictionMode.TrueMotion;

            // To its neighbours it is as if its blocks had the like mode.
            *above = _left = SubblockModeOf(block.Luma) * 0x01010101u;
        }

        block.Chroma = decoder.Bit(142) == 0 ? PredictionMode.Dc
            : decoder.Bit(114) == 0 ? PredictionMode.Vertical
            : decoder.Bit(183) == 0 ? PredictionMode.Horizontal : PredictionMode.TrueMotion;
    }

    /// <summary>B_DC_PRED, B_VE_PRED, B_HE_PRED and B_TM_PRED.</summary>
    private static uint SubblockModeOf(PredictionMode mode) => mode switch
    {
        PredictionMode.Dc => 0,
        PredictionMode.Vertical => 2,
        PredictionMode.Horizontal => 3,
        _ => 1,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadSubblocks(ref BoolDecoder decoder, byte* above, ref Macroblock block)
    {
        ulong value = decoder.Value;
        uint range = decoder.Range, left = _left, lefts = 0;
        int count = decoder.Count;
        byte* at = decoder.At;
        fixed (byte* modes = block.Subblocks)
        fixed (byte* table = ModeTables.SubblockProbabilities)
        fixed (sbyte* tree = ModeTables.SubblockTree)
        {
            for (int y = 0; y < 4; y++)
            {
                int mode = (int)(left >> (8 * y)) & 0xFF;
                for (int x = 0; x < 4; x++)
                {
                    byte* probabilities = table + (above[x] * ModeTables.SubblockModes + mode) * (ModeTables.SubblockModes - 1);
                    int node = 0;
                    do
                    {
                        if (count < 0)
                            BoolDecoder.Fill(ref value, ref count, ref at);
                        node = tree[node + BoolDecoder.Bit(ref value, ref range, ref count, probabilities[node >> 1])];
                    }
                    while (node >= 0);
                    mode = ~node;
                    above[x] = modes[4 * y + x] = (byte)mode;
                }

                lefts |= (uint)mode << (8 * y);
            }
        }

        _left = lefts;
        decoder.Value = value;
        decoder.Range = range;
        decoder.Count = count;
        decoder.At = at;
    }
}
