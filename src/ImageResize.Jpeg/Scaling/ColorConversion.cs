namespace ImageResize.Jpeg.Scaling;

/// <summary>Red, green and blue planes to YCbCr (ITU T.871, 7), in 16-bit fixed point.</summary>
internal static unsafe class ColorConversion
{
    private const int Bits = 16;
    private const int Half = 1 << (Bits - 1);

    public static void RgbToYCbCr(PlanarImage image)
    {
        for (int y = 0; y < image.Height; y++)
        {
            byte* red = image.Plane(0) + (nint)y * image.Stride(0);
            byte* green = image.Plane(1) + (nint)y * image.Stride(1);
            byte* blue = image.Plane(2) + (nint)y * image.Stride(2);
            for (int x = 0; x < image.Width; x++)
            {
                int r = red[x], g = green[x], b = blue[x];
                red[x] = (byte)((19595 * r + 38470 * g + 7471 * b + Half) >> Bits);
                green[x] = (byte)((-11059 * r - 21709 * g + 32768 * b + (128 << Bits) + Half - 1) >> Bits);
                blue[x] = (byte)((32768 * r - 27439 * g - 5329 * b + (128 << Bits) + Half - 1) >> Bits);
            }
        }
    }
}
