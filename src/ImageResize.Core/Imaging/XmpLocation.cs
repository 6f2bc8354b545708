using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ImageResize.Imaging;

/// <summary>
/// Removes the position from an XMP packet: every property of the EXIF namespace whose name starts with GPS, as an
/// attribute or an element (XMP specification part 2, "Exif schema").
/// </summary>
internal static class XmpLocation
{
    private static readonly XNamespace Exif = "http://ns.adobe.com/exif/1.0/";

    /// <summary>
    /// The packet without the position, or null where it cannot be parsed: what cannot be read cannot be shown to
    /// be free of a position, so the caller drops it.
    /// </summary>
    public static byte[]? Remove(ReadOnlySpan<byte> packet)
    {
        try
        {
            using var stream = new MemoryStream(packet.TrimEnd((byte)0).ToArray());
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(stream, settings);
            XDocument document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            document.Descendants().Where(element => IsPosition(element.Name)).Remove();
            document.Descendants().Attributes().Where(attribute => IsPosition(attribute.Name)).Remove();
            return Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool IsPosition(XName name) =>
        name.Namespace == Exif && name.LocalName.StartsWith("GPS", StringComparison.Ordinal);
}
