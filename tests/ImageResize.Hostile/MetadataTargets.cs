using System.Text;
using ImageResize.Batch.Journal;
using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;

namespace ImageResize.Hostile;

/// <summary>The parsers of what is no picture: metadata as they are read and as they are written anew, and the journal.</summary>
internal static class MetadataTargets
{
    /// <summary>The metadata of an image, read and inflated, and as much for what is made of them.</summary>
    private const long MaxPartsBytes = 4 * MetadataLimit.DefaultBytes;

    private const long MaxJournalBytes = 16 << 20;
    private const int JournalLines = 40;

    private static readonly string[] Extensions = [".jpg", ".png", ".webp", ".gif", ".tif", ".avif"];

    private static readonly MetadataBlocks Blocks = new()
    {
        Exif = ExifOrientation.Create(6),
        Xmp = Encoding.UTF8.GetBytes("""
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="52,31.2N"><dc:creator><rdf:Seq><rdf:li>a &amp; b</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>
            """),
        Texts = [new TextEntry("Title", "A title"), new TextEntry(TextEntry.Comment, "A comment", "de", "Bemerkung")],
    };

    /// <summary>All of them.</summary>
    /// <param name="corpus">Files of all formats.</param>
    public static IEnumerable<ReaderTarget> Create((string Name, byte[] Bytes)[] corpus)
    {
        (string Name, byte[] Bytes)[] images = [.. corpus.Where(one => Extensions.Contains(Path.GetExtension(one.Name)))];
        (string Name, byte[] Bytes)[] tagged = [.. images.SelectMany(one => Tag(one.Name, one.Bytes))];
        yield return new ReaderTarget("metadata", [.. images, .. tagged], static (file, _) => Read(file), MaxPartsBytes);
        yield return new ReaderTarget("rewriters", [.. images, .. tagged], Rewrite, MaxPartsBytes);
        yield return new ReaderTarget("journal", [("journal.jsonl", Journal())], static (file, _) => ReadJournal(file), MaxJournalBytes);
    }

    /// <summary>A file with blocks of every kind that its container holds; none where it takes none.</summary>
    private static IEnumerable<(string, byte[])> Tag(string name, byte[] bytes)
    {
        var source = new MemorySource(bytes);
        if (PartsReader.Read(source) is not { } parts)
            return [];
        try
        {
            var target = new MemoryStream();
            BlockWriter.Write(source, parts.Format, Blocks, target);
            return [("tagged-" + name, target.ToArray())];
        }
        catch (MetadataFormatException)
        {
            return [];
        }
    }

    private static string Read(byte[] file)
    {
        if (PartsReader.Read(new MemorySource(file)) is not { } parts)
            return "none";
        bool isInside = parts.Trailing.All(one => one.Offset >= 0 && one.Length >= 0 && one.Offset + one.Length <= file.Length);
        return parts.Frames < 1 || parts.Pages < 1 || !isInside ? "!parts" : parts.Problem is null ? "read" : "broken";
    }

    /// <summary>What is kept under a policy goes back into the file that it came from.</summary>
    private static string Rewrite(byte[] file, bool hidesLocation)
    {
        var source = new MemorySource(file);
        if (PartsReader.Read(source) is not { } parts)
            return "none";
        var changes = new MetadataChanges { Policy = hidesLocation ? MetadataPolicy.NoLocation : MetadataPolicy.All, Width = 10, Height = 8, Artist = "Somebody", Copyright = "© nobody" };
        MetadataBlocks blocks = MetadataRewriter.Rewrite(parts.Metadata, changes, out _);
        try
        {
            var target = new MemoryStream();
            BlockWriter.Write(source, parts.Format, blocks, target, hidesLocation ? OtherContent.Known : OtherContent.All);
            return PartsReader.Read(new MemorySource(target.ToArray()))?.Format == parts.Format ? "written" : "!unreadable";
        }
        catch (MetadataFormatException)
        {
            return "refused";
        }
    }

    private static string ReadJournal(byte[] file)
    {
        JournalIndex index = JournalIndex.Load(new MemoryStream(file));
        return index.Count > JournalLines + file.AsSpan().Count((byte)'\n') ? "!count" : index.Unreadable == 0 ? "read" : "torn";
    }

    private static byte[] Journal()
    {
        var lines = new StringBuilder();
        for (int i = 0; i < JournalLines; i++)
            lines.Append($"{{\"source\":\"folder/photo-{i}.jpg\",\"output\":\"folder/photo-{i}.jpg\",\"length\":{i},\"modified\":\"2026-01-01T00:00:00Z\",\"options\":\"0123456789abcdef\",\"status\":\"{(i % 5 == 0 ? "Failed" : "Resized")}\",\"at\":\"2026-01-01T00:00:00Z\"}}\n");
        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
