using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>What is done to the pixels of a scaled picture one by one or with their neighbours: grey, sharper, blurred. Stateless.</summary>
internal static class ToneStep
{
    /// <summary>The standard deviation in pixels of what counts as detail: a picture that was made smaller is soft over about a pixel.</summary>
    private const double SharpenSigma = 0.7;

    /// <summary>How much of the detail is added again at an amount of 100.</summary>
    private const double SharpenMost = 3;

    /// <summary>What an edge may become brighter or darker, of 100 of CIELAB: more shows as a halo.</summary>
    private const double SharpenLimit = 20;

    /// <summary>A Gaussian is cut off where it is less than this: a fiftieth part of its middle.</summary>
    private const double BlurCut = 0.02;

    /// <summary>Grey by luminance, as light adds up (CIE Y). Takes over <paramref name="image"/>.</summary>
    public static Image ToGray(Image image) => image.Bands < 3
        ? image
        : image.Then(color => color.Colourspace(color.Format == Enums.BandFormat.Ushort ? Enums.Interpretation.Grey16 : Enums.Interpretation.Bw));

    /// <summary>An unsharp mask on luminance, so that no colours arise at edges. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">Grey or RGB.</param>
    /// <param name="amount">0 to 100.</param>
    public static Image Sharpen(Image image, double amount)
    {
        double gain = SharpenMost * amount / 100;
        Enums.Interpretation interpretation = image.Interpretation;
        Enums.BandFormat format = image.Format;
        return image
            .Then(soft => soft.Sharpen(sigma: SharpenSigma, x1: 1, y2: SharpenLimit, y3: SharpenLimit, m1: gain, m2: gain))
            .Then(sharp => sharp.Interpretation == interpretation ? sharp.Copy() : sharp.Colourspace(interpretation))
            .Then(sharp => sharp.Format == format ? sharp.Copy() : sharp.Cast(format));
    }

    /// <summary>A Gaussian blur; colours under transparent pixels do not run out. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">Grey or RGB.</param>
    /// <param name="sigma">The standard deviation in pixels.</param>
    public static Image Blur(Image image, double sigma)
    {
        if (!Inks.HasAlpha(image))
            return image.Then(sharp => sharp.Gaussblur(sigma, minAmpl: BlurCut));
        double most = Inks.Most(image);
        Enums.Interpretation interpretation = image.Interpretation;
        Enums.BandFormat format = image.Format;
        return image
            .Then(sharp => sharp.Premultiply(maxAlpha: most))
            .Then(sharp => sharp.Gaussblur(sigma, minAmpl: BlurCut))
            .Then(soft => soft.Unpremultiply(maxAlpha: most))
            .Then(soft => soft.Linear([1], [0.5]))
            .Then(soft => soft.Cast(format))
            .Then(soft => soft.Copy(interpretation: interpretation));
    }
}
