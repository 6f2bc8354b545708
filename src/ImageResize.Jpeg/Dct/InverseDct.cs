using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Dct;

/// <summary>
/// The inverse DCT of 8 by 8 blocks (ITU T.81, A.3.3) at full or reduced size: to get n by m samples of a block, take its
/// n by m coefficients of lowest frequency and an inverse DCT of that size. Better than averaging the samples of the
/// full transform, it is a filter that is cut off at the new Nyquist frequency, and costs a fraction (R. Dugad and
/// N. Ahuja, "A fast scheme for image size change in the compressed domain", 2001).
/// Eight neighbouring blocks are transformed at once, one in each lane, so that no lane waits for another. The sizes are
/// 1, 2, 4 and 8 on either axis; the butterflies are in <see cref="InverseButterflies{TLanes}"/>.
/// </summary>
internal static unsafe class InverseDct<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Blocks that are transformed together.</summary>
    public const int GroupBlocks = 8;

    /// <summary>Floats of scratch space.</summary>
    public const int ScratchFloats = 8 * 64 + 64;

    /// <summary>Coefficients from one group of blocks of that size to the next.</summary>
    public static int GroupStride(int columns, int rows) => (columns * rows + 1) * GroupBlocks;

    /// <summary>
    /// Transforms groups of eight blocks that lie side by side. A group holds, for each of rows times columns coefficients in natural order,
    /// those of the eight blocks; scale holds the dequantisation factors in the same order, with the norm of the transform
    /// (<see cref="Dequantization"/>). The target gets rows lines of 8 times columns samples around zero of each group.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformGroups(short* groups, int count, int columns, int rows, float* scale, float* target, nint stride, float* scratch)
    {
        Debug.Assert(columns is 1 or 2 or 4 or 8 && rows is 1 or 2 or 4 or 8 && stride >= 8 * columns);
        for (nint groupStride = GroupStride(columns, rows); count > 0; count--, groups += groupStride, target += GroupBlocks * columns)
        {
            switch (rows)
            {
                case 1:
                    TransformColumns1(groups, columns, scale, scratch);
                    break;
                case 2:
                    TransformColumns2(groups, columns, scale, scratch);
                    break;
                case 4:
                    TransformColumns4(groups, columns, scale, scratch);
                    break;
                default:
                    TransformColumns8(groups, columns, scale, scratch);
                    break;
            }

            switch (columns)
            {
                case 1:
                    TransformRows1(scratch, target, stride, rows);
                    break;
                case 2:
                    TransformRows2(scratch, target, stride, rows);
                    break;
                case 4:
                    TransformRows4(scratch, target, stride, rows);
                    break;
                default:
                    TransformRows8(scratch, target, stride, rows);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Dequantize(short* coefficients, float* scale) =>
        TLanes.LoadInt16(coefficients) * TLanes.Broadcast(*scale);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformColumns1(short* group, int columns, float* scale, float* target)
    {
        for (int u = 0; u < columns; u++)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
                TLanes.Store(Dequantize(group + u * GroupBlocks + lane, scale + u), target + u * GroupBlocks + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformColumns2(short* group, int columns, float* scale, float* target)
    {
        nint row = columns * GroupBlocks;
        for (int u = 0; u < columns; u++)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
            {
                nint at = u * GroupBlocks + lane;
                TLanes x0 = Dequantize(group + at, scale + u), x1 = Dequantize(group + row + at, scale + columns + u);
                InverseButterflies<TLanes>.Transform2(ref x0, ref x1);
                TLanes.Store(x0, target + at);
                TLanes.Store(x1, target + row + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformColumns4(short* group, int columns, float* scale, float* target)
    {
        nint row = columns * GroupBlocks;
        for (int u = 0; u < columns; u++)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
            {
                nint at = u * GroupBlocks + lane;
                TLanes x0 = Dequantize(group + at, scale + u), x1 = Dequantize(group + row + at, scale + columns + u);
                TLanes x2 = Dequantize(group + 2 * row + at, scale + 2 * columns + u);
                TLanes x3 = Dequantize(group + 3 * row + at, scale + 3 * columns + u);
                InverseButterflies<TLanes>.Transform4(ref x0, ref x1, ref x2, ref x3);
                TLanes.Store(x0, target + at);
                TLanes.Store(x1, target + row + at);
                TLanes.Store(x2, target + 2 * row + at);
                TLanes.Store(x3, target + 3 * row + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformColumns8(short* group, int columns, float* scale, float* target)
    {
        nint row = columns * GroupBlocks;
        for (int u = 0; u < columns; u++)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
            {
                nint at = u * GroupBlocks + lane;
                float* factors = scale + u;
                TLanes x0 = Dequantize(group + at, factors), x1 = Dequantize(group + row + at, factors + columns);
                TLanes x2 = Dequantize(group + 2 * row + at, factors + 2 * columns), x3 = Dequantize(group + 3 * row + at, factors + 3 * columns);
                TLanes x4 = Dequantize(group + 4 * row + at, factors + 4 * columns), x5 = Dequantize(group + 5 * row + at, factors + 5 * columns);
                TLanes x6 = Dequantize(group + 6 * row + at, factors + 6 * columns), x7 = Dequantize(group + 7 * row + at, factors + 7 * columns);
                InverseButterflies<TLanes>.Transform8(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
                TLanes.Store(x0, target + at);
                TLanes.Store(x1, target + row + at);
                TLanes.Store(x2, target + 2 * row + at);
                TLanes.Store(x3, target + 3 * row + at);
                TLanes.Store(x4, target + 4 * row + at);
                TLanes.Store(x5, target + 5 * row + at);
                TLanes.Store(x6, target + 6 * row + at);
                TLanes.Store(x7, target + 7 * row + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformRows1(float* source, float* target, nint stride, int rows)
    {
        for (int y = 0; y < rows; y++, source += GroupBlocks, target += stride)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
                TLanes.Store(TLanes.ClampSample(TLanes.Load(source + lane)), target + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformRows2(float* source, float* target, nint stride, int rows)
    {
        for (int y = 0; y < rows; y++, source += 2 * GroupBlocks, target += stride)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
            {
                TLanes x0 = TLanes.Load(source + lane), x1 = TLanes.Load(source + 8 + lane);
                InverseButterflies<TLanes>.Transform2(ref x0, ref x1);
                TLanes.StoreInterleaved(TLanes.ClampSample(x0), TLanes.ClampSample(x1), target + 2 * lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformRows4(float* source, float* target, nint stride, int rows)
    {
        for (int y = 0; y < rows; y++, source += 4 * GroupBlocks, target += stride)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
            {
                float* from = source + lane;
                TLanes x0 = TLanes.Load(from), x1 = TLanes.Load(from + 8), x2 = TLanes.Load(from + 16), x3 = TLanes.Load(from + 24);
                InverseButterflies<TLanes>.Transform4(ref x0, ref x1, ref x2, ref x3);
                TLanes.StoreInterleaved(
                    TLanes.ClampSample(x0), TLanes.ClampSample(x1), TLanes.ClampSample(x2), TLanes.ClampSample(x3), target + 4 * lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformRows8(float* source, float* target, nint stride, int rows)
    {
        for (int y = 0; y < rows; y++, source += 8 * GroupBlocks, target += stride)
        {
            for (int lane = 0; lane < GroupBlocks; lane += TLanes.Count)
            {
                float* at = source + lane;
                TLanes x0 = TLanes.Load(at), x1 = TLanes.Load(at + 8), x2 = TLanes.Load(at + 16), x3 = TLanes.Load(at + 24);
                TLanes x4 = TLanes.Load(at + 32), x5 = TLanes.Load(at + 40), x6 = TLanes.Load(at + 48), x7 = TLanes.Load(at + 56);
                InverseButterflies<TLanes>.Transform8(ref x0, ref x1, ref x2, ref x3, ref x4, ref x5, ref x6, ref x7);
                TLanes.Store(TLanes.ClampSample(x0), at);
                TLanes.Store(TLanes.ClampSample(x1), at + 8);
                TLanes.Store(TLanes.ClampSample(x2), at + 16);
                TLanes.Store(TLanes.ClampSample(x3), at + 24);
                TLanes.Store(TLanes.ClampSample(x4), at + 32);
                TLanes.Store(TLanes.ClampSample(x5), at + 40);
                TLanes.Store(TLanes.ClampSample(x6), at + 48);
                TLanes.Store(TLanes.ClampSample(x7), at + 56);
            }

            TLanes.Transpose8x8(source, target, 8);
        }
    }
}
