using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Testing.Raw;

/// <summary>
/// Camera raw files with next to no raw samples: the directories and boxes where each maker has its JPEGs, and JPEGs that a test
/// gives. Each takes a large and a small one.
/// </summary>
public static class RawSamples
{
    /// <summary>All kinds, by the extension.</summary>
    public static IReadOnlyDictionary<string, Func<byte[], byte[], int, byte[]>> All { get; } = new Dictionary<string, Func<byte[], byte[], int, byte[]>>
    {
        ["cr2"] = Cr2,
        ["nef"] = Nef,
        ["arw"] = Arw,
        ["dng"] = Dng,
        ["orf"] = Orf,
        ["pef"] = Pef,
        ["cr3"] = Cr3,
        ["rw2"] = (large, _, _) => Rw2(large),
        ["raf"] = (large, _, _) => Raf(large),
    };

    /// <summary>Raw samples as lossless JPEG (SOF3), larger than any picture.</summary>
    public static byte[] LosslessJpeg { get; } = Header(0xC3, 9000, 6000);

    /// <summary>A JPEG that ends behind its frame header.</summary>
    public static byte[] Header(int frame, int width, int height, byte[]? segments = null) =>
        [0xFF, 0xD8, .. segments ?? [], 0xFF, (byte)frame, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0, 0xFF, 0xD9];

    /// <summary>A small one in the first directory's link, a large one in the first, the raw samples in the last.</summary>
    public static byte[] Cr2(byte[] large, byte[] small, int orientation)
    {
        var file = new DirectoryFile();
        file.Add("CR\x02\0"u8.ToArray());
        long raw = file.Add(0, DirectoryEntry.Short(0x103, 6), DirectoryEntry.Long(0x111, file.Add(LosslessJpeg)), DirectoryEntry.Long(0x117, LosslessJpeg.Length));
        long thumbnail = file.Add(raw, DirectoryEntry.Long(0x201, file.Add(small)), DirectoryEntry.Long(0x202, small.Length));
        byte[] made = file.Finish(file.Add(thumbnail, [.. Common("Canon", orientation, file), DirectoryEntry.Short(0x103, 6), DirectoryEntry.Long(0x111, file.Add(large)), DirectoryEntry.Long(0x117, large.Length)]));
        return made;
    }

    /// <summary>The large one in a directory below the first, a small one in the maker note.</summary>
    public static byte[] Nef(byte[] large, byte[] small, int orientation)
    {
        var file = new DirectoryFile("MM\0*");
        long full = file.Add(0, DirectoryEntry.Long(0xFE, 1), DirectoryEntry.Short(0x103, 6), DirectoryEntry.Long(0x201, file.Add(large)), DirectoryEntry.Long(0x202, large.Length));
        long raw = file.Add(0, DirectoryEntry.Long(0xFE, 0), DirectoryEntry.Short(0x106, 32803), DirectoryEntry.Short(0x103, 34713));
        return file.Finish(file.Add(0, [.. Common("NIKON CORPORATION", orientation, file, NikonNote(small)), DirectoryEntry.Long(0xFE, 1), DirectoryEntry.Long(0x14A, full, raw)]));
    }

    /// <summary>Both by the tags of a thumbnail, the large one in the first directory.</summary>
    public static byte[] Arw(byte[] large, byte[] small, int orientation)
    {
        var file = new DirectoryFile();
        long raw = file.Add(0, DirectoryEntry.Short(0x106, 32803), DirectoryEntry.Long(0xFE, 0));
        long thumbnail = file.Add(0, DirectoryEntry.Long(0x201, file.Add(small)), DirectoryEntry.Long(0x202, small.Length));
        return file.Finish(file.Add(thumbnail, [.. Common("SONY", orientation, file), DirectoryEntry.Long(0x14A, raw), DirectoryEntry.Long(0x201, file.Add(large)), DirectoryEntry.Long(0x202, large.Length)]));
    }

    /// <summary>Both as strips of directories below, beside the raw samples, which are a JPEG as well.</summary>
    public static byte[] Dng(byte[] large, byte[] small, int orientation)
    {
        var file = new DirectoryFile();
        long Strip(byte[] jpeg, int type, int photometric) => file.Add(0, DirectoryEntry.Long(0xFE, type), DirectoryEntry.Short(0x103, 7), DirectoryEntry.Short(0x106, photometric), DirectoryEntry.Long(0x111, file.Add(jpeg)), DirectoryEntry.Long(0x117, jpeg.Length));
        long[] below = [Strip(Header(0xC0, 9000, 6000), 0, 34892), Strip(small, 1, 6), Strip(large, 1, 6)];
        return file.Finish(file.Add(0, [.. Common("Pentax", orientation, file), DirectoryEntry.Bytes(0xC612, [1, 4, 0, 0]), DirectoryEntry.Long(0x14A, below)]));
    }

    /// <summary>The large one in the maker note's camera settings.</summary>
    public static byte[] Orf(byte[] large, byte[] small, int orientation)
    {
        var file = new DirectoryFile("IIRO");
        long thumbnail = file.Add(0, DirectoryEntry.Long(0x201, file.Add(small)), DirectoryEntry.Long(0x202, small.Length));
        return file.Finish(file.Add(thumbnail, Common("OLYMPUS CORPORATION", orientation, file, OlympusNote(large))));
    }

