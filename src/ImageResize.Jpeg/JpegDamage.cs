using System.Globalization;

namespace ImageResize.Jpeg;

/// <summary>True damage of image data.</summary>
/// <param name="Kinds">Which kinds were met.</param>
/// <param name="Offset">About where in the source the first was met, in bytes.</param>
/// <param name="LostFraction">The part of the coded units that could not be decoded at all and are grey, 0 to 1; what was decoded from wrong bits is not counted.</param>
public sealed record JpegDamage(JpegDamageKind Kinds, long Offset, double LostFraction)
{
    /// <summary>One sentence for people.</summary>
    public override string ToString()
    {
        string kinds = string.Join(", ", Describe());
        string lost = LostFraction > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {LostFraction:P1} of the image is lost") : "";
        return string.Create(CultureInfo.InvariantCulture, $"The image data are damaged ({kinds}) from about byte {Offset}{lost}.");
    }

    private IEnumerable<string> Describe()
    {
        if (Kinds.HasFlag(JpegDamageKind.Truncated))
            yield return "they end early";
        if (Kinds.HasFlag(JpegDamageKind.InvalidHuffmanCode))
            yield return "invalid Huffman code";
        if (Kinds.HasFlag(JpegDamageKind.CoefficientOverrun))
            yield return "coefficients leave their block";
        if (Kinds.HasFlag(JpegDamageKind.MissingScan))
            yield return "a scan is missing";
        if (Kinds.HasFlag(JpegDamageKind.BrokenMarker))
            yield return "a broken marker";
        if (Kinds.HasFlag(JpegDamageKind.OutOfStep))
            yield return "data are left over before a restart marker";
    }
}

/// <summary>Ways in which image data are truly damaged, worst last.</summary>
[Flags]
public enum JpegDamageKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The data end, or a marker comes, before the last block.</summary>
    Truncated = 1,

    /// <summary>A run of coefficients leaves its block.</summary>
    CoefficientOverrun = 2,

    /// <summary>A bit sequence that is no code of its Huffman table.</summary>
    InvalidHuffmanCode = 4,

    /// <summary>A component or an announced refinement of the image never comes.</summary>
    MissingScan = 8,

    /// <summary>What follows the first scans cannot be understood.</summary>
    BrokenMarker = 16,

    /// <summary>Whole bytes of data are left over before a restart marker: its interval was decoded out of step.</summary>
    OutOfStep = 32,
}
