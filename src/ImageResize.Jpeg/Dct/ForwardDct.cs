using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Dct;

/// <summary>
/// The forward DCT and quantisation of one 8 by 8 block (ITU T.81, A.3.3 and A.3.4), after Y. Arai, T. Agui and
/// M. Nakajima, "A fast DCT-SQ scheme for images", 1988: five multiplications for eight samples, because the scaling
/// that is left over joins the quantisation.
/// </summary>
internal static unsafe class ForwardDct<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Floats of scratch space.</summary>
    public const int ScratchFloats = 128;

    /// <summary>
    /// Transforms and quantises a block of samples into 64 coefficients in transposed order (8 times the column plus the
    /// row), which saves a second transposition, and returns a bit for each that is not zero. The reciprocals of the
    /// quantisation steps, with the scaling, are in that order as well.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Transform(byte* samples, nint stride, float* reciprocals, short* block, float* scratch)
    {
        TLanes center = TLanes.Broadcast(128);
        for (int lane = 0; lane < 8; lane += TLanes.Count)
        {
            byte* column = samples + lane;
            TLanes x0 = TLanes.LoadByte(column) - center, x1 = TLanes.LoadByte(column + stride) - center;
            TLanes x2 = TLanes.LoadByte(column + 2 * stride) - center, x3 = TLanes.LoadByte(column + 3 * stride) - center;
            TLanes x4 = TLanes.LoadByte(column + 4 * stride) - center, x5 = TLanes.LoadByte(column + 5 * stride) - center;
            TLanes x6 = TLanes.LoadByte(column + 6 * stride) - center, x7 = TLanes.LoadByte(column + 7 * stride) - center;
            Transform8(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
            float* to = scratch + lane;
            TLanes.Store(x0, to);
            TLanes.Store(x1, to + 8);
            TLanes.Store(x2, to + 16);
            TLanes.Store(x3, to + 24);
            TLanes.Store(x4, to + 32);
            TLanes.Store(x5, to + 40);
            TLanes.Store(x6, to + 48);
            TLanes.Store(x7, to + 56);
        }

        float* transposed = scratch + 64;
        TLanes.Transpose8x8(scratch, transposed, 8);
        ulong nonZero = 0;
        for (int lane = 0; lane < 8; lane += TLanes.Count)
        {
            float* at = transposed + lane;
            TLanes x0 = TLanes.Load(at), x1 = TLanes.Load(at + 8), x2 = TLanes.Load(at + 16), x3 = TLanes.Load(at + 24);
            TLanes x4 = TLanes.Load(at + 32), x5 = TLanes.Load(at + 40), x6 = TLanes.Load(at + 48), x7 = TLanes.Load(at + 56);
            Transform8(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
            nonZero |= Quantize(x0, reciprocals, block, lane) | Quantize(x1, reciprocals, block, lane + 8)
                | Quantize(x2, reciprocals, block, lane + 16) | Quantize(x3, reciprocals, block, lane + 24)
                | Quantize(x4, reciprocals, block, lane + 32) | Quantize(x5, reciprocals, block, lane + 40)
                | Quantize(x6, reciprocals, block, lane + 48) | Quantize(x7, reciprocals, block, lane + 56);
        }

        return nonZero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Quantize(TLanes value, float* reciprocals, short* block, int at) =>
        (ulong)TLanes.StoreRounded(value * TLanes.Load(reciprocals + at), block + at) << at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform8(
        ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3, ref TLanes x4, ref TLanes x5, ref TLanes x6, ref TLanes x7)
    {
        TLanes sum07 = x0 + x7, difference07 = x0 - x7, sum16 = x1 + x6, difference16 = x1 - x6;
        TLanes sum25 = x2 + x5, difference25 = x2 - x5, sum34 = x3 + x4, difference34 = x3 - x4;

        TLanes even0 = sum07 + sum34, even3 = sum07 - sum34, even1 = sum16 + sum25, even2 = sum16 - sum25;
        x0 = even0 + even1;
        x4 = even0 - even1;
        TLanes rotated = (even2 + even3) * TLanes.Broadcast(0.707106781f);
        x2 = even3 + rotated;
        x6 = even3 - rotated;

        TLanes odd0 = difference34 + difference25, odd1 = difference25 + difference16, odd2 = difference16 + difference07;
        TLanes shared = (odd0 - odd2) * TLanes.Broadcast(0.382683433f);
        TLanes low = TLanes.MultiplyAdd(odd0, TLanes.Broadcast(0.541196100f), shared);
        TLanes high = TLanes.MultiplyAdd(odd2, TLanes.Broadcast(1.306562965f), shared);
        TLanes middle = odd1 * TLanes.Broadcast(0.707106781f);
        TLanes upper = difference07 + middle, lower = difference07 - middle;
        x5 = lower + low;
        x3 = lower - low;
        x1 = upper + high;
        x7 = upper - high;
    }
}
