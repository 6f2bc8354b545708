namespace ImageResize.Metadata.Color;

/// <summary>How a stored sample, 0 to 1, becomes linear light, 0 to 1. Immutable, thread safe.</summary>
internal sealed class ToneCurve
{
    private readonly Func<double, double> _evaluate;

    /// <summary>What was answered last; replaced as a whole, by any thread.</summary>
    private volatile Answer? _answer;

    private ToneCurve(Func<double, double> evaluate, double[]? parameters)
    {
        _evaluate = evaluate;
        Parameters = parameters;
    }

    /// <summary>IEC 61966-2-1.</summary>
    public static ToneCurve Srgb { get; } = Parametric([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0]);

    public static ToneCurve Linear { get; } = Gamma(1);

    /// <summary>ITU-R BT.709 and BT.2020: the inverse of the camera's curve.</summary>
    public static ToneCurve Bt709 { get; } = Parametric([1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081, 0, 0]);

    /// <summary>ROMM RGB, ISO 22028-2.</summary>
    public static ToneCurve ProPhoto { get; } = Parametric([1.8, 1, 0, 1 / 16.0, 1 / 32.0, 0, 0]);

    /// <summary>Perceptual quantiser (SMPTE ST 2084, ITU-R BT.2100 table 4); 1 stands for 10,000 cd/m².</summary>
    public static ToneCurve Pq { get; } = new(EvaluatePq, null);

    /// <summary>Hybrid log-gamma (ITU-R BT.2100 table 5), the scene's light.</summary>
    public static ToneCurve Hlg { get; } = new(EvaluateHlg, null);

    /// <summary>
    /// The parameters g, a, b, c, d, e, f of an ICC parametric curve of type 4 (ICC.1, 10.18): (a x + b)^g + e from d on, c x + f
    /// below; null where the curve is none.
    /// </summary>
    public double[]? Parameters { get; }

    public static ToneCurve Gamma(double gamma) => Parametric([gamma, 1, 0, 0, 0, 0, 0]);

    public static ToneCurve Parametric(double[] p) => new(
        x => x >= p[4] ? Math.Pow(Math.Max(0, p[1] * x + p[2]), p[0]) + p[5] : p[3] * x + p[6], p);

    /// <summary>A curve by values at even distances, at least two.</summary>
    public static ToneCurve Table(double[] values) => new(
        x =>
        {
            double at = Math.Clamp(x, 0, 1) * (values.Length - 1);
            int below = Math.Min((int)at, values.Length - 2);
            return values[below] + (values[below + 1] - values[below]) * (at - below);
        },
        null);

    /// <summary>The curve by its number in ITU-T H.273, table 3; null for those unspecified, reserved or of no picture.</summary>
    public static ToneCurve? FromCode(int code) => code switch
    {
        1 or 6 or 11 or 12 or 14 or 15 => Bt709,
        4 => Gamma(2.2),
        5 => Gamma(2.8),
        7 => Parametric([1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4.0, 0.0913, 0, 0]),
        8 => Linear,
        13 => Srgb,
        16 => Pq,
        17 => Gamma(2.6),
        18 => Hlg,
        _ => null,
    };

    /// <summary>
    /// A curve of high dynamic range brought to that of a screen's white, channel by channel: light as it is up to seven tenths of
    /// white (203 cd/m², ITU-R BT.2408), from there on bent towards white without reaching it. Hybrid log-gamma is shown at
    /// 1,000 cd/m² with a system gamma of 1.2 (BT.2100, table 5). Any other curve is given back.
    /// </summary>
    public ToneCurve ToStandardRange()
    {
        const double White = 203;
        Func<double, double> light = this == Pq ? x => EvaluatePq(x) * 10_000 / White : x => 1_000 * Math.Pow(EvaluateHlg(x), 1.2) / White;
        return this == Pq || this == Hlg ? new ToneCurve(x => Bend(light(x)), null) : this;
    }

    /// <summary>The curve of light, where this one gives CIE lightness (L* / 100).</summary>
    public ToneCurve FromLightness()
    {
        const double Kappa = 24389.0 / 27;
        return new ToneCurve(
            x =>
            {
                double lightness = 100 * Evaluate(x);
                return lightness > 8 ? Math.Pow((lightness + 16) / 116, 3) : lightness / Kappa;
            },
            null);
    }

    public double Evaluate(double sample) => _evaluate(sample);

    /// <summary>Whether two curves differ by no more than a level and a half of 255, as sRGB's eye sees them.</summary>
    public bool Matches(ToneCurve other)
    {
        // Asked of the same curves for every image: 260 powers each time.
        if (_answer is not { } answer || answer.Other != other)
            _answer = answer = new Answer(other, Compare(other));
        return answer.Matches;
    }

    private bool Compare(ToneCurve other)
    {
        const int Points = 64;
        const double Tolerance = 1.5 / 255;
        for (int i = 0; i <= Points; i++)
        {
            double x = (double)i / Points;
            if (!(Math.Abs(Encode(Evaluate(x)) - Encode(other.Evaluate(x))) <= Tolerance))
                return false;
        }

        return true;
    }

    private static double Encode(double linear)
    {
        linear = Math.Clamp(linear, 0, 1);
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
    }

    private static double Bend(double light)
    {
        const double Knee = 0.7;
        return light <= Knee ? light : Knee + (1 - Knee) * (1 - Math.Exp((Knee - light) / (1 - Knee)));
    }

    private static double EvaluatePq(double x)
    {
        const double M1 = 2610.0 / 16384, M2 = 2523.0 / 4096 * 128, C1 = 3424.0 / 4096, C2 = 2413.0 / 4096 * 32, C3 = 2392.0 / 4096 * 32;
        double power = Math.Pow(Math.Max(0, x), 1 / M2);
        return Math.Pow(Math.Max(0, power - C1) / (C2 - C3 * power), 1 / M1);
    }

    private static double EvaluateHlg(double x)
    {
        const double A = 0.17883277, B = 1 - 4 * A;
        double c = 0.5 - A * Math.Log(4 * A);
        return x <= 0.5 ? x * x / 3 : (Math.Exp((x - c) / A) + B) / 12;
    }

    private sealed record Answer(ToneCurve Other, bool Matches);
}
