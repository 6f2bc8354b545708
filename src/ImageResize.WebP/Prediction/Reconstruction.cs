using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ImageResize.WebP.Transforms;

namespace ImageResize.WebP.Prediction;

/// <summary>Predicts, and adds what the coefficients tell (RFC 6386, 14.5), in the place of the samples. Needs AVX2.</summary>
internal static unsafe class Reconstruction
{
    /// <summary>Adds a group of four blocks beside each other to 4 rows of 16 samples, and clears it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow(short* group, byte* samples, nint stride)
    {
        (Vector256<short> row0, Vector256<short> row1, Vector256<short> row2, Vector256<short> row3) = InverseTransform.Rows(group);
        Add(samples, row0);
        Add(samples + stride, row1);
        Add(samples + 2 * stride, row2);
        Add(samples + 3 * stride, row3);
    }

    /// <summary>Adds a group of four blocks to 8 by 8 samples, and clears it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquare(short* group, byte* samples, nint stride)
    {
        (Vector256<short> row0, Vector256<short> row1, Vector256<short> row2, Vector256<short> row3) = InverseTransform.Rows(group);
        Add(samples, row0.GetLower());
        Add(samples + stride, row1.GetLower());
        Add(samples + 2 * stride, row2.GetLower());
        Add(samples + 3 * stride, row3.GetLower());
        samples += 4 * stride;
        Add(samples, row0.GetUpper());
        Add(samples + stride, row1.GetUpper());
        Add(samples + 2 * stride, row2.GetUpper());
        Add(samples + 3 * stride, row3.GetUpper());
    }

    /// <summary>Predicts 16 blocks of luma one after the other, each from those before it, and clears their groups.</summary>
    /// <param name="modes">Their modes.</param>
    /// <param name="groups">Four groups of coefficients, each a row of blocks.</param>
    /// <param name="hasGroup">A bit for each group that is not zero.</param>
    /// <param name="samples">The macroblock; above it and to its right there are samples.</param>
    /// <param name="stride">Bytes to the row below.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PredictSubblocks(byte* modes, short* groups, uint hasGroup, byte* samples, nint stride)
    {
        short* differences = stackalloc short[CoefficientLayout.GroupLength];

        // What is to the right above the macroblock stands for what is not yet decoded there.
        ulong right = (ulong)*(uint*)(samples - stride + 16) << 32;
        for (int y = 0; y < 4; y++, modes += 4, groups += CoefficientLayout.GroupLength, samples += 4 * stride, hasGroup >>= 1)
        {
            bool hasDifferences = (hasGroup & 1) != 0;
            if (hasDifferences)
            {
                (Vector256<short> upper02, Vector256<short> lower02, Vector256<short> upper13, Vector256<short> lower13) = InverseTransform.Blocks(groups);
                Avx2.Permute2x128(upper02, lower02, 0x20).Store(differences);
                Avx2.Permute2x128(upper13, lower13, 0x20).Store(differences + 16);
                Avx2.Permute2x128(upper02, lower02, 0x31).Store(differences + 32);
                Avx2.Permute2x128(upper13, lower13, 0x31).Store(differences + 48);
            }

            for (int x = 0; x < 4; x++)
            {
                byte* block = samples + 4 * x;
                ulong above = x < 3 ? *(ulong*)(block - stride) : *(uint*)(block - stride) | right;
                Vector128<byte> predicted = SubblockPredictor.Predict(modes[x], block, stride, above);
                if (hasDifferences)
                {
                    Vector256<short> sum = Avx2.ConvertToVector256Int16(predicted) + Vector256.Load(differences + 16 * x);
                    predicted = Sse2.PackUnsignedSaturate(sum.GetLower(), sum.GetUpper());
                }

                Vector128<uint> rows = predicted.AsUInt32();
                *(uint*)block = rows[0];
                *(uint*)(block + stride) = rows[1];
                *(uint*)(block + 2 * stride) = rows[2];
                *(uint*)(block + 3 * stride) = rows[3];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* samples, Vector256<short> differences)
    {
        Vector256<short> sum = Avx2.ConvertToVector256Int16(samples) + differences;
        Sse2.PackUnsignedSaturate(sum.GetLower(), sum.GetUpper()).Store(samples);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* samples, Vector128<short> differences)
    {
        Vector128<short> sum = Sse41.ConvertToVector128Int16(samples) + differences;
        *(ulong*)samples = Sse2.PackUnsignedSaturate(sum, sum).AsUInt64().ToScalar();
    }
}
