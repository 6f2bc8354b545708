namespace ImageResize.Metadata.Containers;

/// <summary>An item of a meta box.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Type">"av01", "hvc1", "grid", "Exif", "mime" and others.</param>
/// <param name="ContentType">The MIME type where the type is "mime"; empty else.</param>
internal sealed record IsoItem(uint Id, string Type, string ContentType)
{
    /// <summary>Where the data are: 0 in the file, 1 in the meta box's idat.</summary>
    public int ConstructionMethod { get; init; }

    public List<(long Offset, long Length)> Extents { get; init; } = [];

    /// <summary>Numbers of its properties, from 1, in their order.</summary>
    public List<int> Properties { get; init; } = [];

    /// <summary>Whether decoders of pictures hide it.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A reference from an item to others: "thmb", "auxl", "cdsc", "dimg" and others.</summary>
internal sealed record IsoReference(string Type, uint From, uint[] To);

/// <summary>
/// The meta box of an image file (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12): items, where their data are, what they refer to,
/// and their properties. All tables are limited by the box's own length.
/// </summary>
internal sealed class IsoItems
{
    private const int MaxItems = 65_536;

    /// <summary>Of all items together: with offsets and lengths of no bytes a table of them could go on for ever.</summary>
    private const int MaxExtents = 262_144;

    private IsoItems(byte[] data) => Data = data;

    /// <summary>The box's content, that all places below are in.</summary>
    public byte[] Data { get; }

    public uint PrimaryId { get; private set; }

    public Dictionary<uint, IsoItem> Items { get; } = [];

    public List<IsoReference> References { get; } = [];

    /// <summary>The properties, numbered from 1 by their place.</summary>
    public List<IsoBox> Properties { get; private set; } = [];

    /// <summary>The children of the meta box.</summary>
    public List<IsoBox> Boxes { get; private set; } = [];

    public IsoItem? Primary => Items.GetValueOrDefault(PrimaryId);

    /// <summary>Reads the content of a meta box, behind its type. What is broken is left out.</summary>
    public static IsoItems Read(byte[] data)
    {
        var items = new IsoItems(data);
        items.Boxes = IsoBox.Children(data, Math.Min(4, data.Length), data.Length);
        foreach (IsoBox box in items.Boxes.OrderBy(box => box.Type switch { "iinf" => 0, "iprp" => 2, _ => 1 }))
        {
            switch (box.Type)
            {
                case "pitm":
                    items.ReadPrimary(box);
                    break;
                case "iinf":
                    items.ReadInformation(box);
                    break;
                case "iloc":
                    items.ReadLocations(box);
                    break;
                case "iref":
                    items.ReadReferences(box);
                    break;
                case "iprp":
                    items.ReadProperties(box);
                    break;
            }
        }

        return items;
    }

    public IEnumerable<IsoBox> PropertiesOf(IsoItem item) =>
        item.Properties.Where(number => number >= 1 && number <= Properties.Count).Select(number => Properties[number - 1]);

    public IsoReader Open(IsoBox box) => new(Data, box.ContentStart, box.End);

    private void ReadPrimary(IsoBox box)
    {
        IsoReader reader = Open(box);
        uint version = reader.UInt32() >> 24;
        PrimaryId = version == 0 ? (uint)reader.UInt16() : reader.UInt32();
    }

    private void ReadInformation(IsoBox box)
    {
        IsoReader reader = Open(box);
        uint version = reader.UInt32() >> 24;
        reader.Number(version == 0 ? 2 : 4);
        foreach (IsoBox entry in IsoBox.Children(Data, reader.Position, box.End))
        {
            IsoReader info = Open(entry);
            uint versionAndFlags = info.UInt32();
            if (entry.Type != "infe" || versionAndFlags >> 24 < 2 || Items.Count >= MaxItems)
                continue;
            uint id = versionAndFlags >> 24 == 2 ? (uint)info.UInt16() : info.UInt32();
            info.UInt16();
            string type = info.Type();
            info.Text();
            if (!info.IsPastEnd)
                Items[id] = new IsoItem(id, type, type == "mime" ? info.Text() : "") { IsHidden = (versionAndFlags & 1) != 0 };
        }
    }

    private void ReadLocations(IsoBox box)
    {
        IsoReader reader = Open(box);
        uint version = reader.UInt32() >> 24;
        int sizes = reader.UInt16();
        (int offsetSize, int lengthSize, int baseSize, int indexSize) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, version == 0 ? 0 : sizes & 15);
        if (version > 2 || Math.Max(Math.Max(offsetSize, lengthSize), Math.Max(baseSize, indexSize)) > 8)
            return;
        uint count = version < 2 ? (uint)reader.UInt16() : reader.UInt32();
        int all = 0;
        for (uint i = 0; i < count && !reader.IsPastEnd; i++)
        {
            uint id = version < 2 ? (uint)reader.UInt16() : reader.UInt32();
            int method = version == 0 ? 0 : reader.UInt16() & 15;
            int reference = reader.UInt16();
            ulong start = reader.Number(baseSize);
            int extents = reader.UInt16();
            var places = new List<(long, long)>();
            for (int e = 0; e < extents && !reader.IsPastEnd && all++ < MaxExtents; e++)
            {
                reader.Number(indexSize);
                ulong offset = start + reader.Number(offsetSize), length = reader.Number(lengthSize);
                if (!reader.IsPastEnd && offset <= long.MaxValue && length <= long.MaxValue)
                    places.Add(((long)offset, (long)length));
            }

            if (reference == 0 && Items.TryGetValue(id, out IsoItem? item))
                Items[id] = item with { ConstructionMethod = method, Extents = places };
        }
    }

    private void ReadReferences(IsoBox box)
    {
        IsoReader head = Open(box);
        int idSize = head.UInt32() >> 24 == 0 ? 2 : 4;
        foreach (IsoBox entry in IsoBox.Children(Data, head.Position, box.End))
        {
            IsoReader reader = Open(entry);
            uint from = (uint)reader.Number(idSize);
            int count = Math.Min(reader.UInt16(), (entry.End - entry.ContentStart) / idSize);
            var to = new List<uint>();
            for (int i = 0; i < count && !reader.IsPastEnd; i++)
                to.Add((uint)reader.Number(idSize));
            References.Add(new IsoReference(entry.Type, from, [.. to]));
        }
    }

    private void ReadProperties(IsoBox box)
    {
        foreach (IsoBox child in IsoBox.Children(Data, box.ContentStart, box.End))
        {
            if (child.Type == "ipco")
                Properties = IsoBox.Children(Data, child.ContentStart, child.End);
            else if (child.Type == "ipma")
                ReadAssociations(child);
        }
    }

    private void ReadAssociations(IsoBox box)
    {
        IsoReader reader = Open(box);
        uint versionAndFlags = reader.UInt32();
        uint count = reader.UInt32();
        for (uint i = 0; i < count && !reader.IsPastEnd; i++)
        {
            uint id = versionAndFlags >> 24 == 0 ? (uint)reader.UInt16() : reader.UInt32();
            int associations = reader.Byte();
            for (int a = 0; a < associations && !reader.IsPastEnd; a++)
            {
                int number = (versionAndFlags & 1) != 0 ? reader.UInt16() & 0x7FFF : reader.Byte() & 0x7F;
                if (Items.TryGetValue(id, out IsoItem? item))
                    item.Properties.Add(number);
            }
        }
    }
}
