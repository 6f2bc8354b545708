using System.Collections.Immutable;
using System.Text;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Location;
using ImageResize.Metadata.Tiff;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Rewriting;

/// <summary>
/// Puts metadata right for an output, whatever container they came from, whatever container they go to and whatever engine did
/// the pixels. What is kept is true of the output: orientation, dimensions, thumbnails, announcements of other parts. Under
/// <see cref="MetadataPolicy.NoLocation"/> what cannot be shown to be free of a position is dropped. Stateless, thread safe.
/// </summary>
internal static class MetadataRewriter
{
    /// <summary>Texts in which ImageMagick repeats what EXIF says of the pixels of the source.</summary>
    private static readonly string[] StaleKeywords =
        ["exif:ImageWidth", "exif:ImageLength", "exif:PixelXDimension", "exif:PixelYDimension", "exif:ExifImageWidth", "exif:ExifImageLength", "exif:Orientation", "exif:JPEGInterchangeFormat", "exif:JPEGInterchangeFormatLength"];

    /// <summary>The blocks for the output. The arrays of the source's are not changed.</summary>
    /// <param name="source">The source's blocks.</param>
    /// <param name="changes">What is asked for.</param>
    /// <param name="lost">The kinds that were to be kept, of which something had to be dropped.</param>
    public static MetadataBlocks Rewrite(MetadataBlocks source, MetadataChanges changes, out MetadataKinds lost)
    {
        lost = MetadataKinds.None;
        MetadataBlocks result = changes.Policy switch
        {
            MetadataPolicy.None => MetadataBlocks.None,
            MetadataPolicy.ColorProfile => MetadataBlocks.None with { Icc = source.Icc },
            _ => RewriteAll(source, changes, ref lost),
        };
        if (changes.Width is null && OrientationOf(source) is not ExifOrientation.Upright and var orientation && OrientationOf(result) != orientation)
            result = result with { Exif = ExifOrientation.Create(orientation), FurtherExif = [.. result.Exif is { } exif ? [exif] : Array.Empty<byte[]>(), .. result.FurtherExif] };
        return SetTexts(SetDensity(result, changes, ref lost), changes, ref lost);
    }

    private static MetadataBlocks SetDensity(MetadataBlocks blocks, MetadataChanges changes, ref MetadataKinds lost)
    {
        if (changes.Density is not { } density || (blocks.Exif is null && !changes.DensityNeedsExif))
            return blocks;
        byte[]? exif = ExifAddition.SetDensity(blocks.Exif, density);
        lost |= exif is null ? MetadataKinds.Exif : MetadataKinds.None;
        return blocks with { Exif = exif ?? (changes.DensityNeedsExif ? ExifAddition.SetDensity(null, density) : null) };
    }

    /// <summary>Of the first block that tells one.</summary>
    private static int OrientationOf(MetadataBlocks blocks) => blocks.Exif is not { } first ? ExifOrientation.Upright
        : blocks.FurtherExif.Prepend(first).Select(exif => ExifSummary.Read(exif).Orientation).FirstOrDefault(told => told is not null) ?? ExifOrientation.Upright;

    private static MetadataBlocks RewriteAll(MetadataBlocks source, MetadataChanges changes, ref MetadataKinds lost)
    {
        byte[]? main = source.Exif is null ? null : RewriteExif(source.Exif, changes, ref lost);
        var further = ImmutableArray.CreateBuilder<byte[]>();
        foreach (byte[] block in source.FurtherExif)
        {
            if (RewriteExif(block, changes, ref lost) is { } rewritten)
                further.Add(rewritten);
        }

        if (main is null && further.Count > 0)
        {
            main = further[0];
            further.RemoveAt(0);
        }

        return new MetadataBlocks
        {
            Exif = main,
            FurtherExif = further.ToImmutable(),
            Xmp = RewriteXmp(source, changes, ref lost),
            Iptc = RewriteIptc(source.Iptc, changes, ref lost),
            ImageResources = RewriteResources(source.ImageResources, changes, ref lost),
            Icc = source.Icc,
            Texts = RewriteTexts(source.Texts, changes, ref lost),
        };
    }

    private static byte[]? RewriteExif(byte[] exif, MetadataChanges changes, ref MetadataKinds lost)
    {
        byte[] copy = [.. exif];
        int length = ExifRewriter.Rewrite(copy, changes.Width, changes.Height, changes.Policy == MetadataPolicy.NoLocation);
        if (length > 0 && (changes.Policy != MetadataPolicy.NoLocation || HiddenPosition.TryErase(copy.AsSpan(0, length))))
            return copy[..length];
        lost |= MetadataKinds.Exif;
        return null;
    }

