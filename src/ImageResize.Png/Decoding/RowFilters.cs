using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Png.Decoding;

/// <summary>What a filter predicts of a pixel (PNG specification, 9.2), its bytes widened to 16 bits.</summary>
internal interface IRowFilter
{
    static abstract Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft);
}

internal readonly struct NoFilter : IRowFilter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft) => Vector128<short>.Zero;
}

internal readonly struct SubFilter : IRowFilter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft) => left;
}

internal readonly struct UpFilter : IRowFilter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft) => up;
}

internal readonly struct AverageFilter : IRowFilter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft) => (left + up) >>> 1;
}

internal readonly struct PaethFilter : IRowFilter
{
    /// <summary>
    /// F. Giesen's form, as in stb_image: two comparisons with 3c - a - b, of which only one subtraction waits for the pixel to the left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Predict(Vector128<short> left, Vector128<short> up, Vector128<short> aboveLeft)
    {
        Vector128<short> threshold = aboveLeft + aboveLeft + aboveLeft - up - left;
        Vector128<short> low = Vector128.Min(left, up), high = Vector128.Max(left, up);
        Vector128<short> lowOrCorner = Vector128.ConditionalSelect(Vector128.GreaterThan(high, threshold), aboveLeft, low);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(threshold, low), lowOrCorner, high);
    }
}
