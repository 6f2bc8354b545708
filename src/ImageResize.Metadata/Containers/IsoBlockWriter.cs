using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts blocks of metadata into an AVIF or HEIF still picture, in the place of those it has: items "Exif" and "mime" that describe
/// the primary item, with their data in a box of their own at the end, and the colours as a property (ISO/IEC 23008-12, A.2 and
/// A.3; 14496-12, 8.11). Image data are copied bit for bit.
/// </summary>
internal static class IsoBlockWriter
{
    private const int MaxMetaLength = 16 << 20;
    private const int MaxDataBoxes = 1024;

    /// <summary>Writes the file with the blocks, one of each kind.</summary>
    /// <returns>The kinds of which something could not be placed.</returns>
    /// <exception cref="MetadataFormatException">The source is no such file, or an image sequence, whose tables are left alone.</exception>
    public static MetadataKinds Write(ByteSource source, MetadataBlocks blocks, Stream target)
    {
        var data = new List<(long Start, long End)>();
        (long start, long end, long lastBox) = FindBoxes(source, data);
        byte[] meta = source.Take(start, end - start, new MetadataLimit(MaxMetaLength)) ?? throw new MetadataFormatException("The tables of the file are out of all proportion.");
        (_, int head, _) = IsoBox.ReadHead(meta, meta.Length);
        IsoItems items = IsoItems.Read(meta[head..]);
        if (items.Primary is not { } primary || IsoMetaWriter.IsMetadata(primary) || items.Items.Keys.Max() > uint.MaxValue - 2)
            throw new MetadataFormatException("The file has no primary item.");
        byte[]? xmp = blocks.Xmp;

        // Its first four bytes say how many come before the byte order mark.
        byte[]? exif = blocks.Exif is { } block ? [0, 0, 0, 0, .. block] : null;
        byte[]? color = blocks.CodePoints is { } points ? [.. "nclx"u8, 0, (byte)points.Primaries, 0, (byte)points.Transfer, 0, (byte)points.Matrix, (byte)(points.IsFullRange ? 0x80 : 0)]
            : blocks.Icc is { } icc ? [.. "prof"u8, .. icc]
            : null;
        var removed = new IsoRemoval(items, data);
        long sourceLength = removed.Fills(lastBox + 8, source.Length) ? lastBox : source.Length;
        long added = (long)(exif?.Length ?? 0) + (xmp?.Length ?? 0) + (color?.Length ?? 0);
        var writer = new IsoMetaWriter(items, exif, xmp, color, source.Length + 2 * MaxMetaLength + added);
        int length = writer.Write(0, 0, 0).Length;
        long shift = length - (end - start);
        long dataOffset = sourceLength + shift + 8;
        byte[] rewritten = writer.Write(end, shift, dataOffset);
        removed.CopyTo(source, target, 0, start);
        target.Write(rewritten);
        removed.CopyTo(source, target, end, sourceLength);
        if (exif is not null || xmp is not null)
        {
            Span<byte> box = [0, 0, 0, 0, (byte)'m', (byte)'d', (byte)'a', (byte)'t'];
            BinaryPrimitives.WriteInt32BigEndian(box, 8 + (exif?.Length ?? 0) + (xmp?.Length ?? 0));
            target.Write(box);
            target.Write(exif ?? []);
            target.Write(xmp ?? []);
        }

        return (blocks is { Iptc: null, ImageResources: null } ? 0 : MetadataKinds.Iptc)
            | (blocks.Texts.IsEmpty ? 0 : MetadataKinds.Texts);
    }

    /// <summary>Where the one meta box is, and where the last box begins; where the boxes are that hold data of items.</summary>
    private static (long Start, long End, long LastBox) FindBoxes(ByteSource source, List<(long Start, long End)> data)
    {
        (long Start, long End)? meta = null;
        long last = 0;
        Span<byte> head = stackalloc byte[16];
        for (long position = 0; position < source.Length;)
        {
            int read = source.Read(position, head);
            (string type, int headLength, long length) = read < 8 ? ("", 8, 0) : IsoBox.ReadHead(head[..read], source.Length - position);
            if (length < headLength || length > source.Length - position || data.Count > MaxDataBoxes || (position == 0 && type != "ftyp"))
                throw new MetadataFormatException("The file ends inside a box.");
            if (type == "moov")
                throw new MetadataFormatException("The metadata of an image sequence are left alone.");
            if (BinaryPrimitives.ReadUInt32BigEndian(head) == 0)
                throw new MetadataFormatException("The last box has no length.");
            if (type == "meta" && meta is null)
                meta = (position, position + length);
            if (type == "mdat")
                data.Add((position + headLength, position + length));
            last = position;
            position += length;
        }

        return meta is { } found ? (found.Start, found.End, last) : throw new MetadataFormatException("The file has no items.");
    }
}
