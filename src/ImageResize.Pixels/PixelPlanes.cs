using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageResize.Pixels;

/// <summary>
/// Interleaved red, green and blue to planes of luma and chroma (ITU-T T.871, 7), in fixed point of 16 bits. Colours of a block
/// of two by two pixels are averaged before they are converted, which is the same but for one rounding less.
/// </summary>
internal static unsafe class PixelPlanes
{
    private const int Bits = 16, Half = 1 << (Bits - 1), Center = 128 << Bits;

    /// <summary>Takes the first channel alone.</summary>
    /// <param name="pixels">The row, one byte a sample.</param>
    /// <param name="step">Channels of a pixel.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="plane">Room for as many samples.</param>
    public static void CopyFirst(byte* pixels, int step, int width, byte* plane)
    {
        for (int x = 0; x < width; x++)
            plane[x] = pixels[(nint)x * step];
    }

    /// <summary>Makes planes of full resolution of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(byte* pixels, int step, int width, byte* luma, byte* blueness, byte* redness)
    {
        for (int x = 0; x < width; x++, pixels += step)
        {
            int red = pixels[0], green = pixels[1], blue = pixels[2];
            luma[x] = Luma(red, green, blue);
            blueness[x] = (byte)((-11059 * red - 21709 * green + 32768 * blue + Center + Half - 1) >> Bits);
            redness[x] = (byte)((32768 * red - 27439 * green - 5329 * blue + Center + Half - 1) >> Bits);
        }
    }

    /// <summary>Makes luma of two rows and chroma of half their resolution.</summary>
    /// <param name="upper">The upper row of pixels.</param>
    /// <param name="lower">The lower one; the same at the bottom of an image of odd height.</param>
    /// <param name="step">Channels of a pixel.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="upperLuma">Room for the luma of the upper row.</param>
    /// <param name="lowerLuma">The same for the lower one.</param>
    /// <param name="blueness">Room for half as many samples, rounded up.</param>
    /// <param name="redness">The same.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SplitHalf(byte* upper, byte* lower, int step, int width, byte* upperLuma, byte* lowerLuma, byte* blueness, byte* redness)
    {
        int x = 0;
        if (step == 3)
        {
            // Four pixels are loaded as 16 bytes, so the last ones of a row are left to the loop below.
            for (; x + 6 <= width; x += 4)
            {
                Vector128<int> upperRed = Channel(upper + 3 * x, 0), upperGreen = Channel(upper + 3 * x, 1), upperBlue = Channel(upper + 3 * x, 2);
                Vector128<int> lowerRed = Channel(lower + 3 * x, 0), lowerGreen = Channel(lower + 3 * x, 1), lowerBlue = Channel(lower + 3 * x, 2);
                Store4(Luma(upperRed, upperGreen, upperBlue), upperLuma + x);
                Store4(Luma(lowerRed, lowerGreen, lowerBlue), lowerLuma + x);
                Vector128<int> red = upperRed + lowerRed, green = upperGreen + lowerGreen, blue = upperBlue + lowerBlue;
                Vector128<int> toBlue = red * -11059 + green * -21709 + blue * 32768, toRed = red * 32768 + green * -27439 + blue * -5329;
                for (int pair = 0; pair < 4; pair += 2)
                {
                    blueness[(x + pair) / 2] = Quarter(toBlue[pair] + toBlue[pair + 1]);
                    redness[(x + pair) / 2] = Quarter(toRed[pair] + toRed[pair + 1]);
                }
            }
        }

        for (; x < width; x += 2)
        {
            byte* a = upper + (nint)x * step, b = lower + (nint)x * step;
            nint right = x + 1 < width ? step : 0;
            int red = a[0] + a[right] + b[0] + b[right], green = a[1] + a[right + 1] + b[1] + b[right + 1], blue = a[2] + a[right + 2] + b[2] + b[right + 2];
            upperLuma[x] = Luma(a[0], a[1], a[2]);
            lowerLuma[x] = Luma(b[0], b[1], b[2]);
            if (right > 0)
            {
                upperLuma[x + 1] = Luma(a[right], a[right + 1], a[right + 2]);
                lowerLuma[x + 1] = Luma(b[right], b[right + 1], b[right + 2]);
            }

            blueness[x / 2] = Quarter(-11059 * red - 21709 * green + 32768 * blue);
            redness[x / 2] = Quarter(32768 * red - 27439 * green - 5329 * blue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Channel(byte* pixels, byte channel)
    {
        Vector128<byte> picked = Vector128.Shuffle(
            Vector128.Load(pixels),
            Vector128.Create(channel, 255, 255, 255, (byte)(channel + 3), 255, 255, 255, (byte)(channel + 6), 255, 255, 255, (byte)(channel + 9), 255, 255, 255));
        return picked.AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Luma(Vector128<int> red, Vector128<int> green, Vector128<int> blue) =>
        (red * 19595 + green * 38470 + blue * 7471 + Vector128.Create(Half)) >> Bits;

    private static byte Luma(int red, int green, int blue) => (byte)((19595 * red + 38470 * green + 7471 * blue + Half) >> Bits);

    /// <summary>The chroma of the sum of four pixels.</summary>
    private static byte Quarter(int sum) => (byte)((sum + 4 * Center + 2 * (1 << Bits) - 1) >> (Bits + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(Vector128<int> values, byte* target)
    {
        Vector128<ushort> narrow = Vector128.Narrow(values.AsUInt32(), values.AsUInt32());
        *(uint*)target = Vector128.Narrow(narrow, narrow).AsUInt32()[0];
    }
}
