using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Writes a meta box anew, with other items of metadata. Tables that name items are written in the narrowest form that the
/// file needs, which all readers know; the width of offsets is chosen once, so that the box's length does not depend on them. All
/// other boxes are copied.
/// </summary>
internal sealed class IsoMetaWriter
{
    private readonly IsoItems _items;
    private readonly byte[]? _exif;
    private readonly byte[]? _xmp;
    private readonly byte[]? _color;
    private readonly IsoItem[] _kept;
    private readonly HashSet<uint> _keptIds;
    private readonly uint _exifId;
    private readonly uint _xmpId;

    private readonly int _colorNumber;
    private readonly bool _hasWideIds;
    private readonly bool _hasWideOffsets;

    /// <param name="items">The items of the source.</param>
    /// <param name="exif">The data of the EXIF item; null for none.</param>
    /// <param name="xmp">The data of the XMP item; null for none.</param>
    /// <param name="color">The content of the box that tells the colours; null for none.</param>
    /// <param name="maxOffset">No place in the output lies beyond this.</param>
    public IsoMetaWriter(IsoItems items, byte[]? exif, byte[]? xmp, byte[]? color, long maxOffset)
    {
        (_items, _exif, _xmp, _color) = (items, exif, xmp, color);
        _kept = [.. items.Items.Values.Where(item => !IsMetadata(item)).OrderBy(item => item.Id)];
        _keptIds = [.. _kept.Select(item => item.Id)];
        _exifId = _kept.Max(item => item.Id) + 1;
        _xmpId = _exifId + 1;
        _colorNumber = FindProfile();
        _hasWideIds = _xmpId > ushort.MaxValue;
        _hasWideOffsets = maxOffset > uint.MaxValue || _kept.Any(item => item.Extents.Any(extent => Math.Max(extent.Offset, extent.Length) > uint.MaxValue));
    }

    /// <summary>The whole box.</summary>
    /// <param name="movedFrom">From where in the file on the data of items move.</param>
    /// <param name="shift">By how many bytes.</param>
    /// <param name="dataOffset">Where the new items' data will begin.</param>
    public byte[] Write(long movedFrom, long shift, long dataOffset)
    {
        var content = new MemoryStream();
        content.Write(_items.Data, 0, 4);
        bool hasReferences = _items.Boxes.Exists(box => box.Type == "iref");
        foreach (IsoBox box in _items.Boxes)
        {
            byte[] written = box.Type switch
            {
                "iinf" => Information(box),
                "iloc" => Locations(movedFrom, shift, dataOffset),
                "iref" => References(),
                "iprp" => Properties(box),
                _ => _items.Data[box.Start..box.End],
            };
            content.Write(written);
            if (box.Type == "iinf" && !hasReferences)
                content.Write(References());
        }

        return Box("meta", content.ToArray());
    }

    /// <summary>Whether an item is one that this writes, and so one that goes first.</summary>
    public static bool IsMetadata(IsoItem item) => item.Type == "Exif" || (item.Type == "mime" && item.ContentType == "application/rdf+xml");

    private byte[] Information(IsoBox box)
    {
        var entries = new List<byte[]>();
        IsoReader reader = _items.Open(box);
        reader.Number(reader.UInt32() >> 24 == 0 ? 2 : 4);
        foreach (IsoBox entry in IsoBox.Children(_items.Data, reader.Position, box.End))
        {
            IsoReader info = _items.Open(entry);
            uint version = info.UInt32() >> 24;
            uint id = version == 3 ? info.UInt32() : (uint)info.UInt16();
            if (_keptIds.Contains(id))
                entries.Add(_items.Data[entry.Start..entry.End]);
        }

        if (_exif is not null)
            entries.Add(Box("infe", [InfoVersion, 0, 0, 0, .. Id(_exifId), 0, 0, .. "Exif"u8, 0]));
        if (_xmp is not null)
            entries.Add(Box("infe", [InfoVersion, 0, 0, 0, .. Id(_xmpId), 0, 0, .. "mime"u8, 0, .. "application/rdf+xml\0"u8]));
        return Box("iinf", [(byte)(_hasWideIds ? 1 : 0), 0, 0, 0, .. Id((uint)entries.Count), .. entries.SelectMany(entry => entry)]);
    }

    /// <summary>Offsets and lengths of 4 or 8 bytes, no base offsets and no indexes; version 0 knows no other place than the file.</summary>
    private byte[] Locations(long movedFrom, long shift, long dataOffset)
    {
        var table = new MemoryStream();
        int version = _hasWideIds ? 2 : _kept.Any(item => item.ConstructionMethod != 0) ? 1 : 0;
        table.Write([(byte)version, 0, 0, 0, (byte)(_hasWideOffsets ? 0x88 : 0x44), 0]);
        table.Write(Id((uint)(_kept.Length + (_exif is null ? 0 : 1) + (_xmp is null ? 0 : 1))));
        foreach (IsoItem item in _kept)
        {
            WriteHead(item.Id, item.ConstructionMethod, item.Extents.Count);
            foreach ((long offset, long length) in item.Extents)
            {
                table.Write(Place(item.ConstructionMethod == 0 && offset >= movedFrom ? offset + shift : offset));
                table.Write(Place(length));
            }
        }

        foreach ((uint id, byte[]? data) in ((uint, byte[]?)[])[(_exifId, _exif), (_xmpId, _xmp)])
        {
            if (data is null)
                continue;
            WriteHead(id, 0, 1);
            table.Write(Place(dataOffset));
            table.Write(Place(data.Length));
            dataOffset += data.Length;
        }

        return Box("iloc", table.ToArray());

        void WriteHead(uint id, int method, int extents)
        {
            table.Write(Id(id));
            if (version > 0)
                table.Write([0, (byte)method]);
            table.Write([0, 0, (byte)(extents >> 8), (byte)extents]);
        }
    }

