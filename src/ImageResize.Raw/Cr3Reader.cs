using System.Buffers.Binary;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.Raw;

/// <summary>
/// Canon CR3: an ISO media file (ISO/IEC 14496-12) whose first track is a JPEG of full size, with a smaller one in a box of its own
/// and metadata as TIFF structures. The boxes are not published; they are as ExifTool (Canon.pm, QuickTime.pm) knows them. Stateless.
/// </summary>
internal static class Cr3Reader
{
    /// <summary>The tables of a CR3 take some 40 KB.</summary>
    private const int MaxTables = 4 << 20;

    private const int MaxBoxes = 64, IdLength = 16;

    private static ReadOnlySpan<byte> CanonId => [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48];

    private static ReadOnlySpan<byte> PreviewId => [0xEA, 0xF4, 0x2B, 0x5E, 0x1C, 0x98, 0x4B, 0x88, 0xB9, 0xFB, 0xB7, 0xDC, 0x40, 0x6E, 0x4D, 0x16];

    /// <summary>Reads; null where it is no CR3.</summary>
    public static RawFile? Read(ByteSource source)
    {
        Span<byte> head = stackalloc byte[64];
        int count = source.Read(0, head);
        if (count < 12 || !head[4..12].SequenceEqual("ftypcrx "u8))
            return null;
        var previews = new PreviewCollector(source);
        byte[]? exif = null;
        long position = 0;
        for (int i = 0; i < MaxBoxes && (count = source.Read(position, head)) >= 8; i++)
        {
            (string type, int headLength, long length) = IsoBox.ReadHead(head[..count], source.Length - position);
            previews.Expect(Math.Max(1, position), length);
            if (length < headLength || length > source.Length - position)
                break;
            if (type == "moov" && source.Take(position + headLength, length - headLength, new MetadataLimit(MaxTables)) is { } tables)
                exif = ReadTables(tables, position + headLength, previews) ?? exif;
            else if (type == "uuid" && count >= headLength + IdLength && head.Slice(headLength, IdLength).SequenceEqual(PreviewId))
                AddPreview(source, position + headLength + IdLength + 8, previews);
            position += length;
        }

        return new RawFile("CR3") { Preview = previews.Largest, Exif = exif, IsCut = previews.IsCut };
    }

    private static byte[]? ReadTables(byte[] data, long start, PreviewCollector previews)
    {
        byte[]? exif = null;
        foreach (IsoBox box in IsoBox.Children(data, 0, data.Length))
        {
            if (box.Type == "uuid" && box.End - box.ContentStart >= IdLength && data.AsSpan(box.ContentStart, IdLength).SequenceEqual(CanonId))
            {
                List<IsoBox> inside = IsoBox.Children(data, box.ContentStart + IdLength, box.End);
                byte[]? Structure(string type) => inside.Find(one => one.Type == type) is { Type: not null } found ? data[found.ContentStart..found.End] : null;
                exif = RawExif.Of(Structure("CMT1"), Structure("CMT2"), Structure("CMT4"));
                if (inside.Find(one => one.Type == "THMB") is { Type: not null } thumbnail && thumbnail.End - thumbnail.ContentStart >= 16)
                    previews.Add(start + thumbnail.ContentStart + 16, BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(thumbnail.ContentStart + 8)));
            }
            else if (box.Type == "trak")
                AddTrack(data, box, previews);
        }

        return exif;
    }

    /// <summary>PRVW: eight bytes with the size, the length in four, the JPEG.</summary>
    private static void AddPreview(ByteSource source, long at, PreviewCollector previews)
    {
        Span<byte> head = stackalloc byte[24];
        if (source.TryRead(at, head) && head[4..8].SequenceEqual("PRVW"u8))
            previews.Add(at + 24, BinaryPrimitives.ReadUInt32BigEndian(head[20..]));
    }

    /// <summary>A track of one sample whose description holds a box JPEG: where the sample is, and its length.</summary>
    private static void AddTrack(byte[] data, IsoBox track, PreviewCollector previews)
    {
        const int EntryHead = 8, SampleEntryLength = 82;
        List<IsoBox> table = [track];
        foreach (string type in (string[])["mdia", "minf", "stbl"])
            table = [.. table.SelectMany(box => IsoBox.Children(data, box.ContentStart, box.End)).Where(box => box.Type == type)];
        List<IsoBox> boxes = [.. table.SelectMany(box => IsoBox.Children(data, box.ContentStart, box.End))];
        IsoBox description = boxes.Find(box => box.Type == "stsd"), sizes = boxes.Find(box => box.Type == "stsz"), offsets = boxes.Find(box => box.Type == "co64");
        if (description.End - description.ContentStart < EntryHead || sizes.End - sizes.ContentStart < 16 || offsets.End - offsets.ContentStart < 16)
            return;
        bool isJpeg = IsoBox.Children(data, description.ContentStart + EntryHead, description.End)
            .Exists(entry => entry.Type == "CRAW" && IsoBox.Children(data, Math.Min(entry.ContentStart + SampleEntryLength, entry.End), entry.End).Exists(inside => inside.Type == "JPEG"));
        if (!isJpeg)
            return;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(sizes.ContentStart + 4));
        if (length == 0 && sizes.End - sizes.ContentStart >= 16)
            length = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(sizes.ContentStart + 12));
        previews.Add(BinaryPrimitives.ReadInt64BigEndian(data.AsSpan(offsets.ContentStart + 8)), length);
    }
}
