using System.Runtime.InteropServices;
using ImageResize.Metadata.Color;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Resampling of light instead of samples, which are coded so that dark differences get more of them: the mean of black and white
/// is then 188 of 255 in sRGB, and bright detail on dark ground keeps its brightness. The curve is that of the image's colours
/// where they tell one, else that of sRGB. Stateless.
/// </summary>
internal static class LinearLight
{
    private const int Levels = 65_536;

    private static readonly Lazy<ushort[]> SrgbCodes = new(() => CodesOf(255, null));

    /// <summary>Brings an image to another size in linear light. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">Grey or RGB of 8 or 16 bits, with or without alpha.</param>
    /// <param name="color">What its samples mean.</param>
    /// <param name="across">The size wanted over that of the image, horizontally.</param>
    /// <param name="down">The same vertically.</param>
    public static Image Resize(Image image, ColorDescription color, double across, double down)
    {
        Enums.Interpretation interpretation = image.Interpretation;
        bool isDeep = image.Format == Enums.BandFormat.Ushort;
        ToneCurve? curve = color is { IsHdr: false, Curves.Count: > 0 } ? color.Curves[0].ToStandardRange() : null;
        using Image lights = LightTable(isDeep ? Levels : 256, curve), codes = CodeTable(isDeep, curve);
        using (image)
        {
            int colors = image.Bands < 3 ? 1 : 3;
            using Image light = image.ExtractBand(0, n: colors).Then(samples => samples.Maplut(lights));
            using Image scaled = Inks.HasAlpha(image) ? ResizeWithAlpha(light, image.ExtractBand(colors), Inks.Most(image), across, down) : light.Resize(across, vscale: down);

            // The root spreads the dark levels, of which whole numbers would hold too few.
            using Image coded = scaled.ExtractBand(0, n: colors)
                .Then(values => (values > 0.0).Ifthenelse(values, 0.0))
                .Then(values => values.Pow(0.5))
                .Then(roots => roots.Linear([Levels - 1.0], [0.5]))
                .Then(roots => roots.Cast(Enums.BandFormat.Ushort))
                .Then(roots => roots.Maplut(codes));
            if (!Inks.HasAlpha(image))
                return coded.Copy(interpretation: interpretation);
            using Image alpha = scaled.ExtractBand(colors).Then(share => share.Linear([Inks.Most(image)], [0.5])).Then(share => share.Cast(image.Format));
            return coded.Bandjoin(alpha).Then(joined => joined.Copy(interpretation: interpretation));
        }
    }

    /// <summary>Colours count by what is seen of them.</summary>
    private static Image ResizeWithAlpha(Image light, Image alpha, double most, double across, double down)
    {
        using Image share = alpha.Then(samples => samples.Linear([1 / most], [0]));
        return light.Bandjoin(share)
            .Then(joined => joined.Premultiply(maxAlpha: 1))
            .Then(joined => joined.Resize(across, vscale: down))
            .Then(joined => joined.Unpremultiply(maxAlpha: 1));
    }

    /// <summary>From a sample to light, 0 to 1.</summary>
    private static Image LightTable(int levels, ToneCurve? curve)
    {
        var table = new float[levels];
        for (int i = 0; i < levels; i++)
            table[i] = (float)Decode(i / (levels - 1.0), curve);
        return Image.NewFromMemory(MemoryMarshal.AsBytes<float>(table).ToArray(), levels, 1, 1, Enums.BandFormat.Float);
    }

    /// <summary>From the root of light to a sample.</summary>
    private static Image CodeTable(bool isDeep, ToneCurve? curve)
    {
        ushort[] table = !isDeep && curve is null ? SrgbCodes.Value : CodesOf(isDeep ? Levels - 1 : 255, curve);
        using Image deep = Image.NewFromMemory(MemoryMarshal.AsBytes<ushort>(table).ToArray(), Levels, 1, 1, Enums.BandFormat.Ushort);
        return isDeep ? deep.Copy() : deep.Cast(Enums.BandFormat.Uchar);
    }

    /// <summary>The curve backwards, by walking along it: the sample that is nearest as coded.</summary>
    private static ushort[] CodesOf(int most, ToneCurve? curve)
    {
        var table = new ushort[Levels];
        int sample = 0;
        for (int i = 0; i < Levels; i++)
        {
            double light = Math.Pow(i / (Levels - 1.0), 2);
            while (sample < most && Decode((sample + 0.5) / most, curve) <= light)
                sample++;
            table[i] = (ushort)sample;
        }

        return table;
    }

    /// <summary>A sample of sRGB (IEC 61966-2-1), or of the curve, as light; both 0 to 1.</summary>
    private static double Decode(double sample, ToneCurve? curve) =>
        curve?.Evaluate(sample) ?? (sample <= 0.04045 ? sample / 12.92 : Math.Pow((sample + 0.055) / 1.055, 2.4));
}
