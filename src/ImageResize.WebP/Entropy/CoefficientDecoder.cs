using System.Numerics;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Memory;
using ImageResize.WebP.Transforms;

namespace ImageResize.WebP.Entropy;

/// <summary>
/// Decodes the coefficients of blocks (RFC 6386, 13). The probabilities are kept by position of the coefficient, so that its band
/// need not be looked up, with 16 bytes for each context.
/// </summary>
internal sealed unsafe class CoefficientDecoder(BufferArena arena)
{
    /// <summary>Kinds of blocks, as the probabilities have them.</summary>
    private const int LumaAfterY2 = 0, Y2 = 1, Chroma = 2, LumaWithDc = 3;

    /// <summary>Contexts of a macroblock: 4 of luma, 2 of each chroma, 1 of Y2, by whether blocks at its edge have coefficients.</summary>
    public const int Contexts = 9;

    private const int Y2Context = Contexts - 1, LumaBlocks = 16, Blocks = 24;

    private const int ContextStride = 16, PositionStride = CoefficientTables.Contexts * ContextStride, Positions = 17, KindStride = Positions * PositionStride;

    private readonly NativeBuffer _buffer = arena.Create();

    public const int Bytes = CoefficientTables.Kinds * KindStride;

    /// <summary>The probabilities of a kind of blocks.</summary>
    private byte* Of(int kind) => _buffer.Pointer + kind * KindStride;

    /// <summary>Reads what a frame changes of the probabilities (RFC 6386, 13.4).</summary>
    public void Read(ref BoolDecoder decoder)
    {
        byte* target = _buffer.RequireCleared(Bytes);
        ReadOnlySpan<byte> defaults = CoefficientTables.Defaults, updates = CoefficientTables.Updates;
        Span<byte> band = stackalloc byte[CoefficientTables.Bands * CoefficientTables.Contexts * CoefficientTables.Nodes];
        for (int kind = 0; kind < CoefficientTables.Kinds; kind++)
        {
            for (int i = 0; i < band.Length; i++)
            {
                int at = kind * band.Length + i;
                band[i] = decoder.Bit(updates[at]) != 0 ? (byte)decoder.Literal(8) : defaults[at];
            }

            for (int position = 0; position < 16; position++)
            {
                for (int context = 0; context < CoefficientTables.Contexts; context++)
                {
                    int from = (CoefficientTables.BandOf[position] * CoefficientTables.Contexts + context) * CoefficientTables.Nodes;
                    band.Slice(from, CoefficientTables.Nodes).CopyTo(new Span<byte>(target + kind * KindStride + position * PositionStride + context * ContextStride, CoefficientTables.Nodes));
                }
            }
        }
    }

    /// <summary>Decodes the coefficients of a macroblock.</summary>
    /// <param name="decoder">Where from.</param>
    /// <param name="hasY2">Whether the DC coefficients of luma are in a block of their own.</param>
    /// <param name="quantizer">What coefficients are multiplied by.</param>
    /// <param name="above">The contexts of the macroblock above, which become its own.</param>
    /// <param name="left">Those of the macroblock to the left, likewise.</param>
    /// <param name="target">Where to write: six groups of four blocks, and the Y2 block behind them; zero before.</param>
    /// <returns>A bit for each group that is not zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Decode(ref BoolDecoder decoder, bool hasY2, in Quantizer quantizer, byte* above, byte* left, short* target)
    {
        ulong value = decoder.Value;
        uint range = decoder.Range, groups = 0;
        int count = decoder.Count, first = 0, dc = quantizer.LumaDc, ac = quantizer.LumaAc;
        byte* at = decoder.At, probabilities = Of(LumaWithDc);
        fixed (byte* places = CoefficientLayout.Places, alone = CoefficientLayout.PlacesAlone, contexts = ContextsOf)
        {
            if (hasY2)
            {
                short* second = target + CoefficientLayout.Y2;
                int end = Block(ref value, ref range, ref count, ref at, Of(Y2), above[Y2Context] + left[Y2Context], 0, quantizer.Y2Dc, quantizer.Y2Ac, alone, second);
                above[Y2Context] = left[Y2Context] = (byte)(end > 0 ? 1 : 0);
                SecondOrderTransform.Spread(second, end, target);
                first = 1;
                probabilities = Of(LumaAfterY2);
            }

            for (int i = 0; i < Blocks; i++)
            {
                if (i == LumaBlocks)
                {
                    probabilities = Of(Chroma);
                    (first, dc, ac) = (0, quantizer.ChromaDc, quantizer.ChromaAc);
                }

                byte* over = above + contexts[2 * i], beside = left + contexts[2 * i + 1];
                int end = Block(ref value, ref range, ref count, ref at, probabilities, *over + *beside, first, dc, ac, places, target);
                *over = *beside = (byte)(end > first ? 1 : 0);

                // A coefficient may be there and nothing all the same, but that it is there is what counts behind the DC.
                if (end > 1 || *target != 0)
                    groups |= 1u << (i >> 2);
                target += (i & 3) == 3 ? CoefficientLayout.GroupLength - 3 * CoefficientLayout.BlockStep : CoefficientLayout.BlockStep;
            }
        }

        decoder.Value = value;
        decoder.Range = range;
        decoder.Count = count;
        decoder.At = at;
        return groups;
    }

