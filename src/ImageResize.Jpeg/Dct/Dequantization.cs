using ImageResize.Jpeg.Markers;

namespace ImageResize.Jpeg.Dct;

/// <summary>
/// The factors that the inverse DCT multiplies coefficients with: the quantisation steps, times the norms C(u)/2 of the
/// transform (ITU T.81, A.3.3). They are the same for a reduced transform: its own norm is larger by the square root of the
/// reduction on each axis, and the coefficients of the full block are too large for it by the same amount.
/// </summary>
internal static unsafe class Dequantization
{
    private const float DcNorm = 0.35355339059327376220f;
    private const float AcNorm = 0.5f;

    /// <summary>Writes rows times columns factors, in natural order of the reduced block.</summary>
    public static void Build(ReadOnlySpan<ushort> table, int columns, int rows, float* factors)
    {
        ReadOnlySpan<byte> natural = ZigZag.ToNatural;
        for (int k = 0; k < 64; k++)
        {
            int u = natural[k] & 7, v = natural[k] >> 3;
            if (u < columns && v < rows)
                factors[v * columns + u] = table[k] * (u == 0 ? DcNorm : AcNorm) * (v == 0 ? DcNorm : AcNorm);
        }
    }
}
