using System.Security.Cryptography;
using System.Text;

namespace ImageResize.Metadata.Xmp;

/// <summary>
/// Packets too long for one JPEG segment (XMP specification part 3, 1.1.3.1): the main packet names the digest of an extended one,
/// which holds the rest. Other containers take a packet of any length, so the two become one for them.
/// </summary>
internal static class XmpExtension
{
    private const string RdfStart = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">";
    private const string RdfEnd = "</rdf:RDF></x:xmpmeta>";

    /// <summary>How many times its length a packet may become when declarations are repeated for each property.</summary>
    private const int MaxGrowth = 4;

    /// <summary>What naming the digest adds to a main packet.</summary>
    private const int MentionLength = 200;

    /// <summary>One packet with the properties of both; null where either cannot be read.</summary>
    public static byte[]? Merge(ReadOnlySpan<byte> main, ReadOnlySpan<byte> extension)
    {
        if (XmpPacket.Rewrite(main, new XmpChanges { DropsExtension = true }) is not { } cleaned || XmpText.Of(cleaned) is not { } text || XmpText.Of(extension) is not { } other)
            return null;
        List<XmpNode> nodes = XmpScanner.Scan(text, out bool isWellFormed), others = XmpScanner.Scan(other, out bool isOtherWellFormed);
        if (!isWellFormed || !isOtherWellFormed || Find(nodes) is not { } into || Find(others) is not { } from)
            return null;
        var moved = new StringBuilder();
        int parent = others.IndexOf(from);
        foreach (XmpNode description in others.Where(node => node.Parent == parent && !node.IsAttribute))
        {
            if (moved.Length > MaxGrowth * other.Length)
                return null;
            // Namespaces may be declared further out.
            int nameEnd = description.Start + 1 + description.Name.ToString().Length;
            moved.Append(other, description.Start, nameEnd - description.Start).Append(Declarations(others, description)).Append(other, nameEnd, description.End - nameEnd);
        }

        return XmpText.ToBytes(text.Insert(into.ContentEnd, moved.ToString()));
    }

    /// <summary>A main packet of at most a length in bytes, the rest as an extended one, and its digest; null where it cannot be parted.</summary>
    public static (byte[] Main, byte[] Extension, string Digest)? Split(ReadOnlySpan<byte> packet, int maxLength)
    {
        if (XmpText.Of(packet) is not { } text)
            return null;
        List<XmpNode> nodes = XmpScanner.Scan(text, out bool isWellFormed);
        if (!isWellFormed || Find(nodes) is not { } rdf)
            return null;
        int parent = nodes.IndexOf(rdf);
        int first = nodes.FindIndex(node => node.Parent == parent && !node.IsAttribute && node.Name.Is(XmpNamespace.Rdf, "Description"));
        if (first < 0)
            return null;
        var edits = new List<(int, int, string)>();
        var moved = new StringBuilder(RdfStart);
        int length = text.Length + MentionLength;
        IEnumerable<XmpNode> properties = nodes.Where(node => node.Parent >= 0 && nodes[node.Parent].Parent == parent && nodes[node.Parent].Name.Is(XmpNamespace.Rdf, "Description") && !node.Name.IsIn(XmpNamespace.Rdf));
        foreach (XmpNode property in properties.OrderByDescending(node => node.End - node.Start))
        {
            if (length <= maxLength)
                break;
            if (moved.Length > MaxGrowth * text.Length)
                return null;
            edits.Add((property.Start, property.End, ""));
            length -= property.End - property.Start;
            moved.Append("<rdf:Description rdf:about=\"\"").Append(Declarations(nodes, nodes[property.Parent]));
            moved.AppendJoin("", nodes[property.Parent].Declarations.Select(declaration => $" {declaration.Text}"));
            if (property.IsAttribute)
                moved.Append(text, property.Start, property.End - property.Start).Append("/>");
            else
                moved.Append('>').Append(text, property.Start, property.End - property.Start).Append("</rdf:Description>");
        }

        if (length > maxLength)
            return null;
        byte[] extension = XmpText.ToBytes(moved.Append(RdfEnd).ToString());
        string digest = Convert.ToHexString(Digest(extension));
        XmpNode description = nodes[first];
        int nameEnd = description.Start + 1 + description.Name.ToString().Length;
        edits.Add((nameEnd, nameEnd, $"{Mention(description)}=\"{digest}\""));
        return (XmpText.ToBytes(XmpText.Replace(text, edits)), extension, digest);
    }

    /// <summary>The attribute that names the digest, with the declaration of its namespace where the element has none: a packet that was parted once has.</summary>
    private static string Mention(XmpNode description)
    {
        foreach (XmpDeclaration declaration in description.Declarations)
        {
            if (declaration.Prefix.Length > 0 && declaration.Text.Contains($"\"{XmpNamespace.Note.Uri}\"", StringComparison.Ordinal))
                return $" {declaration.Prefix}:HasExtendedXMP";
        }

        string prefix = XmpNamespace.Note.Prefix;
        while (description.Declarations.Any(declaration => declaration.Prefix == prefix))
            prefix += "_";
        return $" xmlns:{prefix}=\"{XmpNamespace.Note.Uri}\" {prefix}:HasExtendedXMP";
    }

    private static XmpNode? Find(List<XmpNode> nodes) =>
        nodes.Find(node => !node.IsAttribute && node.Name.Is(XmpNamespace.Rdf, "RDF") && node.ContentStart < node.End);

    /// <summary>The namespaces declared around an element, the innermost of each prefix, but those of its own start tag.</summary>
    private static string Declarations(List<XmpNode> nodes, XmpNode element)
    {
        var declarations = new StringBuilder();
        HashSet<string> declared = [.. element.Declarations.Select(declaration => declaration.Prefix)];
        for (int parent = element.Parent; parent >= 0; parent = nodes[parent].Parent)
        {
            foreach (XmpDeclaration declaration in nodes[parent].Declarations)
            {
                if (declared.Add(declaration.Prefix))
                    declarations.Append(' ').Append(declaration.Text);
            }
        }

        return declarations.ToString();
    }

    // The specification asks for MD5: it names a packet and keeps no secret.
#pragma warning disable CA5351
    private static byte[] Digest(byte[] packet) => MD5.HashData(packet);
#pragma warning restore CA5351
}
