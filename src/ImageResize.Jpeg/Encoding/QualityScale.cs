using ImageResize.Jpeg.Markers;

namespace ImageResize.Jpeg.Encoding;

/// <summary>
/// Quantisation tables for a quality from 1 to 100: the examples of ITU T.81, annex K.1, scaled as the Independent JPEG Group
/// does, so that a quality means what users expect.
/// </summary>
internal static class QualityScale
{
    private static ReadOnlySpan<byte> Luminance =>
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static ReadOnlySpan<byte> Chrominance =>
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>Writes 64 steps of 1 to 255 in zig-zag order.</summary>
    public static void Fill(int quality, bool isChrominance, Span<byte> table)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        ReadOnlySpan<byte> basis = isChrominance ? Chrominance : Luminance;
        for (int k = 0; k < 64; k++)
            table[k] = (byte)Math.Clamp((basis[ZigZag.ToNatural[k]] * percent + 50) / 100, 1, 255);
    }
}
