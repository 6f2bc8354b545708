using System.Text;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts comments and XMP into a GIF file, in the place of those it has, before its end (GIF89a, 24; XMP specification part 3,
/// 1.1.2). Pictures are copied bit for bit. The format has no place for EXIF and IPTC, nor one for a profile that viewers heed.
/// </summary>
internal static class GifBlockWriter
{
    private const int MaxSubBlock = 255;

    /// <summary>Writes the file with the blocks, one of each kind.</summary>
    /// <returns>The kinds of which something could not be placed.</returns>
    /// <exception cref="MetadataFormatException">The source is no well-formed GIF file.</exception>
    public static MetadataKinds Write(ByteSource source, MetadataBlocks blocks, Stream target)
    {
        Span<byte> head = stackalloc byte[13];
        if (!source.TryRead(0, head) || !(head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)))
            throw new MetadataFormatException("The file does not begin as a GIF image does.");
        int start = 13 + GifBlock.TableLength(head[10]);

        // Extensions belong to the later version.
        target.Write("GIF89a"u8);
        source.CopyTo(target, 6, start - 6);
        long kept = start;
        foreach (GifBlock block in GifBlock.Read(source, start))
        {
            bool isEnd = block.Kind == GifBlockKind.Trailer;
            if (!isEnd && !IsReplaced(block))
                continue;
            source.CopyTo(target, kept, block.Start - kept);
            kept = isEnd ? block.Start : block.End;
            if (!isEnd)
                continue;
            MetadataKinds left = WriteBlocks(blocks, target);
            source.CopyTo(target, kept, source.Length - kept);
            return left;
        }

        throw new MetadataFormatException("The file has no end.");
    }

    private static bool IsReplaced(GifBlock block) => block.Kind == GifBlockKind.Comment
        || (block.Kind == GifBlockKind.Application && (block.Application.SequenceEqual("XMP DataXMP"u8) || block.Application.SequenceEqual("ICCRGBG1012"u8)));

    private static MetadataKinds WriteBlocks(MetadataBlocks blocks, Stream target)
    {
        MetadataKinds left = (blocks.Exif is null ? 0 : MetadataKinds.Exif) | (blocks.Icc is null ? 0 : MetadataKinds.Icc) | (blocks is { Iptc: null, ImageResources: null } ? 0 : MetadataKinds.Iptc);
        foreach (TextEntry text in blocks.Texts)
        {
            if (text.Keyword != TextEntry.Comment || text.Value.Length == 0)
            {
                left |= MetadataKinds.Texts;
                continue;
            }

            target.Write([0x21, 0xFE]);
            foreach (byte[] piece in Encoding.UTF8.GetBytes(text.Value).Chunk(MaxSubBlock))
            {
                target.WriteByte((byte)piece.Length);
                target.Write(piece);
            }

            target.WriteByte(0);
        }

        if (blocks.Xmp is not { Length: > 0 } xmp)
            return left;
        if (xmp.AsSpan().Contains((byte)0))
            return left | MetadataKinds.Xmp;

        // The packet as it is, and behind it what leads a reader that takes its bytes for lengths to the end.
        target.Write([0x21, 0xFF, 11]);
        target.Write("XMP DataXMP"u8);
        target.Write(xmp);
        target.WriteByte(1);
        for (int i = 255; i >= 0; i--)
            target.WriteByte((byte)i);
        target.WriteByte(0);
        return left;
    }
}
