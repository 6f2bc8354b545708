using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ImageResize.WebP.Entropy;

namespace ImageResize.WebP.Prediction;

/// <summary>
/// Predicts blocks of 16 by 16 luma samples and 8 by 8 of chroma in their places (RFC 6386, 12.2). Above the frame all samples are 127,
/// to its left 129; but a DC is of the samples alone that the frame has. Needs AVX2.
/// </summary>
internal static unsafe class BlockPredictor
{
    /// <summary>Predicts a block.</summary>
    /// <param name="mode">How.</param>
    /// <param name="block">Where it is.</param>
    /// <param name="stride">Bytes to the row below.</param>
    /// <param name="isWide">Whether it has 16 by 16 samples; else 8 by 8.</param>
    /// <param name="hasAbove">Whether the frame has samples above it.</param>
    /// <param name="hasLeft">Whether it has samples to its left.</param>
    public static void Predict(PredictionMode mode, byte* block, nint stride, bool isWide, bool hasAbove, bool hasLeft)
    {
        if (isWide)
            Predict16(mode, block, stride, hasAbove, hasLeft);
        else
            Predict8(mode, block, stride, hasAbove, hasLeft);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Predict16(PredictionMode mode, byte* block, nint stride, bool hasAbove, bool hasLeft)
    {
        const int Size = 16;
        switch (mode)
        {
            case PredictionMode.Dc:
                Vector128<byte> dc = Vector128.Create(Dc(block, stride, Size, 4, hasAbove, hasLeft));
                for (int y = 0; y < Size; y++)
                    dc.Store(block + y * stride);
                break;
            case PredictionMode.Vertical:
                Vector128<byte> above = Vector128.Load(block - stride);
                for (int y = 0; y < Size; y++)
                    above.Store(block + y * stride);
                break;
            case PredictionMode.Horizontal:
                for (int y = 0; y < Size; y++, block += stride)
                    Vector128.Create(block[-1]).Store(block);
                break;
            default:
                Vector256<short> slope = Avx2.ConvertToVector256Int16(block - stride) - Vector256.Create((short)block[-stride - 1]);
                for (int y = 0; y < Size; y++, block += stride)
                {
                    Vector256<short> sum = slope + Vector256.Create((short)block[-1]);
                    Sse2.PackUnsignedSaturate(sum.GetLower(), sum.GetUpper()).Store(block);
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Predict8(PredictionMode mode, byte* block, nint stride, bool hasAbove, bool hasLeft)
    {
        const int Size = 8;
        const ulong Each = 0x0101010101010101;
        switch (mode)
        {
            case PredictionMode.Dc:
                ulong dc = Dc(block, stride, Size, 3, hasAbove, hasLeft) * Each;
                for (int y = 0; y < Size; y++)
                    *(ulong*)(block + y * stride) = dc;
                break;
            case PredictionMode.Vertical:
                ulong above = *(ulong*)(block - stride);
                for (int y = 0; y < Size; y++)
                    *(ulong*)(block + y * stride) = above;
                break;
            case PredictionMode.Horizontal:
                for (int y = 0; y < Size; y++, block += stride)
                    *(ulong*)block = block[-1] * Each;
                break;
            default:
                Vector128<short> slope = Sse41.ConvertToVector128Int16(block - stride) - Vector128.Create((short)block[-stride - 1]);
                for (int y = 0; y < Size; y++, block += stride)
                {
                    Vector128<short> sum = slope + Vector128.Create((short)block[-1]);
                    *(ulong*)block = Sse2.PackUnsignedSaturate(sum, sum).AsUInt64().ToScalar();
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte Dc(byte* block, nint stride, int size, int log, bool hasAbove, bool hasLeft)
    {
        int sum = 0;
        if (hasLeft)
        {
            for (int y = 0; y < size; y++)
                sum += block[y * stride - 1];
        }

        if (hasAbove)
        {
            Vector128<byte> above = size == 16 ? Vector128.Load(block - stride) : Vector128.CreateScalar(*(ulong*)(block - stride)).AsByte();
            Vector128<ulong> sums = Sse2.SumAbsoluteDifferences(above, Vector128<byte>.Zero).AsUInt64();
            sum += (int)(sums[0] + sums[1]);
        }

        return (hasAbove, hasLeft) switch
        {
            (true, true) => (byte)((sum + size) >> (log + 1)),
            (false, false) => 128,
            _ => (byte)((sum + size / 2) >> log),
        };
    }
}
