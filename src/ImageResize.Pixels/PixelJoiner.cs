using System.Runtime.CompilerServices;
using ImageResize.Pixels.Simd;

namespace ImageResize.Pixels;

/// <summary>
/// Joins rows of planes to rows of red, green and blue. Rows are read up to a multiple of <see cref="ColorKernels.RowAlignment"/>
/// samples, and written up to <see cref="PixelImage.RowSlack"/> bytes beyond their end.
/// </summary>
internal static unsafe class PixelJoiner<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>
    /// Luma and chroma of full resolution (ITU-T T.871, 7). Each sample is the nearest to that of exact arithmetic; where that is a
    /// half, to a ten-thousandth, one of the two nearest.
    /// </summary>
    /// <param name="luma">Y of each pixel.</param>
    /// <param name="blueness">Cb.</param>
    /// <param name="redness">Cr.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="pixels">Where to write.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void JoinYCbCr(byte* luma, byte* blueness, byte* redness, int width, byte* pixels)
    {
        TLanes center = TLanes.Broadcast(128);
        TLanes redOfRedness = TLanes.Broadcast(1.402f), blueOfBlueness = TLanes.Broadcast(1.772f);
        TLanes greenOfBlueness = TLanes.Broadcast((float)(-0.114 * 1.772 / 0.587)), greenOfRedness = TLanes.Broadcast((float)(-0.299 * 1.402 / 0.587));
        for (int x = 0; x < width; x += TLanes.Count, pixels += 3 * TLanes.Count)
        {
            TLanes y = TLanes.LoadByte(luma + x), b = TLanes.LoadByte(blueness + x) - center, r = TLanes.LoadByte(redness + x) - center;
            TLanes green = TLanes.MultiplyAdd(b, greenOfBlueness, TLanes.MultiplyAdd(r, greenOfRedness, y));
            TLanes.StorePixels(TLanes.MultiplyAdd(r, redOfRedness, y), green, TLanes.MultiplyAdd(b, blueOfBlueness, y), pixels);
        }
    }

    /// <summary>
    /// Luma and chroma of full resolution in the narrow range of ITU-R BT.601 (luma from 16 to 235, chroma from 16 to 240 as 8 bits would have it), in samples of 16 bits.
    /// </summary>
    /// <inheritdoc cref="JoinYCbCr"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void JoinNarrowYCbCr(ushort* luma, ushort* blueness, ushort* redness, int width, byte* pixels)
    {
        const double OfLuma = 255.0 / 219 / 257, OfChroma = 255.0 / 224 / 257;
        const double Red = 1.402 * OfChroma, Blue = 1.772 * OfChroma, GreenOfBlue = -0.114 * 1.772 / 0.587 * OfChroma, GreenOfRed = -0.299 * 1.402 / 0.587 * OfChroma;
        TLanes black = TLanes.Broadcast((float)(-16 * 257 * OfLuma)), center = TLanes.Broadcast(128 * 257), lumaFactor = TLanes.Broadcast((float)OfLuma);
        TLanes redOfRedness = TLanes.Broadcast((float)Red), blueOfBlueness = TLanes.Broadcast((float)Blue);
        TLanes greenOfBlueness = TLanes.Broadcast((float)GreenOfBlue), greenOfRedness = TLanes.Broadcast((float)GreenOfRed);
        for (int x = 0; x < width; x += TLanes.Count, pixels += 3 * TLanes.Count)
        {
            TLanes y = TLanes.MultiplyAdd(TLanes.LoadUInt16(luma + x), lumaFactor, black), b = TLanes.LoadUInt16(blueness + x) - center, r = TLanes.LoadUInt16(redness + x) - center;
            TLanes green = TLanes.MultiplyAdd(b, greenOfBlueness, TLanes.MultiplyAdd(r, greenOfRedness, y));
            TLanes.StorePixels(TLanes.MultiplyAdd(r, redOfRedness, y), green, TLanes.MultiplyAdd(b, blueOfBlueness, y), pixels);
        }
    }

    /// <summary>Red, green and blue as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void JoinRgb(byte* red, byte* green, byte* blue, int width, byte* pixels)
    {
        for (int x = 0; x < width; x += TLanes.Count, pixels += 3 * TLanes.Count)
            TLanes.StorePixels(TLanes.LoadByte(red + x), TLanes.LoadByte(green + x), TLanes.LoadByte(blue + x), pixels);
    }
}
