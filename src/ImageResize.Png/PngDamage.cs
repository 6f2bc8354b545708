using System.Globalization;

namespace ImageResize.Png;

/// <summary>True damage of image data.</summary>
/// <param name="Kinds">Which kinds were met.</param>
/// <param name="LostFraction">The part of the rows that could not be decoded and are transparent or black, 0 to 1.</param>
public sealed record PngDamage(PngDamageKind Kinds, double LostFraction)
{
    /// <summary>One sentence for people.</summary>
    public override string ToString()
    {
        string lost = LostFraction > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {LostFraction:P1} of the image is lost") : "";
        return $"The image data are damaged ({string.Join(", ", Describe())}){lost}.";
    }

    private IEnumerable<string> Describe()
    {
        if (Kinds.HasFlag(PngDamageKind.Truncated))
            yield return "they end early";
        if (Kinds.HasFlag(PngDamageKind.Checksum))
            yield return "a checksum is wrong";
        if (Kinds.HasFlag(PngDamageKind.InvalidDeflate))
            yield return "the compressed data are invalid";
        if (Kinds.HasFlag(PngDamageKind.InvalidFilter))
            yield return "unknown row filter";
        if (Kinds.HasFlag(PngDamageKind.InvalidAnimation))
            yield return "the frames of the animation are not in order";
    }
}

/// <summary>Ways in which image data are truly damaged.</summary>
[Flags]
public enum PngDamageKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The data end before the last row.</summary>
    Truncated = 1,

    /// <summary>The CRC of a chunk of image data, or the Adler checksum over all of them, is wrong.</summary>
    Checksum = 2,

    /// <summary>What is no deflate stream (RFC 1951).</summary>
    InvalidDeflate = 4,

    /// <summary>A row begins with the number of no filter.</summary>
    InvalidFilter = 8,

    /// <summary>A frame of an animation that cannot be, or that is out of order.</summary>
    InvalidAnimation = 16,
}

/// <summary>What to do about true damage.</summary>
public enum PngDamagePolicy
{
    /// <summary>Throw <see cref="PngDamagedException"/> and write nothing.</summary>
    Fail,

    /// <summary>Keep the rows before the damage; the rest is transparent or black. Data with a wrong checksum are taken as they are.</summary>
    Salvage,
}

/// <summary>Oddities that do not harm the image; libpng warns of them or passes over them as well.</summary>
[Flags]
public enum PngWarnings
{
    /// <summary>Nothing odd.</summary>
    None = 0,

    /// <summary>The file ends before the checksum of the image data or the end chunk; all rows were there.</summary>
    EndMissing = 1,

    /// <summary>There are more image data than rows.</summary>
    ExtraData = 2,

    /// <summary>Ancillary chunks that are broken, or beyond the limits, were left out.</summary>
    ChunksDropped = 4,
}
