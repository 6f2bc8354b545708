namespace ImageResize.Pixels;

/// <summary>Red, green and blue to YCbCr (ITU T.871, 7), in 16-bit fixed point.</summary>
internal static unsafe class ColorConversion
{
    private const int Bits = 16;
    private const int Half = 1 << (Bits - 1);

    /// <summary>Replaces a row of red, green and blue samples by luma, blue and red difference.</summary>
    public static void RgbToYCbCr(byte* red, byte* green, byte* blue, int count)
    {
        for (int x = 0; x < count; x++)
        {
            int r = red[x], g = green[x], b = blue[x];
            red[x] = (byte)((19595 * r + 38470 * g + 7471 * b + Half) >> Bits);
            green[x] = (byte)((-11059 * r - 21709 * g + 32768 * b + (128 << Bits) + Half - 1) >> Bits);
            blue[x] = (byte)((32768 * r - 27439 * g - 5329 * b + (128 << Bits) + Half - 1) >> Bits);
        }
    }
}
