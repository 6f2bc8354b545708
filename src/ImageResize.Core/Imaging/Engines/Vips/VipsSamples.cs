using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Samples as the pipeline takes them: whole numbers of 8 or 16 bits, colour and at most one channel of alpha behind it.
/// </summary>
internal static class VipsSamples
{
    /// <summary>What a float may lie outside 0 to 1 and still mean black or white.</summary>
    private const double Overshoot = 0.02;

    /// <summary>Brings samples into that form. Takes over <paramref name="image"/>.</summary>
    /// <exception cref="ImageResizeException">Nothing says how bright the samples are.</exception>
    public static Image ToIntegers(Image image, ImageHeader header)
    {
        // Only a TIFF can have channels that are neither colour nor alpha, and its header says so.
        bool mayHaveAlpha = header.HasAlpha || header.Format != ImageFormat.Tiff;
        int colors = ColorChannels(header), channels = colors + (mayHaveAlpha ? 1 : 0);
        if (header is { Format: ImageFormat.Tiff, Parts.AlphaChannel: var alpha } && alpha > colors && alpha < image.Bands)
            image = image.Then(all => WithAlpha(all, colors, alpha));
        else if (image.Bands > channels)
            image = image.Then(all => all.ExtractBand(0, n: channels));
        switch (image.Format)
        {
            case Enums.BandFormat.Uchar or Enums.BandFormat.Ushort:
                return Name(header.Color.IsNarrowRange ? Spread(image, header) : image, header);
            case Enums.BandFormat.Uint:
                // 2^32 - 1 is 65,537 times 2^16 - 1; a cast cuts off.
                return Name(image.Then(deep => deep.Linear([1 / 65_537.0], [0.5])).Then(scaled => scaled.Cast(Enums.BandFormat.Ushort)), header);
            case Enums.BandFormat.Float or Enums.BandFormat.Double:
                return Name(FromUnitRange(image), header);
            default:
                throw NoBrightness($"samples of the kind {image.Format}");
        }
    }

    /// <summary>The image with 8 bits for each sample, rounded. Takes over <paramref name="image"/>.</summary>
    public static Image ToBytes(Image image, ImageHeader header) => image.Format == Enums.BandFormat.Uchar
        ? image
        : Name(image.Then(deep => deep.Linear([1 / 257.0], [0.5])).Then(scaled => scaled.Cast(Enums.BandFormat.Uchar)), header);

    /// <summary>Whether there is a channel of alpha behind those of colour.</summary>
    public static bool HasAlpha(Image image, ImageHeader header) => image.Bands > ColorChannels(header);

    private static int ColorChannels(ImageHeader header) => header.ColorModel switch
    {
        ColorModel.Gray => 1,
        ColorModel.Cmyk => 4,
        _ => 3,
    };

    /// <summary>The channels of colour with the one of alpha, which others stand before.</summary>
    private static Image WithAlpha(Image all, int colors, int alpha)
    {
        using Image color = all.ExtractBand(0, n: colors);
        using Image last = all.ExtractBand(alpha);
        return color.Bandjoin(last);
    }

    /// <summary>Samples of the narrow range (ITU-T H.273, 8.3: black at 16, white at 235 of 8 bits, and so many times as much of 16) over the full one; alpha has that already.</summary>
    private static Image Spread(Image image, ImageHeader header)
    {
        int unit = image.Format == Enums.BandFormat.Ushort ? 256 : 1, most = image.Format == Enums.BandFormat.Ushort ? 65_535 : 255;
        double slope = most / (219.0 * unit);
        double[] slopes = [.. Enumerable.Range(0, image.Bands).Select(band => band < ColorChannels(header) ? slope : 1)];
        double[] offsets = [.. Enumerable.Range(0, image.Bands).Select(band => band < ColorChannels(header) ? 0.5 - 16 * unit * slope : 0.5)];
        return image.Then(narrow => narrow.Linear(slopes, offsets).Then(full => full.Cast(narrow.Format)));
    }

    /// <summary>Float samples from 0 to 1 have a meaning that all agree on. Whether they lie there the pixels alone tell.</summary>
    private static Image FromUnitRange(Image image)
    {
        image = image.Then(stored => stored.CopyMemory());
        using (Image statistics = image.Stats())
        {
            double least = statistics.Getpoint(0, 0)[0], most = statistics.Getpoint(1, 0)[0];
            if (!(least >= -Overshoot && most <= 1 + Overshoot))
            {
                image.Dispose();
                throw NoBrightness(FormattableString.Invariant($"floating-point samples from {least:G4} to {most:G4}"));
            }
        }

        return image.Then(unit => unit.Linear([65_535], [0.5])).Then(scaled => scaled.Cast(Enums.BandFormat.Ushort));
    }

    /// <summary>Names the channels for what they are, whatever the loader took them for.</summary>
    private static Image Name(Image image, ImageHeader header)
    {
        bool isDeep = image.Format == Enums.BandFormat.Ushort;
        Enums.Interpretation interpretation = header.ColorModel switch
        {
            ColorModel.Gray => isDeep ? Enums.Interpretation.Grey16 : Enums.Interpretation.Bw,
            ColorModel.Cmyk => Enums.Interpretation.Cmyk,
            _ => isDeep ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb,
        };
        return image.Interpretation == interpretation ? image : image.Then(named => named.Copy(interpretation: interpretation));
    }

    private static ImageResizeException NoBrightness(string samples) => new(
        ImageErrorId.UnsupportedFormat, $"The image has {samples}; what is black and what is white is not defined. Save it with 8 or 16 bits first, or with floating-point samples from 0 to 1.");
}

/// <summary>Steps from one image of libvips to the next.</summary>
internal static class VipsSteps
{
    /// <summary>One step on; the handle of the step before is let go (libvips itself keeps what it needs).</summary>
    public static Image Then(this Image image, Func<Image, Image> step)
    {
        using (image)
            return step(image);
    }
}
