using System.Text;

namespace ImageResize.Metadata.Xmp;

/// <summary>Sets who made a picture and whose it is in XMP: <c>dc:creator</c> and <c>dc:rights</c> (ISO 16684-1, 8.3). Stateless.</summary>
internal static class XmpCredits
{
    private static readonly XmpNamespace DublinCore = new("dc", "http://purl.org/dc/elements/1.1/");

    /// <summary>The packet with the texts instead of those that it has; a new one where there is none. Null where the packet is not well-formed.</summary>
    /// <param name="packet">The packet; null without.</param>
    /// <param name="creator">Who made the picture; null to leave what is said of it.</param>
    /// <param name="rights">Whose it is; null to leave what is said of it.</param>
    public static byte[]? Set(byte[]? packet, string? creator, string? rights)
    {
        string added = Describe(creator, rights);
        if (packet is null)
            return XmpText.ToBytes($"<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"{XmpNamespace.Rdf.Uri}\">{added}</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>");
        if (XmpText.Of(packet) is not { } text)
            return null;
        List<XmpNode> nodes = XmpScanner.Scan(text, out bool isWellFormed);
        XmpNode? frame = nodes.Find(node => !node.IsAttribute && node.Name.Is(XmpNamespace.Rdf, "RDF"));
        if (!isWellFormed || frame is null || frame.End <= frame.ContentEnd)
            return null;
        var edits = new List<(int, int, string)>();
        foreach (XmpNode node in nodes)
            if ((creator is not null && node.Name.Is(DublinCore, "creator")) || (rights is not null && node.Name.Is(DublinCore, "rights")))
                edits.Add((node.Start, node.End, ""));
        edits.Add((frame.ContentEnd, frame.ContentEnd, added));
        return XmpText.ToBytes(XmpText.Replace(text, edits));
    }

    /// <summary>A description of the picture with the texts, in namespaces of its own, a character for each byte of UTF-8.</summary>
    private static string Describe(string? creator, string? rights)
    {
        var text = new StringBuilder($"<r:Description xmlns:r=\"{XmpNamespace.Rdf.Uri}\" xmlns:dc=\"{DublinCore.Uri}\" r:about=\"\">");
        if (creator is not null)
            text.Append($"<dc:creator><r:Seq><r:li>{Escape(creator)}</r:li></r:Seq></dc:creator>");
        if (rights is not null)
            text.Append($"<dc:rights><r:Alt><r:li xml:lang=\"x-default\">{Escape(rights)}</r:li></r:Alt></dc:rights>");
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.Append("</r:Description>").ToString()));
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
