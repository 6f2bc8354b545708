namespace ImageResize.Metadata.Color;

/// <summary>A colour by its chromaticity coordinates (CIE 1931 x, y).</summary>
internal readonly record struct Chromaticity(double X, double Y);

/// <summary>The colours of red, green, blue and white of an RGB space. A value.</summary>
internal sealed record Primaries(Chromaticity Red, Chromaticity Green, Chromaticity Blue, Chromaticity White)
{
    private static readonly Chromaticity D65 = new(0.3127, 0.3290);
    private static readonly Chromaticity D50 = new(0.3457, 0.3585);

    /// <summary>IEC 61966-2-1 and ITU-R BT.709.</summary>
    public static readonly Primaries Srgb = new(new(0.64, 0.33), new(0.30, 0.60), new(0.15, 0.06), D65);

    /// <summary>SMPTE EG 432-1 with the white of D65.</summary>
    public static readonly Primaries DisplayP3 = new(new(0.680, 0.320), new(0.265, 0.690), new(0.150, 0.060), D65);

    /// <summary>Adobe RGB (1998) colour image encoding, 4.3.1.</summary>
    public static readonly Primaries AdobeRgb = new(new(0.64, 0.33), new(0.21, 0.71), new(0.15, 0.06), D65);

    /// <summary>ITU-R BT.2020, table 3.</summary>
    public static readonly Primaries Bt2020 = new(new(0.708, 0.292), new(0.170, 0.797), new(0.131, 0.046), D65);

    /// <summary>ROMM RGB, ISO 22028-2.</summary>
    public static readonly Primaries ProPhoto = new(new(0.734699, 0.265301), new(0.159597, 0.840403), new(0.036598, 0.000105), D50);

    /// <summary>Primaries by their number in ITU-T H.273, table 2; null for those unspecified, reserved or not of RGB.</summary>
    public static Primaries? FromCode(int code) => code switch
    {
        1 => Srgb,
        4 => new(new(0.67, 0.33), new(0.21, 0.71), new(0.14, 0.08), new(0.310, 0.316)),
        5 => new(new(0.64, 0.33), new(0.29, 0.60), new(0.15, 0.06), D65),
        6 or 7 => new(new(0.630, 0.340), new(0.310, 0.595), new(0.155, 0.070), D65),
        8 => new(new(0.681, 0.319), new(0.243, 0.692), new(0.145, 0.049), new(0.310, 0.316)),
        9 => Bt2020,
        11 => DisplayP3 with { White = new(0.314, 0.351) },
        12 => DisplayP3,
        22 => new(new(0.630, 0.340), new(0.295, 0.605), new(0.155, 0.077), D65),
        _ => null,
    };

    /// <summary>Whether the coordinates make a space: none of them on a line, the white with a luminance.</summary>
    public bool IsValid
    {
        get
        {
            double area = (Green.X - Red.X) * (Blue.Y - Red.Y) - (Blue.X - Red.X) * (Green.Y - Red.Y);
            return Math.Abs(area) > 1e-3 && White.Y > 1e-3 && Array.TrueForAll([Red, Green, Blue, White], c => double.IsFinite(c.X + c.Y) && Math.Abs(c.X) < 10 && Math.Abs(c.Y) < 10);
        }
    }

    /// <summary>
    /// The matrix from linear RGB to the connection space of ICC profiles (XYZ relative to D50), chromatically adapted by
    /// Bradford's method (ICC.1, annex E).
    /// </summary>
    public Matrix3 ToConnectionSpace()
    {
        var colorants = new Matrix3([Red.X, Green.X, Blue.X, Red.Y, Green.Y, Blue.Y, Z(Red), Z(Green), Z(Blue)]);
        double[] white = [White.X / White.Y, 1, Z(White) / White.Y];
        double[] scale = colorants.Invert().Apply(white);
        Matrix3 toXyz = colorants * Matrix3.Diagonal(scale);
        double[] from = Matrix3.Bradford.Apply(white), to = Matrix3.Bradford.Apply(Matrix3.D50);
        Matrix3 adaptation = Matrix3.Bradford.Invert() * Matrix3.Diagonal([to[0] / from[0], to[1] / from[1], to[2] / from[2]]) * Matrix3.Bradford;
        return adaptation * toXyz;
    }

    private static double Z(Chromaticity c) => 1 - c.X - c.Y;
}
