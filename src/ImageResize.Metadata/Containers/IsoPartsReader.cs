using System.Text;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// What an AVIF or HEIF file holds (ISO/IEC 23008-12, AV1 Image File Format): the primary item with its properties, the items
/// that describe it or go with it, and image sequences.
/// </summary>
internal static class IsoPartsReader
{
    private const int MaxTopBoxes = 10_000;
    private const int MaxMetaLength = 16 << 20;

    /// <summary>The parts; null where the source is no file of this family.</summary>
    public static ImageParts? Read(ByteSource source, MetadataLimit limit)
    {
        Span<byte> head = stackalloc byte[16];
        if (!source.TryRead(0, head) || !head[4..8].SequenceEqual("ftyp"u8))
            return null;
        var builder = new PartsBuilder(source, limit);
        var parts = new ImageParts { Format = ContainerFormat.IsoMedia, Variant = Variant(Encoding.Latin1.GetString(head.Slice(8, 4))), Channels = 3 };
        ColorDescription? color = null;
        long position = 0;
        for (int count = 0; position + 8 <= source.Length; count++)
        {
            int read = source.Read(position, head);
            (string type, int headLength, long length) = IsoBox.ReadHead(head[..read], source.Length - position);
            if (count > 0 && Array.IndexOf(TopBoxes, type) < 0 && (length < headLength || length > source.Length - position))
            {
                TrailingReader.Read(builder, position, source.Length);
                break;
            }

            if (length < headLength || length > source.Length - position || count > MaxTopBoxes)
            {
                builder.Problem = "The file ends inside a box.";
                break;
            }

            long contentLength = length - headLength;
            // The video of a motion photo in a HEIC file has a box of its own.
            if (type == "mpvd")
                builder.Trailing.Add(new TrailingData(TrailingKind.Video, position, length));
            if (type is "meta" or "moov")
            {
                // The tables are read, not kept: they do not count against what may be taken.
                byte[]? data = contentLength <= MaxMetaLength ? source.Take(position + headLength, contentLength, new MetadataLimit(MaxMetaLength)) : null;
                if (data is null)
                    builder.Problem ??= "The tables of the file are out of all proportion.";
                else if (type == "moov")
                    parts = parts with { Frames = IsoSequence.CountFrames(data) };
                else
                    parts = ReadItems(parts, IsoItems.Read(data), builder, ref color);
            }

            position += length;
        }

        return builder.Build(parts, color, turns: false);
    }

    /// <summary>Boxes that stand at the top of a file (ISO/IEC 14496-12, table 1): one of them that does not fit is cut off; anything else is no box.</summary>
    private static readonly string[] TopBoxes = ["ftyp", "meta", "mdat", "moov", "moof", "mfra", "free", "skip", "uuid", "idat", "styp", "pdin", "mpvd", "imda"];

    private static string Variant(string brand) => brand switch
    {
        "avif" => "AVIF",
        "avis" => "AVIF sequence",
        "heic" or "heix" or "heim" or "heis" => "HEIC",
        "hevc" or "hevx" or "msf1" => "HEIC sequence",
        "mif1" or "mif2" => "HEIF",
        "crx " => "camera raw (CR3)",
        _ => $"ISO media ({brand.Trim()})",
    };

    private static ImageParts ReadItems(ImageParts parts, IsoItems items, PartsBuilder builder, ref ColorDescription? color)
    {
        if (items.Primary is not { } primary)
            return parts;
        var data = new IsoItemData(items, builder);
        foreach (IsoItem item in items.Items.Values)
        {
            if (item.Type == "Exif")
                builder.AddExif(data.ReadExif(item));
            else if (item.Type == "mime" && item.ContentType == "application/rdf+xml")
                builder.Xmp ??= data.Read(item);
        }

        parts = new IsoProperties(items, builder).Describe(parts, primary, ref color);
        return new IsoPictures(items, builder).Add(parts, primary) with { LacksPixelData = IsoExtents.AreCut(items, primary, builder.Source.Length) };
    }
}
