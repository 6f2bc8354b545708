using ImageResize.Metadata.Color;

namespace ImageResize.MoreFormats.Containers;

/// <summary>What a JPEG XL code stream says of its colours (ISO/IEC 18181-1, annex E): a space by numbers, or that a profile follows, which is compressed and not read here.</summary>
/// <param name="IsXyb">Whether the samples are coded as XYB: then the decoder chooses the space that they come out in.</param>
/// <param name="IsGray">Whether there is one channel for the colours.</param>
/// <param name="HasProfile">Whether an ICC profile follows.</param>
/// <param name="Description">The space; with a profile one that is not known.</param>
internal sealed record JxlColor(bool IsXyb, bool IsGray, bool HasProfile, ColorDescription Description)
{
    private const uint Gray = 1, Xyb = 2, Custom = 2, P3 = 11, Dci = 11, D65 = 1;

    /// <summary>A profile that nobody has read: it is not taken for sRGB.</summary>
    private static readonly ColorDescription Unread = new() { Origin = ColorOrigin.Icc, Matrix = null, Curves = [] };

    /// <summary>That of a head that says nothing.</summary>
    public static JxlColor Usual { get; } = new(true, false, false, ColorDescription.Unspecified);

    /// <summary>Reads it, from whether the samples are XYB on.</summary>
    public static JxlColor Read(JxlBits bits)
    {
        bool isXyb = bits.Flag();
        if (bits.Flag())
            return Usual with { IsXyb = isXyb };
        bool hasProfile = bits.Flag();
        uint space = bits.Enumeration();
        bool isGray = space == Gray;
        if (hasProfile)
            return new JxlColor(isXyb, isGray, true, Unread with { Channels = isGray ? ColorChannels.Gray : ColorChannels.Rgb });
        (uint white, uint primaries) = (D65, 1);
        Chromaticity? whitePoint = null;
        Chromaticity[] own = [];
        if (space != Xyb && (white = bits.Enumeration()) == Custom)
            whitePoint = ReadPoint(bits);
        if (space != Xyb && !isGray && (primaries = bits.Enumeration()) == Custom)
            own = [ReadPoint(bits), ReadPoint(bits), ReadPoint(bits)];
        double? gamma = space != Xyb && bits.Flag() ? bits.Number(24) / 1e7 : null;
        uint transfer = gamma is null && space != Xyb ? bits.Enumeration() : 0;
        bits.Enumeration();
        return new JxlColor(isXyb, isGray, false, Describe(white, whitePoint, primaries, own, gamma, transfer));
    }

    private static ColorDescription Describe(uint white, Chromaticity? whitePoint, uint primaries, Chromaticity[] own, double? gamma, uint transfer)
    {
        // The numbers are those of ITU-T H.273, but for P3, which has there one for each white.
        if (white == D65 && own.Length == 0 && gamma is null)
            return ColorDescription.FromCodePoints(new CodePoints((int)(primaries == P3 ? P3 + 1 : primaries), (int)transfer, 0, true));
        Primaries? space = own.Length > 0 ? Primaries.Srgb with { Red = own[0], Green = own[1], Blue = own[2] } : Primaries.FromCode((int)primaries);
        Chromaticity point = whitePoint ?? white switch { Dci => new Chromaticity(0.314, 0.351), D65 => Primaries.Srgb.White, _ => new Chromaticity(1 / 3.0, 1 / 3.0) };
        ToneCurve? curve = gamma is > 0.01 and <= 1 ? ToneCurve.Gamma(1 / gamma.Value) : ToneCurve.FromCode((int)transfer);
        if (space is null || curve is null || !(space = space with { White = point }).IsValid)
            return ColorDescription.Unspecified;
        return new ColorDescription { Origin = ColorOrigin.Chromaticities, Matrix = space.ToConnectionSpace(), Curves = [curve] };
    }

    /// <summary>Coordinates in millionths, signs in the lowest bit.</summary>
    private static Chromaticity ReadPoint(JxlBits bits)
    {
        double Coordinate()
        {
            uint packed = bits.Choice((0, 19), (524_288, 19), (1_048_576, 20), (2_097_152, 21));
            return ((packed & 1) != 0 ? -(packed >> 1) - 1.0 : packed >> 1) / 1e6;
        }

        return new Chromaticity(Coordinate(), Coordinate());
    }
}
