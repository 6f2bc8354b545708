using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// What a GIF file holds (GIF89a): frames, comments, and the application extensions with XMP (XMP specification part 3, 1.1.2)
/// and a profile. Pixels are passed over sub-block by sub-block.
/// </summary>
internal static class GifPartsReader
{
    /// <summary>The bytes 1, FF, FE … 0, 0 behind an XMP packet, which lead a reader of sub-blocks out of it.</summary>
    public const int XmpTrailerLength = 257;

    /// <summary>The parts; null where the source is no GIF file.</summary>
    public static ImageParts? Read(ByteSource source, MetadataLimit limit)
    {
        Span<byte> head = stackalloc byte[13];
        if (!source.TryRead(0, head) || !(head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)))
            return null;
        var builder = new PartsBuilder(source, limit);
        int frames = 0;
        bool hasAlpha = false, hasEnd = false;
        GifBlock? last = null;
        foreach (GifBlock block in GifBlock.Read(source, 13 + GifBlock.TableLength(head[10])))
        {
            last = block;
            switch (block.Kind)
            {
                case GifBlockKind.Image:
                    frames++;
                    break;
                case GifBlockKind.GraphicControl:
                    hasAlpha |= block.Head.Length >= 4 && (block.Head[3] & 1) != 0;
                    break;
                case GifBlockKind.Comment:
                    AddComment(builder, block.ContentStart, block.End);
                    break;
                case GifBlockKind.Application:
                    AddApplication(builder, block.Application, block.ContentStart, block.End);
                    break;
                case GifBlockKind.Trailer:
                    hasEnd = true;
                    TrailingReader.Read(builder, block.End, source.Length);
                    break;
            }
        }

        if (!hasEnd)
            builder.Problem = "The file ends before the end of the image.";
        return builder.Build(new ImageParts
        {
            Format = ContainerFormat.Gif,
            Width = BinaryPrimitives.ReadUInt16LittleEndian(head[6..]),
            Height = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]),
            Frames = Math.Max(1, frames),
            Channels = hasAlpha ? 4 : 3,
            HasAlpha = hasAlpha,
            EndsInsideFrame = last is not null && last.IsCut(source.Length),
        });
    }

    private static void AddComment(PartsBuilder builder, long start, long end)
    {
        if (Join(builder.Take(start, end - start)) is not { Length: > 0 } text)
            return;
        string value = System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
        builder.Texts.Add(new TextEntry(TextEntry.Comment, value));
    }

    private static void AddApplication(PartsBuilder builder, ReadOnlySpan<byte> name, long start, long end)
    {
        // The packet is not in sub-blocks: it stands there as it is, and its bytes are taken for lengths.
        if (name.SequenceEqual("XMP DataXMP"u8) && end - start > XmpTrailerLength + 1)
            builder.Xmp ??= builder.Take(start, end - start - XmpTrailerLength - 1);
        else if (name.SequenceEqual("ICCRGBG1012"u8))
            builder.Icc ??= Join(builder.Take(start, end - start));
    }

    private static byte[]? Join(byte[]? subBlocks)
    {
        if (subBlocks is null)
            return null;
        var whole = new MemoryStream();
        for (int at = 0; at < subBlocks.Length && subBlocks[at] > 0; at += 1 + subBlocks[at])
            whole.Write(subBlocks, at + 1, Math.Min(subBlocks[at], subBlocks.Length - at - 1));
        return whole.ToArray();
    }
}