    /// <summary>The large one in the third directory.</summary>
    public static byte[] Pef(byte[] large, byte[] small, int orientation)
    {
        var file = new DirectoryFile("MM\0*");
        long Link(byte[] jpeg, long next) => file.Add(next, DirectoryEntry.Long(0x201, file.Add(jpeg)), DirectoryEntry.Long(0x202, jpeg.Length));
        return file.Finish(file.Add(Link(small, Link(large, 0)), [.. Common("PENTAX", orientation, file), DirectoryEntry.Short(0x106, 32803)]));
    }

    /// <summary>The one picture is a value of the first directory.</summary>
    public static byte[] Rw2(byte[] jpeg)
    {
        var file = new DirectoryFile("IIU\0");
        return file.Finish(file.Add(0, DirectoryEntry.Text(0x10F, "Panasonic"), DirectoryEntry.Long(0x111, uint.MaxValue), DirectoryEntry.Long(0x117, 1000), DirectoryEntry.Bytes(0x2E, jpeg)));
    }

    /// <summary>The one picture where the head says.</summary>
    public static byte[] Raf(byte[] jpeg)
    {
        byte[] head = new byte[160];
        "FUJIFILMCCD-RAW 0201"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(84), head.Length);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(88), jpeg.Length);
        return [.. head, .. jpeg];
    }

    /// <summary>The large one as a track, the small one as a thumbnail in the maker's box.</summary>
    public static byte[] Cr3(byte[] large, byte[] small, int orientation)
    {
        var main = new DirectoryFile();
        byte[] first = main.Finish(main.Add(0, DirectoryEntry.Text(0x10F, "Canon"), DirectoryEntry.Short(0x112, orientation)));
        byte[] type = Box("ftyp", [.. "crx "u8, 0, 0, 0, 1, .. "crx isom"u8]);
        byte[] Tables(long place) => Box("moov",
        [
            .. Box("uuid", [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48, .. Box("CMT1", first), .. Box("THMB", [.. new byte[8], .. Big(small.Length), 0, 1, 0, 0, .. small])]),
            .. Box("trak", Box("mdia", Box("minf", Box("stbl",
            [
                .. Box("stsd", [0, 0, 0, 0, 0, 0, 0, 1, .. Box("CRAW", [.. new byte[82], .. Box("JPEG", [0, 0, 0, 0])])]),
                .. Box("stsz", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, .. Big(large.Length)]),
                .. Box("co64", [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, .. Big((int)place)]),
            ])))),
        ]);
        return [.. type, .. Tables(type.Length + Tables(0).Length + 8), .. Box("mdat", large)];
    }

    /// <summary>The one picture in a box of its own, as cameras have one of middling size.</summary>
    public static byte[] Cr3Preview(byte[] jpeg) =>
    [
        .. Box("ftyp", [.. "crx "u8, 0, 0, 0, 1, .. "crx isom"u8]),
        .. Box("uuid", [0xEA, 0xF4, 0x2B, 0x5E, 0x1C, 0x98, 0x4B, 0x88, 0xB9, 0xFB, 0xB7, 0xDC, 0x40, 0x6E, 0x4D, 0x16, 0, 0, 0, 0, 0, 0, 0, 1, .. Box("PRVW", [0, 0, 0, 0, 0, 1, 6, 0x54, 4, 0x38, 0, 1, .. Big(jpeg.Length), .. jpeg])]),
    ];

    private static DirectoryEntry[] Common(string make, int orientation, DirectoryFile file, byte[]? note = null)
    {
        DirectoryEntry[] exif = [DirectoryEntry.Text(0x9003, "2026:05:04 03:02:01"), .. note is null ? (DirectoryEntry[])[] : [DirectoryEntry.Bytes(0x927C, note)]];
        return [DirectoryEntry.Text(0x10F, make), DirectoryEntry.Short(0x112, orientation), DirectoryEntry.Long(0x8769, file.Add(0, exif))];
    }

    private static byte[] NikonNote(byte[] jpeg)
    {
        var note = new DirectoryFile("MM\0*");
        long preview = note.Add(0, DirectoryEntry.Long(0x201, note.Add(jpeg)), DirectoryEntry.Long(0x202, jpeg.Length));
        return [.. "Nikon\0\x02\x10\0\0"u8, .. note.Finish(note.Add(0, DirectoryEntry.Long(0x11, preview)))];
    }

    /// <summary>A head of twelve bytes, and the directory at once behind it.</summary>
    private static byte[] OlympusNote(byte[] jpeg)
    {
        byte[] Directory(params (int Tag, int Number)[] entries) => [(byte)entries.Length, 0, .. entries.SelectMany(entry => (byte[])[(byte)entry.Tag, (byte)(entry.Tag >> 8), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(entry.Number)]), 0, 0, 0, 0];
        int settings = 12 + 18, place = settings + 30;
        return [.. Encoding.ASCII.GetBytes("OLYMPUS\0II"), 3, 0, .. Directory((0x2020, settings)), .. Directory((0x101, place), (0x102, jpeg.Length)), .. jpeg];
    }

    private static byte[] Box(string type, byte[] content) => [.. Big(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
