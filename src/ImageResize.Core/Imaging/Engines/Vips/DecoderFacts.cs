namespace ImageResize.Imaging.Engines.Vips;

/// <summary>What libvips tells of a file without decoding a pixel. Immutable.</summary>
/// <param name="Width">Pixels across, as stored.</param>
/// <param name="PageHeight">Pixels down of one frame or page, as stored.</param>
internal sealed record DecoderFacts(int Width, int PageHeight)
{
    /// <summary>The longest side that libvips knows (VIPS_MAX_COORD).</summary>
    private const int LongestSide = 100_000_000;

    private const int MostChannels = 65_536;
    private const int MostKinds = 16;
    private const int LongestKind = 32;

    /// <summary>EXIF orientation, 1 to 8; 1 where there is none.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Frames or pages, at least 1.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>Whether there are more channels than the colours need.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Bits a sample: 8, 16, 32 or 64.</summary>
    public int BitDepth { get; init; }

    /// <summary>Channels, alpha included; at least 1.</summary>
    public int Channels { get; init; }

    /// <summary>The colour model.</summary>
    public ColorModel ColorModel { get; init; }

    /// <summary>Whether the picture comes in passes.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Horizontal resolution in pixels per inch; 0 where unknown.</summary>
    public double DotsPerInch { get; init; }

    /// <summary>The kinds of metadata, as <see cref="ImageHeader.Metadata"/> has them.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>Whether libvips said nothing when it opened the file; false where that was not listened to.</summary>
    public bool OpensSilently { get; init; }

    /// <summary>Whether all of it can be so; to be asked of facts that come from another process.</summary>
    public bool IsPossible =>
        Width is > 0 and <= LongestSide && PageHeight is > 0 and <= LongestSide
        && Orientation is >= 1 and <= 8 && Pages > 0
        && BitDepth is 8 or 16 or 32 or 64 && Channels is > 0 and <= MostChannels
        && Enum.IsDefined(ColorModel) && double.IsFinite(DotsPerInch)
        && Metadata is { Count: <= MostKinds } && Metadata.All(kind => kind is { Length: > 0 and <= LongestKind });
}
