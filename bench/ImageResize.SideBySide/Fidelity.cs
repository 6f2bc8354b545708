using NetVips;

namespace ImageResize.SideBySide;

/// <summary>
/// How near outputs come to the best that can be done: the input decoded in full and reduced with a Lanczos filter in
/// one step. PSNR over all channels; SSIM (Wang et al. 2004) on the luminance with a Gaussian window of sigma 1.5.
/// </summary>
internal static class Fidelity
{
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    /// <summary>The means over the first outputs, one of each input that differs; null where an output's size differs.</summary>
    public static (double Psnr, double Ssim)? Of(WorkFolder work)
    {
        var psnr = new List<double>();
        var ssim = new List<double>();
        foreach (string source in Directory.GetFiles(work.Inputs).Order(StringComparer.Ordinal).Take(work.Distinct))
        {
            using Image output = OnWhite(Image.NewFromFile(work.OutputOf(source)));
            using Image whole = Image.NewFromFile(source).Autorot();
            double across = (double)output.Width / whole.Width, down = (double)output.Height / whole.Height;
            using Image best = OnWhite(whole.HasAlpha() ? whole.Premultiply().Resize(across, vscale: down, gap: 0).Unpremultiply() : whole.Resize(across, vscale: down, gap: 0));
            if (best.Width != output.Width || best.Height != output.Height || best.Bands != output.Bands)
                return null;
            using Image difference = best - output;
            using Image squares = difference * difference;
            psnr.Add(10 * Math.Log10(255 * 255 / Math.Max(squares.Avg(), 1e-9)));
            ssim.Add(Ssim(Luminance(best), Luminance(output)));
        }

        return (psnr.Average(), ssim.Average());
    }

    private static double Ssim(Image a, Image b)
    {
        Image meanA = Blur(a), meanB = Blur(b);
        Image varianceA = Blur(a * a) - meanA * meanA, varianceB = Blur(b * b) - meanB * meanB;
        Image covariance = Blur(a * b) - meanA * meanB;
        Image map = (meanA * meanB * 2 + C1) * (covariance * 2 + C2) / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
        return map.Avg();
    }

    private static Image Blur(Image image) => image.Gaussblur(1.5, minAmpl: 0.01, precision: Enums.Precision.Float);

    private static Image Luminance(Image image) => image.Bands < 3 ? image[0].Cast(Enums.BandFormat.Float) : image[0] * 0.299 + image[1] * 0.587 + image[2] * 0.114;

    /// <summary>8-bit RGB as stored, alpha flattened: both sides have the same profile, so none is applied.</summary>
    private static Image OnWhite(Image image)
    {
        image = image.Interpretation == Enums.Interpretation.Cmyk || image.Bands < 3 ? image.Colourspace(Enums.Interpretation.Srgb) : image;
        return image.HasAlpha() ? image.Flatten(background: [255.0]) : image;
    }
}
