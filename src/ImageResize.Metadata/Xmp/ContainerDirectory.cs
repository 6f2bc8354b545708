using System.Globalization;

namespace ImageResize.Metadata.Xmp;

/// <summary>
/// The directory in a primary image's XMP packet of what lies behind the image (Ultra HDR image format 1.1, "GContainer"):
/// the source's is replaced by one that names the two images of the output.
/// </summary>
internal static class ContainerDirectory
{
    /// <summary>A directory of a primary image and a gain map. It declares its own namespaces: those of the packet may have other prefixes.</summary>
    /// <param name="gainMapLength">The length of the gain map in bytes.</param>
    public static string Create(int gainMapLength) => string.Create(CultureInfo.InvariantCulture, $"""
        <Container:Directory xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="{gainMapLength}"/></rdf:li></rdf:Seq></Container:Directory>
        """);
}
