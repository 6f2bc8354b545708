using System.Buffers.Binary;

namespace ImageResize.Testing.Hostile;

/// <summary>
/// HEIC files put together here: nothing in reach of the tests encodes HEVC, so the coded pictures (64x64 pixels, the four corners red,
/// green, blue, yellow) are in the code, made by x265, and all around them is written anew for each file.
/// </summary>
public static class HeicSamples
{
    private static readonly Coded Color = new(
        "AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQA==",
        "AAAAPCgBrwngITl1X//8gj///GI3IfwKH2eefg0qn/ORH//O3Zwj//iBUd/5qO9/6cSTJ//xPFOn7EMwL5UI4A==",
        8);

    private static readonly Coded TenBits = new(
        "AQQIAAAAAAAAAAAAHvAA/P36+gAADwMgAAEAF0ABDAH//wQIAAADAJ24AAADAAAeugJAIQABACpCAQEECAAAAwCduAAAAwAAHqAggQTZbqSSmubgQEDAgAAAAwCAAAADAIQiAAEAB0QBwXKwIkA=",
        "AAAAPCgBrwngITl7z//9h1f//0e7yH83S4U3H95ZT/+4+P/+5tC73//Odo7/1hYr/38yDt//wD17/7xC0+O/wA==",
        10);

    /// <summary>One channel: the left half at 64, the right one at 255.</summary>
    private static readonly Coded Alpha = new(
        "AQQIAAAAAAAAAAAAHvAA/Pz4+AAADwMgAAEAF0ABDAH//wQIAAADAJ/4AAADAAAeugJAIQABACZCAQEECAAAAwCf+AAAAwAAHsCCBBZbqSSmubAgAAADACAAAAMAISIAAQAHRAHBcrAiQA==",
        "AAAAGCgBrhPAO4jr///dDquTz/I/Ny8f/7cX+A==",
        8);

    /// <summary>One picture.</summary>
    public static byte[] Plain => Write([new Item(1, "hvc1", Color.Payload, Color.Properties(3))]);

    /// <summary>A picture of 10 bits a sample.</summary>
    public static byte[] Deep => Write([new Item(1, "hvc1", TenBits.Payload, TenBits.Properties(3))]);

    /// <summary>A picture whose left half is mostly transparent.</summary>
    public static byte[] Transparent => Write(
    [
        new Item(1, "hvc1", Color.Payload, Color.Properties(3)),
        new Item(2, "hvc1", Alpha.Payload, [.. Alpha.Properties(1), Box("auxC", [0, 0, 0, 0, .. "urn:mpeg:hevc:2015:auxid:1\0"u8])]) { Refers = ("auxl", [1]) },
    ]);

    /// <summary>A picture that is to be turned by quarters against the clock.</summary>
    public static byte[] Turned(byte quarters) => Write([new Item(1, "hvc1", Color.Payload, [.. Color.Properties(3), Box("irot", [quarters])])]);

    /// <summary>A picture that is to be mirrored: 0 about the horizontal axis (upside down), 1 about the vertical one.</summary>
    public static byte[] Mirrored(byte axis) => Write([new Item(1, "hvc1", Color.Payload, [.. Color.Properties(3), Box("imir", [axis])])]);

    /// <summary>A picture of which a part of 48x40 pixels in the middle is shown, turned by a quarter against the clock.</summary>
    public static byte[] Cut => Write([new Item(1, "hvc1", Color.Payload, [.. Color.Properties(3), Box("clap", Numbers(48, 1, 40, 1, 0, 1, 0, 1)), Box("irot", [1])])]);

    /// <summary>The same the other way round: turned first, and then cut to 40x48 pixels.</summary>
    public static byte[] TurnedThenCut => Write([new Item(1, "hvc1", Color.Payload, [.. Color.Properties(3), Box("irot", [1]), Box("clap", Numbers(40, 1, 48, 1, 0, 1, 0, 1))])]);

    /// <summary>A picture of another coding than that of HEVC.</summary>
    public static byte[] OtherCoding => Write([new Item(1, "jpeg", [0xFF, 0xD8, 0xFF, 0xD9], Color.Properties(3)[1..])]);