    /// <summary>Decodes a block.</summary>
    /// <param name="value">The decoder's, and so are the next three.</param>
    /// <param name="range">Its range.</param>
    /// <param name="count">Its bits.</param>
    /// <param name="at">Its place.</param>
    /// <param name="probabilities">Those of the kind of block.</param>
    /// <param name="context">How many of the blocks above and to the left have coefficients.</param>
    /// <param name="position">The first coefficient: 1 where the DC is coded elsewhere.</param>
    /// <param name="dcFactor">What the DC is multiplied by.</param>
    /// <param name="acFactor">What others are multiplied by.</param>
    /// <param name="places">Where each coefficient stands, by its coded order, in 16-bit integers.</param>
    /// <param name="target">Where to write; zero before.</param>
    /// <returns>The position behind the last coefficient; the first where there are none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Block(
        ref ulong value, ref uint range, ref int count, ref byte* at, byte* probabilities, int context, int position, int dcFactor, int acFactor, byte* places, short* target)
    {
        byte* node = probabilities + position * PositionStride + context * ContextStride;
        int factor = position == 0 ? dcFactor : acFactor;
        while (true)
        {
            // Three values, a sign and the first eight bits: 29 at most.
            if (count < 24)
                BoolDecoder.Fill(ref value, ref count, ref at);
            uint split = 1 + (((range - 1) * node[0]) >> 8);
            ulong threshold = (ulong)split << 56;
            if (value < threshold)
            {
                Shift(ref value, ref split, ref count);
                range = split;
                return position;
            }

            range -= split;
            value -= threshold;
            Shift(ref value, ref range, ref count);
            while (true)
            {
                split = 1 + (((range - 1) * node[1]) >> 8);
                threshold = (ulong)split << 56;
                if (value >= threshold)
                    break;
                range = split;
                Shift(ref value, ref range, ref count);
                factor = acFactor;
                if (++position == 16)
                    return position;
                node = probabilities + position * PositionStride;
                if (count < 24)
                    BoolDecoder.Fill(ref value, ref count, ref at);
            }

            range -= split;
            value -= threshold;
            Shift(ref value, ref range, ref count);
            split = 1 + (((range - 1) * node[2]) >> 8);
            threshold = (ulong)split << 56;
            byte* next = probabilities + (position + 1) * PositionStride;
            int magnitude;
            if (value < threshold)
            {
                range = split;
                Shift(ref value, ref range, ref count);
                magnitude = 1;
                node = next + ContextStride;
            }
            else
            {
                range -= split;
                value -= threshold;
                Shift(ref value, ref range, ref count);
                magnitude = Large(ref value, ref range, ref count, ref at, node);
                node = next + 2 * ContextStride;
            }

            // A sign has even chances, and takes one bit whatever it is: the range is never 255 behind a first value.
            split = (range + 1) >> 1;
            int sign = (int)(split - 1 - (uint)(value >> 56)) >> 31;
            value = (value - (((ulong)split << 56) & (ulong)(long)sign)) << 1;
            range = (range + 1 + (uint)sign) & ~1u;
            count--;
            target[places[position]] = (short)(((magnitude ^ sign) - sign) * factor);
            factor = acFactor;
            if (++position == 16)
                return position;
        }

    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift(ref ulong value, ref uint range, ref int count)
    {
        int shift = BitOperations.LeadingZeroCount(range) - 24;
        range <<= shift;
        value <<= shift;
        count -= shift;
    }

    /// <summary>A magnitude above 1 (RFC 6386, 13.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Large(ref ulong value, ref uint range, ref int count, ref byte* at, byte* node)
    {
        // At most five values of up to seven bits, and then a run of eleven.
        if (count < 40)
            BoolDecoder.Fill(ref value, ref count, ref at);
        if (BoolDecoder.Bit(ref value, ref range, ref count, node[3]) == 0)
        {
            if (BoolDecoder.Bit(ref value, ref range, ref count, node[4]) == 0)
                return 2;
            return 3 + BoolDecoder.Data(ref value, ref range, ref count, node[5]);
        }

        if (BoolDecoder.Bit(ref value, ref range, ref count, node[6]) == 0)
        {
            if (BoolDecoder.Bit(ref value, ref range, ref count, node[7]) == 0)
                return 5 + BoolDecoder.Data(ref value, ref range, ref count, 159);
            int high = BoolDecoder.Data(ref value, ref range, ref count, 165);
            return 7 + 2 * high + BoolDecoder.Data(ref value, ref range, ref count, 145);
        }

        int upper = BoolDecoder.Data(ref value, ref range, ref count, node[8]);
        int category = 2 * upper + BoolDecoder.Data(ref value, ref range, ref count, node[9 + upper]);
        ReadOnlySpan<byte> bits = ExtraBits;
        int extra = 0;
        for (int i = 12 * category; bits[i] != 0; i++)
        {
            if (count < 0)
                BoolDecoder.Fill(ref value, ref count, ref at);
            extra = 2 * extra + BoolDecoder.Data(ref value, ref range, ref count, bits[i]);
        }

        if (count < 0)
            BoolDecoder.Fill(ref value, ref count, ref at);
        return extra + 3 + (8 << category);
    }

    /// <summary>For each block of luma and chroma the place of its contexts above and to the left.</summary>
    private static ReadOnlySpan<byte> ContextsOf =>
    [
        0, 0, 1, 0, 2, 0, 3, 0, 0, 1, 1, 1, 2, 1, 3, 1, 0, 2, 1, 2, 2, 2, 3, 2, 0, 3, 1, 3, 2, 3, 3, 3,
        4, 4, 5, 4, 4, 5, 5, 5, 6, 6, 7, 6, 6, 7, 7, 7,
    ];

    /// <summary>The probabilities of the extra bits of the categories 3 to 6, 12 bytes each; 0 ends them.</summary>
    private static ReadOnlySpan<byte> ExtraBits =>
    [
        173, 148, 140, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        176, 155, 140, 135, 0, 0, 0, 0, 0, 0, 0, 0,
        180, 157, 141, 134, 130, 0, 0, 0, 0, 0, 0, 0,
        254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129, 0,
    ];
}
