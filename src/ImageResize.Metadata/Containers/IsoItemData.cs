using System.Buffers.Binary;

namespace ImageResize.Metadata.Containers;

/// <summary>Puts the data of an item together from its extents.</summary>
internal sealed class IsoItemData(IsoItems items, PartsBuilder parts)
{
    /// <summary>The data; null, and counted, where they cannot be had.</summary>
    public byte[]? Read(IsoItem item)
    {
        if (item.ConstructionMethod == 1)
            return FromItemData(item, items.Boxes.FirstOrDefault(box => box.Type == "idat"));

        if (item.ConstructionMethod != 0 || item.Extents.Count == 0)
        {
            parts.BrokenBlocks++;
            return null;
        }

        var whole = new MemoryStream();
        foreach ((long offset, long length) in item.Extents)
        {
            long count = length == 0 ? parts.Source.Length - offset : length;
            if (parts.Take(offset, count) is not { } extent)
                return null;
            whole.Write(extent);
        }

        return whole.ToArray();
    }

    /// <summary>EXIF, behind the number of bytes before its byte order mark (ISO/IEC 23008-12, A.2.1).</summary>
    public byte[]? ReadExif(IsoItem item)
    {
        if (Read(item) is not { Length: > 4 } data)
            return null;
        uint skip = BinaryPrimitives.ReadUInt32BigEndian(data);
        if (skip < data.Length - 4)
            return data[(4 + (int)skip)..];
        parts.BrokenBlocks++;
        return null;
    }

    private byte[]? FromItemData(IsoItem item, IsoBox idat)
    {
        var whole = new MemoryStream();
        int available = idat.End - idat.ContentStart;
        foreach ((long offset, long length) in item.Extents)
        {
            long count = length == 0 ? available - offset : length;
            if (offset > available || count < 0 || count > available - offset || !parts.Limit.TryTake(count))
            {
                parts.BrokenBlocks++;
                return null;
            }

            whole.Write(items.Data, idat.ContentStart + (int)offset, (int)count);
        }

        return whole.ToArray();
    }
}
