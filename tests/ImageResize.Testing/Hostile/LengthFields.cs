using System.Buffers.Binary;

namespace ImageResize.Testing.Hostile;

/// <summary>
/// Finds the lengths, counts, sizes and offsets in an image file by walking its structure, so that mutations can go
/// where parsers trust what they read. Stops at the first thing it does not understand.
/// </summary>
public static class LengthFields
{
    private static readonly string[] Containers = ["meta", "iprp", "ipco", "iinf", "dinf", "iref"];

    /// <summary>The fields of a file whose format is told by its first bytes; none where it is not known.</summary>
    public static IReadOnlyList<LengthField> Find(ReadOnlySpan<byte> file)
    {
        var fields = new List<LengthField>();
        if (file.Length > 24 && file[1..4].SequenceEqual("PNG"u8))
            Png(file, fields);
        else if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            Jpeg(file, fields);
        else if (file.StartsWith("RIFF"u8))
            Riff(file, fields);
        else if (file.StartsWith("GIF8"u8))
            Gif(file, fields);
        else if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
            Tiff(file, fields);
        else if (file.Length > 8 && file[4..8].SequenceEqual("ftyp"u8))
            Boxes(file, 0, file.Length, fields);
        return fields;
    }

    private static void Png(ReadOnlySpan<byte> file, List<LengthField> fields)
    {
        fields.AddRange([new(16, 4, true), new(20, 4, true)]);
        for (int at = 8; at + 12 <= file.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(file[at..]))
        {
            fields.Add(new(at, 4, true));
            if (BinaryPrimitives.ReadInt32BigEndian(file[at..]) is < 0 or > 1 << 24)
                return;
        }
    }

    private static void Jpeg(ReadOnlySpan<byte> file, List<LengthField> fields)
    {
        for (int at = 2; at + 9 < file.Length && file[at] == 0xFF; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]))
        {
            fields.Add(new(at + 2, 2, true));
            if (file[at + 1] is >= 0xC0 and <= 0xC2)
                fields.AddRange([new(at + 5, 2, true), new(at + 7, 2, true)]);
            if (file[at + 1] == 0xDA)
                return;
        }
    }

    private static void Riff(ReadOnlySpan<byte> file, List<LengthField> fields)
    {
        fields.Add(new(4, 4, false));
        for (long at = 12; at + 8 <= file.Length; at += 8 + ((BinaryPrimitives.ReadUInt32LittleEndian(file[((int)at + 4)..]) + 1L) & ~1L))
        {
            fields.Add(new((int)at + 4, 4, false));

            // The canvas of VP8X, the rectangle of ANMF: 24-bit numbers one after the other.
            for (int inside = (int)at + 8; inside + 4 <= Math.Min(file.Length, at + 24); inside += 3)
                fields.Add(new(inside, 4, false));
        }
    }

    private static void Gif(ReadOnlySpan<byte> file, List<LengthField> fields)
    {
        fields.AddRange([new(6, 2, false), new(8, 2, false)]);
        for (int at = 13; at + 10 < file.Length; at++)
            if (file[at] == 0x2C && fields.Count < 64)
                fields.AddRange([new(at + 1, 2, false), new(at + 3, 2, false), new(at + 5, 2, false), new(at + 7, 2, false)]);
    }

    private static void Tiff(ReadOnlySpan<byte> file, List<LengthField> fields)
    {
        bool big = file[0] == 'M';
        fields.Add(new(4, 4, big));
        long directory = Word(file, 4, big);
        if (directory + 2 > file.Length)
            return;
        int entries = big ? BinaryPrimitives.ReadUInt16BigEndian(file[(int)directory..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[(int)directory..]);
        fields.Add(new((int)directory, 2, big));
        for (int at = (int)directory + 2; entries-- > 0 && at + 12 <= file.Length; at += 12)
        {
            fields.AddRange([new(at + 2, 2, big), new(at + 4, 4, big), new(at + 8, 4, big)]);

            // Strip and tile offsets and lengths lie elsewhere.
            long table = Word(file, at + 8, big);
            if (Word(file, at + 4, big) > 1 && table + 4 <= file.Length)
                fields.Add(new((int)table, 4, big));
        }
    }

    private static void Boxes(ReadOnlySpan<byte> file, int at, int end, List<LengthField> fields)
    {
        while (at + 8 <= end)
        {
            fields.Add(new(at, 4, true));
            long size = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            string type = System.Text.Encoding.Latin1.GetString(file.Slice(at + 4, 4));
            if (size < 8 || at + size > end)
                return;
            int head = type is "meta" or "iref" ? 12 : type == "iinf" ? 14 : 8;
            if (Containers.Contains(type))
                Boxes(file, at + head, at + (int)size, fields);
            else
                for (int inside = at + 12; inside + 4 <= at + Math.Min(size, 64); inside += 4)
                    fields.Add(new(inside, 4, true));
            at += (int)size;
        }
    }

    private static long Word(ReadOnlySpan<byte> file, int at, bool big) => at + 4 > file.Length ? uint.MaxValue
        : big ? BinaryPrimitives.ReadUInt32BigEndian(file[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
}
