using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Sources;

namespace ImageResize.Imaging;

/// <summary>
/// All that an image file holds besides the one picture, for people. Read from heads, tables and blocks of metadata; no pixel
/// is decoded. Stateless, thread safe.
/// </summary>
internal static class Inventory
{
    /// <summary>What is there, a kind once; nothing where the container is none that is taken apart.</summary>
    /// <param name="told">What the engine that reads the format has told; null where that is for the containers' readers to say.</param>
    /// <param name="input">The file; what is not in memory is read, a JPEG file as a whole: nothing else tells where its picture ends.</param>
    /// <exception cref="ImageResizeException">It cannot be read.</exception>
    public static Content[] Of(ImageInput input, ImageParts? told = null)
    {
        if (told is { Format: ContainerFormat.Other })
            return [.. List(told).Where(content => content.Count > 0)];
        try
        {
            using Stream stream = input.OpenStream();
            var source = new StreamSource(stream);
            if (PartsReader.ReadHead(source) is not { } parts)
                return [];
            return [.. List(PartsReader.ReadRest(parts, source)).Where(content => content.Count > 0)];
        }
        catch (IOException e)
        {
            throw FileFault.OnRead(e);
        }
    }

    private static IEnumerable<Content> List(ImageParts parts)
    {
        MetadataBlocks blocks = parts.Metadata;
        yield return new Content(ContentKind.Frames, parts.Frames > 1 ? parts.Frames : 0, 0);
        yield return new Content(ContentKind.Pages, parts.Pages > 1 ? parts.Pages : 0, 0);
        yield return Pictures(parts, ContentKind.Pictures, PictureRole.Picture);
        yield return Trailing(parts, ContentKind.Video, kind => kind == TrailingKind.Video);
        yield return Pictures(parts, ContentKind.Layers, PictureRole.Layer);
        yield return Pictures(parts, ContentKind.Auxiliary, PictureRole.Auxiliary);
        yield return Pictures(parts, ContentKind.Preview, PictureRole.Preview);
        yield return Trailing(parts, ContentKind.TrailingData, kind => kind != TrailingKind.Video);
        yield return new Content(ContentKind.Segments, parts.OtherSegments.Length, parts.OtherSegments.Sum(segments => segments.Length));
        yield return new Content(ContentKind.GainMap, parts.HasGainMap ? 1 : 0, 0);
        yield return new Content(ContentKind.Thumbnail, parts.ThumbnailLength > 0 ? 1 : 0, parts.ThumbnailLength);
        yield return Blocks(ContentKind.Exif, [blocks.Exif, .. blocks.FurtherExif]);
        yield return Blocks(ContentKind.Xmp, [blocks.Xmp, blocks.ExtendedXmp]);
        yield return Blocks(ContentKind.Iptc, [blocks.Iptc ?? (blocks.ImageResources is { } resources ? PhotoshopResources.FindIptc(resources) : null)]);
        yield return Blocks(ContentKind.ColorProfile, [blocks.Icc]);
        yield return Texts(parts, ContentKind.Texts, isComment: false);
        yield return Texts(parts, ContentKind.Comments, isComment: true);
    }

    private static Content Pictures(ImageParts parts, ContentKind kind, PictureRole role)
    {
        OtherPicture[] pictures = [.. parts.OtherPictures.Where(picture => picture.Role == role)];
        return new Content(kind, pictures.Length, pictures.Sum(picture => picture.Length));
    }

    private static Content Trailing(ImageParts parts, ContentKind kind, Func<TrailingKind, bool> isOfKind)
    {
        TrailingData[] data = [.. parts.Trailing.Where(one => isOfKind(one.Kind))];
        return new Content(kind, data.Length, data.Sum(one => one.Length));
    }

    private static Content Blocks(ContentKind kind, byte[]?[] blocks)
    {
        byte[][] there = [.. blocks.OfType<byte[]>()];
        return new Content(kind, there.Length, there.Sum(block => (long)block.Length));
    }

    private static Content Texts(ImageParts parts, ContentKind kind, bool isComment)
    {
        TextEntry[] texts = [.. parts.Metadata.Texts.Where(text => text.Keyword == TextEntry.Comment == isComment)];
        return new Content(kind, texts.Length, texts.Sum(text => (long)text.Value.Length));
    }
}
