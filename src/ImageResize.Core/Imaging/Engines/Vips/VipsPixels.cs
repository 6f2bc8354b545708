using ImageResize.Bitmaps;
using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Pixels in memory as an image of libvips, without a copy of them.</summary>
internal static class VipsPixels
{
    private const double MillimetresPerInch = 25.4;

    /// <summary>The image with a resolution for its output. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">The image.</param>
    /// <param name="dotsPerInch">Pixels per inch.</param>
    public static Image WithDensity(Image image, double dotsPerInch) => image
        .Then(plain => plain.Copy(xres: dotsPerInch / MillimetresPerInch, yres: dotsPerInch / MillimetresPerInch))
        .Then(told => told.Mutate(mutable => mutable.Set(GValue.GStrType, "resolution-unit", "in")));

    /// <summary>The resolution that an image tells, in pixels per inch; 0 where it tells none.</summary>
    public static double DensityOf(Image image) => image.Contains("resolution-unit") ? Math.Round(image.Xres * MillimetresPerInch, 2) : 0;

    /// <summary>An image over decoded pixels, which must stay as long as it is used.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="profile">Their ICC profile; null without.</param>
    /// <param name="dotsPerInch">Pixels per inch; 0 where unknown.</param>
    public static Image Wrap(BitmapImage pixels, byte[]? profile, double dotsPerInch)
    {
        bool isDeep = pixels.BytesPerSample == 2;
        Image image = Image
            .NewFromMemory(pixels.Address, (ulong)pixels.Length, pixels.Width, pixels.Height, pixels.Channels, isDeep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar)
            .Then(plain => Describe(plain, dotsPerInch));
        return profile is null ? image : image.Then(bare => bare.Mutate(mutable => mutable.Set(GValue.BlobType, "icc-profile-data", profile)));
    }

    /// <summary>The same of pixels that our own codecs give.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="isGray">Whether red, green and blue are the same everywhere: then there is one channel for them, before that of alpha.</param>
    /// <param name="dotsPerInch">Pixels per inch; 0 where unknown.</param>
    public static Image Wrap(PixelImage pixels, bool isGray, double dotsPerInch)
    {
        bool isDeep = pixels.Format.BytesPerSample == 2;
        Image image = Image.NewFromMemory(
            pixels.Address, (ulong)pixels.Length, pixels.Width, pixels.Height, pixels.Format.Channels, isDeep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        if (isGray && pixels.Format.Channels > 1)
            image = image.Then(colors => WithOneColor(colors, pixels.Format.HasAlpha));
        return image.Then(plain => Describe(plain, dotsPerInch));
    }

    /// <summary>Computes an image of libvips into pixels of our own.</summary>
    /// <param name="image">An image of 8 or 16 bits a sample: grey, grey with alpha, RGB or RGB with alpha.</param>
    /// <param name="pixels">What becomes its pixels; grey with alpha becomes colours with alpha.</param>
    /// <exception cref="VipsException">They cannot be computed.</exception>
    public static void CopyTo(Image image, PixelImage pixels)
    {
        using Image source = image.Bands == 2 ? WithThreeColors(image) : image.Copy();
        pixels.Allocate(source.Width, source.Height, new PixelFormat(source.Bands, source.Format == Enums.BandFormat.Ushort ? sizeof(ushort) : sizeof(byte)));
        IntPtr memory = source.WriteToMemory(out _);
        try
        {
            pixels.CopyFrom(memory);
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }

    private static Image WithOneColor(Image colors, bool hasAlpha)
    {
        Image first = colors.ExtractBand(0);
        if (!hasAlpha)
            return first;
        using Image alpha = colors.ExtractBand(colors.Bands - 1);
        return first.Then(gray => gray.Bandjoin(alpha));
    }

    private static Image WithThreeColors(Image grayAlpha)
    {
        using Image gray = grayAlpha.ExtractBand(0), alpha = grayAlpha.ExtractBand(1);
        return gray.Bandjoin(gray, gray, alpha);
    }

    private static Image Describe(Image plain, double dotsPerInch)
    {
        bool isDeep = plain.Format == Enums.BandFormat.Ushort;
        Enums.Interpretation interpretation = plain.Bands < 3
            ? isDeep ? Enums.Interpretation.Grey16 : Enums.Interpretation.Bw
            : isDeep ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb;
        double? resolution = dotsPerInch > 0 ? dotsPerInch / MillimetresPerInch : null;
        Image image = plain.Copy(interpretation: interpretation, xres: resolution, yres: resolution);
        return resolution is null ? image : image.Then(bare => bare.Mutate(mutable => mutable.Set(GValue.GStrType, "resolution-unit", "in")));
    }
}
