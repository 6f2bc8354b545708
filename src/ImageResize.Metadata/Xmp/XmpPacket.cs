using System.Globalization;

namespace ImageResize.Metadata.Xmp;

/// <summary>
/// Brings an XMP packet (ISO 16684-1) in line with an output. Properties are attributes or elements, their values simple,
/// structures or arrays; only those that are concerned are changed, and every other byte stays.
/// </summary>
internal static class XmpPacket
{
    /// <summary>
    /// The rewritten packet; null if it must be dropped: what cannot be read cannot be shown to be free of a position or of
    /// an announcement.
    /// </summary>
    public static byte[]? Rewrite(ReadOnlySpan<byte> packet, XmpChanges changes)
    {
        if (XmpText.Of(packet) is not { } text)
            return null;
        List<XmpNode> nodes = XmpScanner.Scan(text, out bool isWellFormed);
        if (!isWellFormed && (changes.DropsLocation || changes.DropsMotionPhoto && Announces(text)))
            return null;
        var edits = new List<(int, int, string)>();
        if (changes.DropsLocation)
            edits.AddRange(Comments(text));
        foreach (XmpNode node in nodes)
        {
            if (node.End < 0)
                continue;
            if (IsDropped(node.Name, changes) || (changes.DropsLocation && !node.HasElements && XmpPosition.Tells(node.Name, text.AsSpan(node.ContentStart, node.ContentEnd - node.ContentStart))))
                edits.Add((node.Start, node.End, ""));
            else if (node.Name.Is(XmpNamespace.Container, "Directory") && changes.GainMapLength is { } length)
                edits.Add((node.Start, node.End, ContainerDirectory.Create(length)));
            else if (!node.HasElements && NewValue(PropertyOf(node, nodes), changes) is { } value && IsNumber(text, node))
                edits.Add((node.ContentStart, node.ContentEnd, value));
        }

        return XmpText.ToBytes(XmpText.Replace(text, edits));
    }

    /// <summary>Comments of XML, which are nobody's property and may say anything.</summary>
    private static IEnumerable<(int, int, string)> Comments(string text)
    {
        for (int at = 0; (at = text.IndexOf("<!--", at, StringComparison.Ordinal)) >= 0;)
        {
            int end = text.IndexOf("-->", at + 4, StringComparison.Ordinal);
            if (end < 0)
                yield break;
            yield return (at, end + 3, "");
            at = end + 3;
        }
    }

    private static bool IsDropped(XmpName name, XmpChanges changes) =>
        (changes.DropsLocation && XmpPosition.Tells(name))
        || (changes.DropsExtension && name.Is(XmpNamespace.Note, "HasExtendedXMP"))
        || (changes.Width is not null && name.Is(XmpNamespace.Basic, "Thumbnails"))
        || (changes.DropsGainMap && (name.IsIn(XmpNamespace.GainMap) || name.IsIn(XmpNamespace.AppleGainMap)))
        || (changes.DropsMotionPhoto && IsMotionPhoto(name))
        || (name.Is(XmpNamespace.Container, "Directory") && changes.GainMapLength is null && (changes.DropsMotionPhoto || changes.DropsGainMap));

    private static bool IsMotionPhoto(XmpName name) =>
        name.Local.StartsWith("MotionPhoto", StringComparison.Ordinal) || name.Local.StartsWith("MicroVideo", StringComparison.Ordinal);

    private static bool Announces(string text) =>
        text.Contains(":MotionPhoto", StringComparison.Ordinal) || text.Contains(":MicroVideo", StringComparison.Ordinal);

    /// <summary>The name of the property that a node holds the value of: its own, or of the element around an rdf:value.</summary>
    private static XmpName PropertyOf(XmpNode node, List<XmpNode> nodes) =>
        node.Parent >= 0 && node.Name.Is(XmpNamespace.Rdf, "value") ? nodes[node.Parent].Name : node.Name;

    private static string? NewValue(XmpName property, XmpChanges changes)
    {
        if (changes is not { Width: { } width, Height: { } height })
            return null;
        if (property.Is(XmpNamespace.Tiff, "Orientation"))
            return "1";
        if (property.Is(XmpNamespace.Tiff, "ImageWidth") || property.Is(XmpNamespace.Exif, "PixelXDimension"))
            return width.ToString(CultureInfo.InvariantCulture);
        return property.Is(XmpNamespace.Tiff, "ImageLength") || property.Is(XmpNamespace.Exif, "PixelYDimension")
            ? height.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static bool IsNumber(string text, XmpNode node)
    {
        ReadOnlySpan<char> value = text.AsSpan(node.ContentStart, node.ContentEnd - node.ContentStart).Trim();
        return value.Length is > 0 and <= 10 && !value.ContainsAnyExceptInRange('0', '9');
    }
}
