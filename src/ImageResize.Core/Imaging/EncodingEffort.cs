namespace ImageResize.Imaging;

/// <summary>
/// What -Effort (0, the quickest, to 10, the smallest) means for each encoder. Without it each has the setting that is best
/// for many images: little is gained above it. Figures are in docs/formats.md. Stateless.
/// </summary>
internal static class EncodingEffort
{
    /// <summary>The effort of libwebp, 0 to 6.</summary>
    public static int WebP(int? effort) => effort is { } wanted ? Scaled(wanted, 6) : 4;

    /// <summary>How hard libwebp searches without loss, 0 to 100.</summary>
    public static int LosslessWebP(int? effort) => effort is { } wanted ? 10 * wanted : 75;

    /// <summary>The effort of the AV1 encoder, 0 to 9.</summary>
    public static int Avif(int? effort) => effort is { } wanted ? Scaled(wanted, 9) : 3;

    /// <summary>The effort of the JPEG XL encoder, 1 to 7, without loss to 8: above it holds the whole picture many times (over 160 bytes a pixel) for a few hundredths of the length.</summary>
    public static int Jxl(int? effort, bool isLossless) => effort is { } wanted ? Math.Max(1, Scaled(wanted, isLossless ? 8 : 7)) : 5;

    /// <summary>The effort of the GIF encoder, 1 to 10.</summary>
    public static int Gif(int? effort) => Math.Max(1, effort ?? 4);

    /// <summary>The level of deflate, 1 to 9, where libvips writes PNG or TIFF.</summary>
    public static int Deflate(int? effort) => effort is { } wanted ? Math.Max(1, Scaled(wanted, 9)) : 6;

    /// <summary>Whether a JPEG comes in passes for the sake of its length alone.</summary>
    public static bool IsProgressiveJpeg(int? effort) => effort >= 7;

    private static int Scaled(int effort, int most) => (int)Math.Round(effort * most / 10.0, MidpointRounding.AwayFromZero);
}
