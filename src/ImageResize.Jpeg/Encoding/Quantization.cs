using ImageResize.Jpeg.Markers;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// Reciprocals of quantisation steps, with the scaling that the forward DCT leaves over, in the order of its output:
/// transposed, 8 times the column plus the row.
/// </summary>
internal static unsafe class Quantization
{
    /// <summary>The scaling of Arai, Agui and Nakajima's transform: 1, then the square root of 2 times cos(k pi / 16).</summary>
    private static ReadOnlySpan<double> Scaling =>
        [1, 1.387039845322148, 1.306562964876377, 1.175875602419359, 1, 0.785694958387102, 0.541196100146197, 0.275899379282943];

    public static void Fill(ReadOnlySpan<byte> table, float* reciprocals)
    {
        for (int k = 0; k < 64; k++)
        {
            int row = ZigZag.ToNatural[k] >> 3, column = ZigZag.ToNatural[k] & 7;
            reciprocals[column * 8 + row] = (float)(1 / (table[k] * Scaling[row] * Scaling[column] * 8));
        }
    }
}
