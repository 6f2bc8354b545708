using System.Globalization;

namespace ImageResize.Jpeg.GainMaps;

/// <summary>
/// The directory in a primary image's XMP packet that gives the gain map's length (Ultra HDR image format 1.1, "GContainer"):
/// the source's is replaced by one that names the two images of the output. Other parts, such as the video of a motion photo,
/// are not in the output.
/// </summary>
internal static class GainMapDirectory
{
    private const string ElementName = ":Directory";

    /// <summary>The packet with a directory of the primary image and a gain map of a length in bytes; as it is where it has no directory.</summary>
    public static string Replace(string packet, int gainMapLength)
    {
        int name = packet.IndexOf(ElementName, StringComparison.Ordinal);
        int start = name < 0 ? -1 : packet.LastIndexOf('<', name);
        if (start < 0)
            return packet;
        string close = $"</{packet[(start + 1)..name]}{ElementName}>";
        int end = packet.IndexOf(close, name, StringComparison.Ordinal);
        return end < 0 ? packet : string.Concat(packet.AsSpan(0, start), Create(gainMapLength), packet.AsSpan(end + close.Length));
    }

    /// <summary>It declares its own namespaces: those of the packet may have other prefixes.</summary>
    private static string Create(int gainMapLength) => string.Create(CultureInfo.InvariantCulture, $"""
        <Container:Directory xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="{gainMapLength}"/></rdf:li></rdf:Seq></Container:Directory>
        """);
}