    /// <summary>A picture with an EXIF block of a length, in bytes.</summary>
    public static byte[] Described(int exifLength) => Write(
    [
        new Item(1, "hvc1", Color.Payload, Color.Properties(3)),
        new Item(2, "Exif", [0, 0, 0, 0, .. "MM\0*\0\0\0\u0008\0\0\0\0\0\0"u8, .. new byte[exifLength - 14]], []) { Refers = ("cdsc", [1]) },
    ]);

    /// <summary>Four pictures side by side, of which 120x100 pixels are shown.</summary>
    public static byte[] Grid => Write(
    [
        new Item(1, "grid", [0, 0, 1, 1, 0, 120, 0, 100], [Box("ispe", [0, 0, 0, 0, .. Numbers(120, 100)])]) { Refers = ("dimg", [2, 3, 4, 5]) },
        .. Enumerable.Range(2, 4).Select(id => new Item(id, "hvc1", Color.Payload, Color.Properties(3)) { IsHidden = true }),
    ]);

    private static byte[] Write(Item[] items)
    {
        byte[] type = Box("ftyp", [.. "heic\0\0\0\0mif1heic"u8]);
        byte[][] properties = [.. items.SelectMany(item => item.Properties)];
        byte[] meta = Meta(items, properties, 0);
        meta = Meta(items, properties, type.Length + meta.Length + 8);
        return [.. type, .. meta, .. Box("mdat", [.. items.SelectMany(item => item.Payload)])];
    }

    private static byte[] Meta(Item[] items, byte[][] properties, int dataOffset)
    {
        var locations = new List<byte>();
        var associations = new List<byte>();
        int property = 1;
        foreach (Item item in items)
        {
            locations.AddRange([.. Short(item.Id), 0, 0, 0, 1, .. Numbers((uint)dataOffset, (uint)item.Payload.Length)]);
            dataOffset += item.Payload.Length;
            associations.AddRange([.. Short(item.Id), (byte)item.Properties.Length, .. item.Properties.Select((one, i) => (byte)(property + i | 0x80))]);
            property += item.Properties.Length;
        }

        byte[] references = [.. items.Where(item => item.Refers.Type.Length > 0).SelectMany(item => Box(item.Refers.Type, [.. Short(item.Id), .. Short(item.Refers.To.Length), .. item.Refers.To.SelectMany(Short)]))];
        return Box("meta",
        [
            0, 0, 0, 0,
            .. Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
            .. Box("pitm", [0, 0, 0, 0, .. Short(1)]),
            .. Box("iloc", [0, 0, 0, 0, 0x44, 0, .. Short(items.Length), .. locations]),
            .. Box("iinf", [0, 0, 0, 0, .. Short(items.Length), .. items.SelectMany(item => Box("infe", [2, 0, 0, (byte)(item.IsHidden ? 1 : 0), .. Short(item.Id), 0, 0, .. item.Type.Select(letter => (byte)letter), 0]))]),
            .. references.Length == 0 ? [] : Box("iref", [0, 0, 0, 0, .. references]),
            .. Box("iprp", [.. Box("ipco", [.. properties.SelectMany(one => one)]), .. Box("ipma", [0, 0, 0, 0, .. Numbers((uint)items.Length), .. associations])]),
        ]);
    }

    private static byte[] Box(string type, byte[] content) => [.. Numbers((uint)content.Length + 8), .. type.Select(letter => (byte)letter), .. content];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Numbers(params uint[] values)
    {
        byte[] bytes = new byte[sizeof(uint) * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(sizeof(uint) * i), values[i]);
        return bytes;
    }

    private sealed record Item(int Id, string Type, byte[] Payload, byte[][] Properties)
    {
        public (string Type, int[] To) Refers { get; init; } = ("", []);

        public bool IsHidden { get; init; }
    }

    /// <summary>A coded picture of 64x64 pixels.</summary>
    private sealed record Coded(string Configuration, string Data, byte Depth)
    {
        public byte[] Payload => Convert.FromBase64String(Data);

        public byte[][] Properties(int channels) =>
        [
            Box("hvcC", Convert.FromBase64String(Configuration)),
            Box("ispe", [0, 0, 0, 0, .. Numbers(64, 64)]),
            Box("pixi", [0, 0, 0, 0, (byte)channels, .. Enumerable.Repeat(Depth, channels)]),
        ];
    }
}
