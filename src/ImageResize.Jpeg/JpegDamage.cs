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
    }
}
