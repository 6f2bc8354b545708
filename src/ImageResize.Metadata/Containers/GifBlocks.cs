using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>What a block of a GIF file is.</summary>
internal enum GifBlockKind
{
    /// <summary>A picture: descriptor, table of colours, data.</summary>
    Image,
    GraphicControl,
    Comment,
    Application,
    Other,

    /// <summary>The end of the file.</summary>
    Trailer,
}

/// <summary>A block of a GIF file (GIF89a, appendix A).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="ContentStart">Where its sub-blocks begin; of an application's behind its name.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Head">Its first bytes, up to 14.</param>
internal sealed record GifBlock(GifBlockKind Kind, long Start, long ContentStart, long End, byte[] Head)
{
    private const int MaxBlocks = 10_000_000;
    private const int HeadLength = 14;

    /// <summary>The name of an application extension, as it stands there.</summary>
    public ReadOnlySpan<byte> Application => Head.AsSpan(3);

    /// <summary>Whether a file of this length, whose last block this is, ends inside a frame: within its data, or behind what announces it.</summary>
    public bool IsCut(long length) => Kind switch
    {
        GifBlockKind.Image => End > length,
        GifBlockKind.GraphicControl => true,
        GifBlockKind.Other => Start == ContentStart && Head[0] is 0x21 or 0x2C,
        _ => false,
    };

    /// <summary>The blocks from a place on, up to the trailer or where the file breaks off.</summary>
    public static IEnumerable<GifBlock> Read(ByteSource source, long position)
    {
        var head = new byte[HeadLength];
        for (int blocks = 0; blocks <= MaxBlocks; blocks++)
        {
            int count = source.Read(position, head);
            if (count == 0)
                yield break;
            (GifBlockKind kind, long content) = head[0] switch
            {
                0x3B => (GifBlockKind.Trailer, 1),
                0x2C when count >= 10 => (GifBlockKind.Image, 11 + TableLength(head[9])),
                0x21 when count >= 3 && head[1] == 0xF9 => (GifBlockKind.GraphicControl, 2),
                0x21 when count >= 3 && head[1] == 0xFE => (GifBlockKind.Comment, 2),
                0x21 when count == HeadLength && head[1] == 0xFF && head[2] == 11 => (GifBlockKind.Application, HeadLength),
                0x21 when count >= 3 => (GifBlockKind.Other, 2),
                _ => (GifBlockKind.Other, 0L),
            };
            // Decoders pass over bytes that belong to no block.
            long end = kind == GifBlockKind.Trailer || content == 0 ? position + 1 : SkipSubBlocks(source, position + content, ref blocks);
            yield return new GifBlock(kind, position, position + content, end, [.. head.AsSpan(0, count)]);
            if (kind == GifBlockKind.Trailer)
                yield break;
            position = end;
        }
    }

    /// <summary>The length in bytes of a table of colours, by the flags that announce it.</summary>
    public static int TableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static long SkipSubBlocks(ByteSource source, long position, ref int blocks)
    {
        Span<byte> length = stackalloc byte[1];
        while (blocks++ <= MaxBlocks && source.TryRead(position, length))
        {
            position += 1 + length[0];
            if (length[0] == 0)
                break;
        }

        return position;
    }
}
