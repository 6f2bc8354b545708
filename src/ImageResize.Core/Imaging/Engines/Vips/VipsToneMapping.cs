using ImageResize.Metadata.Color;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// HDR to sRGB: light relative to the white of paper (203 cd/m², ITU-R BT.2408), in sRGB's primaries, kept up to a knee and
/// rolled off above it so that no highlight is cut. Simple on purpose: no part of it depends on the picture.
/// </summary>
internal static class VipsToneMapping
{
    private const double PaperWhite = 203;
    private const double PqPeak = 10_000;

    /// <summary>Hybrid log-gamma on a screen of 1,000 cd/m² has this system gamma (BT.2100, table 5).</summary>
    private const double HlgPeak = 1_000;
    private const double HlgGamma = 1.2;

    private const double Knee = 0.7;

    /// <summary>The image in sRGB. Takes over <paramref name="image"/>, which has 8 or 16 bits.</summary>
    public static Image ToSrgb(Image image, ColorDescription color)
    {
        bool isDeep = image.Format == Enums.BandFormat.Ushort;
        double white = isDeep ? 65_535 : 255;
        Matrix3 toSrgb = Primaries.Srgb.ToConnectionSpace().Invert() * (color.Matrix ?? Primaries.Srgb.ToConnectionSpace());
        using Image matrix = Image.NewFromArray(new double[,]
        {
            { toSrgb.Items[0], toSrgb.Items[1], toSrgb.Items[2] },
            { toSrgb.Items[3], toSrgb.Items[4], toSrgb.Items[5] },
            { toSrgb.Items[6], toSrgb.Items[7], toSrgb.Items[8] },
        });
        Func<double, double> curve = CurveOf(color);
        using Image toLight = Table(isDeep ? 65_536 : 256, curve);
        using Image toSample = Table(65_536, light => white * Encode(light) + 0.5);
        return VipsColor.OnColors(image, stored => stored
            .Then(samples => samples.Maplut(toLight))
            .Then(light => light.Recomb(matrix))
            .Then(RollOff)
            .Then(light => light.Linear([65_535], [0.5]))
            .Then(light => light.Cast(Enums.BandFormat.Ushort))
            .Then(light => light.Maplut(toSample))
            .Then(samples => samples.Cast(isDeep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar))
            .Then(samples => samples.Copy(interpretation: isDeep ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb)));
    }

    /// <summary>From a sample, 0 to 1, to light in the range of a screen, 0 to 1.</summary>
    public static Func<double, double> LightOf(ColorDescription color)
    {
        Func<double, double> curve = CurveOf(color);
        return color.IsHdr ? sample => RollOff(curve(sample)) : curve;
    }

    /// <summary>Light, 0 to 1, as a sample of sRGB (IEC 61966-2-1).</summary>
    public static double Encode(double light)
    {
        light = Math.Clamp(light, 0, 1);
        return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055;
    }

    private static Func<double, double> CurveOf(ColorDescription color)
    {
        ToneCurve curve = color.Curves[0];
        return curve == ToneCurve.Pq ? sample => curve.Evaluate(sample) * PqPeak / PaperWhite
            : curve == ToneCurve.Hlg ? sample => Math.Pow(curve.Evaluate(sample), HlgGamma) * HlgPeak / PaperWhite
            : curve.Evaluate;
    }

    private static double RollOff(double light) => light <= Knee ? light : Knee + (1 - Knee) * (1 - Math.Exp((Knee - light) / (1 - Knee)));

    private static Image RollOff(Image light)
    {
        using Image over = light.Linear([-1 / (1 - Knee)], [Knee / (1 - Knee)]);
        using Image fall = over.Exp();
        using Image soft = fall.Linear([-(1 - Knee)], [1]);
        using Image isOver = light > Knee;
        return isOver.Ifthenelse(soft, light);
    }

    private static Image Table(int levels, Func<double, double> value)
    {
        var table = new float[levels];
        for (int i = 0; i < levels; i++)
            table[i] = (float)value(i / (levels - 1.0));
        return Image.NewFromMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(table).ToArray(), levels, 1, 1, Enums.BandFormat.Float);
    }
}
