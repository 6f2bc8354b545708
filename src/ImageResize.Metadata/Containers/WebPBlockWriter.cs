using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts blocks of metadata into a WebP file, in the place of those it has (RFC 9649, 2.7): VP8X first, the profile before the image
/// data, EXIF and XMP behind them. Image data and frames are copied bit for bit.
/// </summary>
internal static class WebPBlockWriter
{
    private const byte ProfileFlag = 0x20;
    private const byte AlphaFlag = 0x10;
    private const byte ExifFlag = 0x08;
    private const byte XmpFlag = 0x04;
    private const int MaxChunks = 1_000_000;

    /// <summary>The chunks of pixels and frames.</summary>
    private static readonly string[] OfPicture = ["VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"];

    /// <summary>Writes the file with the blocks, one of each kind.</summary>
    /// <returns>The kinds of which something could not be placed, or did not stay.</returns>
    /// <exception cref="MetadataFormatException">The source is no well-formed WebP file.</exception>
    public static MetadataKinds Write(ByteSource source, MetadataBlocks blocks, Stream target, OtherContent others)
    {
        Span<byte> head = stackalloc byte[12];
        if (!source.TryRead(0, head) || !head.StartsWith("RIFF"u8) || !head[8..].SequenceEqual("WEBP"u8))
            throw new MetadataFormatException("The file does not begin as a WebP image does.");
        long end = 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        List<(string Type, long Offset, long Length)> chunks = ReadChunks(source, end, out byte[]? extended);
        bool hasLost = others != OtherContent.All && chunks.RemoveAll(chunk => Array.IndexOf(OfPicture, chunk.Type) < 0) > 0;
        byte[]? xmp = blocks.Xmp;
        var before = new MemoryStream();
        if (extended is not null || blocks.Icc is not null || blocks.Exif is not null || xmp is not null)
        {
            extended ??= CreateExtended(source, chunks);
            extended[0] = (byte)(extended[0] & ~(ProfileFlag | ExifFlag | XmpFlag)
                | (blocks.Icc is null ? 0 : ProfileFlag) | (blocks.Exif is null ? 0 : ExifFlag) | (xmp is null ? 0 : XmpFlag));
            WriteChunk(before, "VP8X", extended);
        }

        if (blocks.Icc is { } icc)
            WriteChunk(before, "ICCP", icc);
        var behind = new MemoryStream();
        if (blocks.Exif is { } exif)
            WriteChunk(behind, "EXIF", exif);
        if (xmp is not null)
            WriteChunk(behind, "XMP ", xmp);
        long total = 4 + before.Length + chunks.Sum(chunk => 8 + chunk.Length + (chunk.Length & 1)) + behind.Length;
        if (total > uint.MaxValue - 8)
            throw new MetadataFormatException("The file would be longer than a WebP file can be.");
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)total);
        target.Write(head);
        before.WriteTo(target);
        foreach ((_, long offset, long length) in chunks)
        {
            source.CopyTo(target, offset, 8 + length);
            if ((length & 1) != 0)
                target.WriteByte(0);
        }

        behind.WriteTo(target);
        TrailingWriter.Write(source, end, target, others);
        return Left(blocks) | (hasLost && others == OtherContent.Known ? MetadataKinds.Other : MetadataKinds.None);
    }

    private static MetadataKinds Left(MetadataBlocks blocks) =>
        (blocks is { Iptc: null, ImageResources: null } ? 0 : MetadataKinds.Iptc)
        | (blocks.Texts.IsEmpty ? 0 : MetadataKinds.Texts);

    /// <summary>The chunks that stay, and the content of VP8X apart from them; null without.</summary>
    private static List<(string Type, long Offset, long Length)> ReadChunks(ByteSource source, long end, out byte[]? extended)
    {
        var chunks = new List<(string, long, long)>();
        extended = null;
        Span<byte> head = stackalloc byte[8];
        for (long position = 12; position < end;)
        {
            if (!source.TryRead(position, head) || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is var length && position + 8 + length > source.Length || chunks.Count > MaxChunks)
                throw new MetadataFormatException("The file ends inside a chunk.");
            string type = Encoding.Latin1.GetString(head[..4]);
            if (type == "VP8X" && extended is null && length >= 10)
                extended = source.Take(position + 8, 10, new MetadataLimit());
            else if (type is not ("VP8X" or "ICCP" or "EXIF" or "XMP "))
                chunks.Add((type, position, length));
            position += 8 + length + (length & 1);
        }

        return chunks;
    }

    /// <summary>VP8X for a file that has had none: its size, and whether there is alpha, from the bitstream.</summary>
    private static byte[] CreateExtended(ByteSource source, List<(string Type, long Offset, long Length)> chunks)
    {
        (string type, long offset, _) = chunks.Find(chunk => chunk.Type is "VP8 " or "VP8L");
        if (type is null)
            throw new MetadataFormatException("The file has no image data.");
        ImageParts parts = WebPPartsReader.ReadBitstream(new ImageParts { Format = ContainerFormat.WebP }, source, offset + 8, type == "VP8L");
        if (parts.Width < 1 || parts.Height < 1)
            throw new MetadataFormatException("The image data have no size.");
        var content = new byte[10];
        content[0] = parts.HasAlpha ? AlphaFlag : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(4), (uint)(parts.Width - 1));
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(7), (ushort)(parts.Height - 1));
        return content;
    }

    private static void WriteChunk(Stream target, string type, byte[] content)
    {
        Span<byte> head = stackalloc byte[8];
        Encoding.Latin1.GetBytes(type, head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], content.Length);
        target.Write(head);
        target.Write(content);
        if ((content.Length & 1) != 0)
            target.WriteByte(0);
    }
}