    private byte[] References()
    {
        var content = new MemoryStream();
        content.Write([(byte)(_hasWideIds ? 1 : 0), 0, 0, 0]);
        IEnumerable<IsoReference> kept = _items.References.Where(reference => _keptIds.Contains(reference.From));
        if (_exif is not null)
            kept = kept.Append(new IsoReference("cdsc", _exifId, [_items.PrimaryId]));
        if (_xmp is not null)
            kept = kept.Append(new IsoReference("cdsc", _xmpId, [_items.PrimaryId]));
        foreach (IsoReference reference in kept)
            content.Write(Box(reference.Type, [.. Id(reference.From), (byte)(reference.To.Length >> 8), (byte)reference.To.Length, .. reference.To.SelectMany(Id)]));
        return content.Length == 4 ? [] : Box("iref", content.ToArray());
    }

    /// <summary>The properties: the profile in the place of the primary item's old one, or last and associated with it. One that goes leaves free space, so that no number changes.</summary>
    private byte[] Properties(IsoBox box)
    {
        var content = new MemoryStream();
        foreach (IsoBox child in IsoBox.Children(_items.Data, box.ContentStart, box.End))
        {
            byte[] written = _items.Data[child.Start..child.End];
            if (child.Type == "ipco")
                written = Container();
            else if (child.Type == "ipma" && _color is not null && _colorNumber == 0)
                written = Associations(child);
            content.Write(written);
        }

        return Box("iprp", content.ToArray());
    }

    private byte[] Container()
    {
        var content = new MemoryStream();
        for (int i = 0; i < _items.Properties.Count; i++)
        {
            IsoBox property = _items.Properties[i];
            if (i + 1 != _colorNumber)
                content.Write(_items.Data, property.Start, property.End - property.Start);
            else
                content.Write(_color is null ? Box("free", []) : Box("colr", _color));
        }

        if (_color is not null && _colorNumber == 0)
            content.Write(Box("colr", _color));
        return Box("ipco", content.ToArray());
    }

    /// <summary>The number of the primary item's profile among the properties; 0 without.</summary>
    private int FindProfile() => _items.Primary!.Properties.Find(number =>
        number >= 1 && number <= _items.Properties.Count && _items.Properties[number - 1] is { Type: "colr" } property && _items.Open(property).Type() is "prof" or "rICC");

    private byte[] Associations(IsoBox box)
    {
        bool isWide = _items.Properties.Count >= 127;
        var entries = new List<byte[]>();
        IsoReader reader = _items.Open(box);
        uint versionAndFlags = reader.UInt32(), count = reader.UInt32();
        for (uint i = 0; i < count && !reader.IsPastEnd; i++)
        {
            uint id = versionAndFlags >> 24 == 0 ? (uint)reader.UInt16() : reader.UInt32();
            int associations = reader.Byte();
            var numbers = new List<int>();
            for (int a = 0; a < associations && !reader.IsPastEnd; a++)
            {
                int association = (versionAndFlags & 1) != 0 ? reader.UInt16() : reader.Byte();
                numbers.Add((versionAndFlags & 1) != 0 ? association : (association & 0x80) << 8 | (association & 0x7F));
            }

            // Not essential, and before the essential turns, which come last.
            if (id == _items.PrimaryId && numbers.Count < 255)
                numbers.Insert(0, _items.Properties.Count + 1);
            entries.Add([.. Id(id), (byte)numbers.Count, .. numbers.SelectMany(number => isWide ? (byte[])[(byte)(number >> 8), (byte)number] : [(byte)(number >> 8 & 0x80 | number & 0x7F)])]);
        }

        return Box("ipma", [(byte)(_hasWideIds ? 1 : 0), 0, 0, (byte)(isWide ? 1 : 0), .. Number((uint)entries.Count), .. entries.SelectMany(entry => entry)]);
    }

    private static byte[] Box(string type, byte[] content) => [.. Number((uint)(8 + content.Length)), .. Encoding.Latin1.GetBytes(type), .. content];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private byte InfoVersion => (byte)(_hasWideIds ? 3 : 2);

    /// <summary>An item's number, or a number of items.</summary>
    private byte[] Id(uint value) => _hasWideIds ? Number(value) : [(byte)(value >> 8), (byte)value];

    private byte[] Place(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return _hasWideOffsets ? bytes : bytes[4..];
    }
}