    private static byte[]? RewriteXmp(MetadataBlocks source, MetadataChanges changes, ref MetadataKinds lost)
    {
        if (source.Xmp is not { } packet)
            return null;
        if (source.ExtendedXmp is { } extension)
        {
            byte[]? merged = XmpExtension.Merge(packet, extension);
            lost |= merged is null ? MetadataKinds.Xmp : MetadataKinds.None;
            packet = merged ?? packet;
        }

        byte[]? rewritten = XmpPacket.Rewrite(packet, new XmpChanges
        {
            Width = changes.Width,
            Height = changes.Height,
            DropsLocation = changes.Policy == MetadataPolicy.NoLocation,
            DropsExtension = true,
            DropsMotionPhoto = !changes.KeepsVideo,
            DropsGainMap = !changes.KeepsGainMap && changes.GainMapLength is null,
            GainMapLength = changes.GainMapLength,
        });
        lost |= rewritten is null ? MetadataKinds.Xmp : MetadataKinds.None;
        return rewritten;
    }

    private static byte[]? RewriteIptc(byte[]? sets, MetadataChanges changes, ref MetadataKinds lost)
    {
        if (sets is null || changes.Policy != MetadataPolicy.NoLocation)
            return sets;
        byte[]? kept = IptcDataSets.WithoutPosition(sets);
        lost |= kept is null ? MetadataKinds.Iptc : MetadataKinds.None;
        return kept is { Length: > 0 } ? kept : null;
    }

    private static byte[]? RewriteResources(byte[]? resources, MetadataChanges changes, ref MetadataKinds lost)
    {
        bool dropsLocation = changes.Policy == MetadataPolicy.NoLocation;
        if (resources is null || (changes.Width is null && !dropsLocation))
            return resources;
        byte[]? kept = PhotoshopResources.Filter(resources, dropsLocation);
        lost |= kept is null ? MetadataKinds.Iptc : MetadataKinds.None;
        return kept is { Length: > 0 } ? kept : null;
    }

    private static ImmutableArray<TextEntry> RewriteTexts(ImmutableArray<TextEntry> texts, MetadataChanges changes, ref MetadataKinds lost)
    {
        var kept = ImmutableArray.CreateBuilder<TextEntry>();
        foreach (TextEntry text in texts)
        {
            if (changes.Width is not null && Array.IndexOf(StaleKeywords, text.Keyword) >= 0)
                continue;
            if (changes.Policy != MetadataPolicy.NoLocation)
                kept.Add(text);
            else if (WithoutPosition(text, ref lost) is { } clean)
                kept.Add(clean);
        }

        return kept.ToImmutable();
    }

    /// <summary>A text without a position: one that tells it goes, by its keyword or its words; a packet in it is rewritten.</summary>
    private static TextEntry? WithoutPosition(TextEntry text, ref MetadataKinds lost)
    {
        string keyword = text.Keyword[(text.Keyword.LastIndexOf(':') + 1)..];
        if (XmpPosition.Tells(new XmpName("", keyword, "")))
            return null;
        if (!text.Value.Contains("<rdf:RDF", StringComparison.Ordinal))
            return PositionText.Tells(text.Value) ? null : text;
        if (XmpPacket.Rewrite(Encoding.UTF8.GetBytes(text.Value), new XmpChanges { DropsLocation = true }) is { } packet)
            return text with { Value = Encoding.UTF8.GetString(packet) };
        lost |= MetadataKinds.Texts;
        return null;
    }

    private static MetadataBlocks SetTexts(MetadataBlocks blocks, MetadataChanges changes, ref MetadataKinds lost)
    {
        var texts = new Dictionary<ushort, string>();
        if (changes.Artist is { } artist)
            texts[TiffTag.Artist] = artist;
        if (changes.Copyright is { } copyright)
            texts[TiffTag.Copyright] = copyright;
        if (texts.Count == 0)
            return blocks;
        byte[]? exif = ExifAddition.SetTexts(blocks.Exif, texts);
        lost |= exif is null ? MetadataKinds.Exif : MetadataKinds.None;
        return blocks with
        {
            Exif = exif ?? ExifAddition.SetTexts(null, texts),

            // A packet that cannot be changed stays: EXIF has the texts.
            Xmp = XmpCredits.Set(blocks.Xmp, changes.Artist, changes.Copyright) ?? blocks.Xmp,
        };
    }
}
