namespace ImageResize.Metadata.Color;

/// <summary>What told the colours.</summary>
internal enum ColorOrigin
{
    /// <summary>Nothing: then they are sRGB's by convention.</summary>
    None,

    /// <summary>An ICC profile.</summary>
    Icc,

    /// <summary>Code points of ITU-T H.273: nclx in AVIF and HEIF, cICP in PNG.</summary>
    CodePoints,

    /// <summary>gAMA and cHRM in PNG.</summary>
    Chromaticities,

    /// <summary>sRGB in PNG.</summary>
    SrgbChunk,

    /// <summary>ColorSpace and the interoperability index in EXIF.</summary>
    Exif,
}

/// <summary>What the channels are.</summary>
internal enum ColorChannels
{
    Rgb,
    Gray,
    Cmyk,
    Lab,
    Other,
}

/// <summary>The standard spaces that a description can equal.</summary>
internal enum StandardColor
{
    None,
    Srgb,
    DisplayP3,
    AdobeRgb,
    ProPhoto,
    Bt2020,
}

/// <summary>
/// What the numbers of an image mean as colours, whatever told it. Decided by numbers alone: a name is for people. Immutable.
/// </summary>
internal sealed record ColorDescription
{
    /// <summary>Items of the matrices of sound sRGB profiles differ by less than this; those of the next space by 0.04 and more.</summary>
    private const double MatrixTolerance = 0.004;

    public static readonly ColorDescription Unspecified = new();

    public static readonly ColorDescription Srgb = new() { Origin = ColorOrigin.SrgbChunk };

    public ColorOrigin Origin { get; init; }

    public ColorChannels Channels { get; init; }

    /// <summary>From linear RGB to XYZ relative to D50; null for grey, and where a table takes its place.</summary>
    public Matrix3? Matrix { get; init; } = Primaries.Srgb.ToConnectionSpace();

    /// <summary>The curves of red, green and blue, or one for all or for grey; empty where tables take their place.</summary>
    public IReadOnlyList<ToneCurve> Curves { get; init; } = [ToneCurve.Srgb];

    /// <summary>The profile's own name, for people; null without.</summary>
    public string? Name { get; init; }

    /// <summary>H.273's code points of primaries, transfer and matrix, where they are known; null without.</summary>
    public CodePoints? CodePoints { get; init; }

    /// <summary>Whether stored samples leave room below black and above white (16 to 235 of 255), and nothing has spread them yet.</summary>
    public bool IsNarrowRange { get; init; }

    /// <summary>The standard space that it equals within the tolerance of an eye.</summary>
    public StandardColor Standard => Channels switch
    {
        ColorChannels.Gray => HasSrgbCurve ? StandardColor.Srgb : StandardColor.None,
        ColorChannels.Rgb when IsLike(Primaries.Srgb) && HasSrgbCurve => StandardColor.Srgb,
        ColorChannels.Rgb when IsLike(Primaries.DisplayP3) && HasCurve(ToneCurve.Srgb) => StandardColor.DisplayP3,
        ColorChannels.Rgb when IsLike(Primaries.AdobeRgb) && HasCurve(ToneCurve.Gamma(563 / 256.0)) => StandardColor.AdobeRgb,
        ColorChannels.Rgb when IsLike(Primaries.ProPhoto) && (HasCurve(ToneCurve.ProPhoto) || HasCurve(ToneCurve.Gamma(1.8))) => StandardColor.ProPhoto,
        ColorChannels.Rgb when IsLike(Primaries.Bt2020) && HasCurve(ToneCurve.Bt709) => StandardColor.Bt2020,
        _ => StandardColor.None,
    };

    /// <summary>Whether the numbers may be taken as sRGB, or grey with sRGB's curve, without a conversion.</summary>
    public bool IsSrgb => Standard == StandardColor.Srgb;

