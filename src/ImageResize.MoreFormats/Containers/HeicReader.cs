using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>
/// HEIF with any coding (ISO/IEC 23008-12): the items are read as those of AVIF. The decoder cuts, turns and mirrors as the properties
/// say, so the size is that of the upright picture and EXIF's orientation counts for nothing. It calls a file sound whose data are cut
/// off, so every extent must lie inside the file.
/// </summary>
internal static class HeicReader
{
    private const int MaxTopBoxes = 10_000;
    private const int MaxMetaLength = 16 << 20;
    private const int MaxDepth = 8;

    /// <summary>The facts.</summary>
    /// <param name="source">The file.</param>
    /// <param name="mostMetadata">Bytes of metadata that are taken.</param>
    public static PictureFacts Read(ByteSource source, long mostMetadata)
    {
        ImageParts parts = PartsReader.ReadHead(source, mostMetadata) ?? throw FactsReader.NoHeader(ImageFormat.Heic, "its first box is broken");
        IsoItems? items = FindItems(source);
        if (items?.Primary is not { } primary || parts is not { Width: > 0 and <= int.MaxValue, Height: > 0 and <= int.MaxValue })
        {
            throw parts.Frames > 1 || parts.Variant == "HEIC sequence"
                ? FactsReader.NotRead("The file is a HEIC image sequence (an animation), which is not supported. Convert it to an animated WebP first.")
                : FactsReader.NoHeader(ImageFormat.Heic, parts.Problem ?? "it names no picture");
        }

        ThrowIfOtherCoding(items, primary);
        PixelSize size = Upright(items, primary, new PixelSize((int)parts.Width, (int)parts.Height));
        return new PictureFacts(size, parts with { Orientation = 1 })
        {
            ColorModel = parts.Channels is 1 or 2 ? ColorModel.Gray : ColorModel.Rgb,
            Damage = parts.Problem ?? WhatIsMissing(items, primary, source.Length),
        };
    }

    /// <summary>The first meta box at the top of the file.</summary>
    private static IsoItems? FindItems(ByteSource source)
    {
        Span<byte> head = stackalloc byte[16];
        long position = 0;
        for (int count = 0; count < MaxTopBoxes && position + 8 <= source.Length; count++)
        {
            int read = source.Read(position, head);
            (string type, int headLength, long length) = IsoBox.ReadHead(head[..read], source.Length - position);
            if (length < headLength || length > source.Length - position)
                return null;
            if (type == "meta")
                return source.Take(position + headLength, Math.Min(length - headLength, MaxMetaLength + 1L), new MetadataLimit(MaxMetaLength)) is { } data ? IsoItems.Read(data) : null;
            position += length;
        }

        return null;
    }

    /// <summary>Only HEVC and AV1 are decoded.</summary>
    private static void ThrowIfOtherCoding(IsoItems items, IsoItem primary)
    {
        IsoItem item = primary;
        for (int depth = 0; depth < MaxDepth && item.Type is "grid" or "iden" or "iovl"; depth++)
        {
            if (items.References.Find(reference => reference.Type == "dimg" && reference.From == item.Id) is not { To: [var first, ..] } || items.Items.GetValueOrDefault(first) is not { } piece)
                return;
            item = piece;
        }

        if (item.Type is not ("hvc1" or "av01" or "grid" or "iden" or "iovl"))
            throw FactsReader.NotRead($"The picture in the HEIF file is coded as \"{item.Type.Trim()}\", which is not supported (HEVC and AV1 are). Convert it to JPEG with the program that made it.");
    }

    /// <summary>The size after the properties that cut ("clap", ISO/IEC 14496-12, 12.1.4: width and height as fractions come first) and turn, in their order.</summary>
    private static PixelSize Upright(IsoItems items, IsoItem primary, PixelSize size)
    {
        foreach (IsoBox property in items.PropertiesOf(primary))
        {
            IsoReader reader = items.Open(property);
            if (property.Type == "irot" && (reader.Byte() & 1) != 0)
                size = size.Transposed;
            if (property.Type != "clap")
                continue;
            uint widthN = reader.UInt32(), widthD = reader.UInt32(), heightN = reader.UInt32(), heightD = reader.UInt32();
            if (reader.IsPastEnd || widthD == 0 || heightD == 0)
                continue;
            (long width, long height) = ((long)Math.Round((double)widthN / widthD), (long)Math.Round((double)heightN / heightD));
            if (width >= 1 && width <= size.Width && height >= 1 && height <= size.Height)
                size = new PixelSize((int)width, (int)height);
        }

        return size;
    }

    /// <summary>Data of items that lie outside of the file; null where there are none.</summary>
    private static string? WhatIsMissing(IsoItems items, IsoItem primary, long length)
    {
        IsoBox idat = items.Boxes.FirstOrDefault(box => box.Type == "idat");
        long inside = idat.End - idat.ContentStart;
        foreach (IsoItem item in items.Items.Values)
        {
            long available = item.ConstructionMethod switch { 0 => length, 1 => inside, _ => long.MaxValue };
            if (item.Extents.Exists(extent => extent.Offset > available || extent.Length > available - extent.Offset))
                return $"the data of item {item.Id} ({item.Type.Trim()}) lie behind the end of the file";
        }

        uint[] pieces = [.. items.References.Where(reference => reference.Type == "dimg" && reference.From == primary.Id).SelectMany(reference => reference.To)];
        uint[] needed = pieces.Length > 0 ? pieces : [primary.Id];
        foreach (uint id in needed)
        {
            if (!items.Items.TryGetValue(id, out IsoItem? item) || (item.Extents.Count == 0 && item.Type is not ("iden" or "iovl")))
                return $"item {id}, a part of the picture, has no data";
        }

        return null;
    }
}
