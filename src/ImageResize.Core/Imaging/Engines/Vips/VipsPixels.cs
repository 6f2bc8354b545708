using ImageResize.Bitmaps;
using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Pixels in memory as an image of libvips, without a copy of them.</summary>
internal static class VipsPixels
{
    private const double MillimetresPerInch = 25.4;

    /// <summary>An image over pixels of ours with alpha, which must stay as long as it is used.</summary>
    public static Image Wrap(PixelImage pixels)
    {
        PixelFormat format = pixels.Format;
        bool isDeep = format.BytesPerSample == 2;

        // Rows have room behind them, a whole number of pixels of four channels.
        int stride = (int)(pixels.Stride / format.BytesPerPixel);
        using Image rows = Image.NewFromMemory(pixels.Address, (ulong)pixels.Length, stride, pixels.Height, format.Channels, isDeep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        using Image plain = rows.ExtractArea(0, 0, pixels.Width, pixels.Height);
        return plain.Copy(interpretation: isDeep ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb);
    }

    /// <summary>An image over decoded pixels, which must stay as long as it is used.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="profile">Their ICC profile; null without.</param>
    /// <param name="dotsPerInch">Pixels per inch; 0 where unknown.</param>
    public static Image Wrap(BitmapImage pixels, byte[]? profile, double dotsPerInch)
    {
        bool isDeep = pixels.BytesPerSample == 2;
        using Image plain = Image.NewFromMemory(pixels.Address, (ulong)pixels.Length, pixels.Width, pixels.Height, pixels.Channels, isDeep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        Enums.Interpretation interpretation = (pixels.Channels < 3, isDeep) switch
        {
            (true, false) => Enums.Interpretation.Bw,
            (true, true) => Enums.Interpretation.Grey16,
            (false, false) => Enums.Interpretation.Srgb,
            (false, true) => Enums.Interpretation.Rgb16,
        };
        double? resolution = dotsPerInch > 0 ? dotsPerInch / MillimetresPerInch : null;
        Image image = plain.Copy(interpretation: interpretation, xres: resolution, yres: resolution);
        if (profile is null)
            return image;
        using (image)
            return image.Mutate(mutable => mutable.Set(GValue.BlobType, "icc-profile-data", profile));
    }
}
