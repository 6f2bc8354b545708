using ImageResize.MoreFormats.Containers;

namespace ImageResize.MoreFormats.Magick;

/// <summary>Makes usual pixels of what a decoder leaves half done. Stateless.</summary>
internal static class PixelRepair
{
    private const int WithAlpha = 4;

    /// <summary>Samples of sRGB (IEC 61966-2-1) by linear light, both 0 to 255.</summary>
    private static readonly byte[] Samples = [.. Enumerable.Range(0, 256).Select(light => (byte)Math.Round(255 * Curve(light / 255.0)))];

    /// <summary>Parts colours from what they are mixed with by their alpha.</summary>
    /// <param name="pixels">Red, green, blue and alpha.</param>
    /// <param name="mix">What that is.</param>
    public static void Part(Span<byte> pixels, AlphaMix mix)
    {
        int mask = mix == AlphaMix.White ? byte.MaxValue : 0;
        for (; pixels.Length >= WithAlpha; pixels = pixels[WithAlpha..])
        {
            int alpha = pixels[3];
            for (int i = 0; i < 3 && alpha > 0; i++)
                pixels[i] = (byte)(Math.Min(byte.MaxValue, ((pixels[i] ^ mask) * byte.MaxValue + alpha / 2) / alpha) ^ mask);
        }
    }

    /// <summary>Makes samples of sRGB of linear light.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="channels">1, 3, or 4 with alpha, which stays.</param>
    public static void Encode(Span<byte> pixels, int channels)
    {
        for (int i = 0; i < pixels.Length; i++)
            if (channels != WithAlpha || i % WithAlpha != 3)
                pixels[i] = Samples[pixels[i]];
    }

    private static double Curve(double light) => light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055;
}