    /// <summary>Whether it holds colours that sRGB cannot.</summary>
    public bool IsWideGamut
    {
        get
        {
            if (Channels != ColorChannels.Rgb || Matrix is not { } matrix)
                return false;
            // A primary outside sRGB has a negative share of another.
            Matrix3 inSrgb = Primaries.Srgb.ToConnectionSpace().Invert() * matrix;
            return inSrgb.Items.Any(item => item < -0.01);
        }
    }

    /// <summary>Whether the numbers go beyond the white of a screen: perceptual quantiser or hybrid log-gamma.</summary>
    public bool IsHdr => Curves.Any(curve => curve == ToneCurve.Pq || curve == ToneCurve.Hlg);

    /// <summary>The colours that code points name; <see cref="Unspecified"/> where they name none.</summary>
    public static ColorDescription FromCodePoints(CodePoints points)
    {
        Primaries? primaries = Primaries.FromCode(points.Primaries);
        ToneCurve? curve = ToneCurve.FromCode(points.Transfer);
        if (primaries is null && curve is null)
            return Unspecified with { CodePoints = points };
        return new ColorDescription
        {
            Origin = ColorOrigin.CodePoints,
            Matrix = (primaries ?? Primaries.Srgb).ToConnectionSpace(),
            Curves = [curve ?? ToneCurve.Srgb],
            CodePoints = points,
        };
    }

    /// <summary>
    /// The colours of PNG's gAMA and cHRM. A gamma of 1/2.2 is what writers of sRGB put there, and is taken for that where the
    /// chromaticities do not speak against it.
    /// </summary>
    /// <param name="gamma">The exponent from light to samples, such as 0.45455; null without.</param>
    /// <param name="primaries">The chromaticities; null without.</param>
    public static ColorDescription FromChromaticities(double? gamma, Primaries? primaries)
    {
        primaries = primaries is { IsValid: true } ? primaries : null;
        gamma = gamma is > 0.01 and < 20 ? gamma : null;
        if (gamma is null && primaries is null)
            return Unspecified;
        var described = new ColorDescription { Origin = ColorOrigin.Chromaticities, Matrix = (primaries ?? Primaries.Srgb).ToConnectionSpace() };
        bool meansSrgb = gamma is null || (gamma is > 0.449 and < 0.461 && described.IsLike(Primaries.Srgb));
        return meansSrgb ? described : described with { Curves = [ToneCurve.Gamma(1 / gamma!.Value)] };
    }

    /// <summary>The colours that EXIF tells: 1 is sRGB, 2 Adobe RGB; anything else with the interoperability index R03 is Adobe RGB, too (DCF 2.0).</summary>
    public static ColorDescription FromExif(int? colorSpace, string? interoperabilityIndex) => (colorSpace, interoperabilityIndex) switch
    {
        (1, _) => Srgb with { Origin = ColorOrigin.Exif },
        (2, _) or (_, "R03") => new ColorDescription { Origin = ColorOrigin.Exif, Matrix = Primaries.AdobeRgb.ToConnectionSpace(), Curves = [ToneCurve.Gamma(563 / 256.0)] },
        _ => Unspecified,
    };

    /// <summary>Video is shown on screens as if it were sRGB, and its code points say no more; a profile with the camera's curve means that curve.</summary>
    private bool HasSrgbCurve => HasCurve(ToneCurve.Srgb) || (Origin == ColorOrigin.CodePoints && HasCurve(ToneCurve.Bt709));

    private bool HasCurve(ToneCurve curve) => Curves.Count > 0 && Curves.All(own => own.Matches(curve));

    private bool IsLike(Primaries primaries) => Matrix is { } matrix && matrix.IsNear(primaries.ToConnectionSpace(), MatrixTolerance);
}

/// <summary>Code points of ITU-T H.273: colour primaries, transfer characteristics, matrix coefficients, and whether samples use the full range.</summary>
internal readonly record struct CodePoints(int Primaries, int Transfer, int Matrix, bool IsFullRange);
