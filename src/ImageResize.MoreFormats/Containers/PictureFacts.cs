using ImageResize.Imaging;
using ImageResize.Metadata;

namespace ImageResize.MoreFormats.Containers;

/// <summary>What a container says of its picture, read without a decoder. Immutable.</summary>
/// <param name="Size">Pixels as they are shown, but for the turn.</param>
/// <param name="Parts">All that the file holds.</param>
internal sealed record PictureFacts(PixelSize Size, ImageParts Parts)
{
    /// <summary>Pixels as the decoder gives them: fewer on a side where samples are wider than pixels.</summary>
    public PixelSize DecodedSize { get; init; } = Size;

    /// <summary>EXIF's number for the turn that is left to do; 1 where the decoder turns.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>The colour model of the samples as the decoder gives them.</summary>
    public ColorModel ColorModel { get; init; } = ColorModel.Rgb;

    /// <summary>Pixels per inch; 0 where unknown.</summary>
    public double DotsPerInch { get; init; }

    /// <summary>Whether channels behind the colours are something else than alpha.</summary>
    public bool DropsAlpha { get; init; }

    /// <summary>What the colours are mixed with by their alpha, as the decoder gives them.</summary>
    public AlphaMix Mix { get; init; }

    /// <summary>Whether there is a profile that only the decoder reads.</summary>
    public bool HasHiddenProfile { get; init; }

    /// <summary>Whether the decoder gives linear light in sRGB's primaries, whatever the profile is.</summary>
    public bool DecodesToLinear { get; init; }

    /// <summary>Whether the file has a transparency that does not come out of the decoder.</summary>
    public bool LosesAlpha { get; init; }

    /// <summary>Whether there are frames behind the first, whose number nobody has counted.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>What of the bytes that must be there is not, for people; null where all are.</summary>
    public string? Damage { get; init; }
}

/// <summary>What a decoder's colours are mixed with where alpha lets it through.</summary>
internal enum AlphaMix
{
    /// <summary>They are mixed with nothing.</summary>
    None,

    /// <summary>They are multiplied by their alpha.</summary>
    Black,

    /// <summary>They are on white.</summary>
    White,
}
