using System.Text;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>
/// Puts texts such as the artist into an EXIF block. The first directory moves to the end of the block, with the new values behind
/// it; everything else stays at its offset, because maker notes hold offsets that only their maker knows.
/// </summary>
internal static class ExifText
{
    /// <summary>The block with texts set by their tags; a new one where there is none. Null where the block is too broken.</summary>
    public static byte[]? Set(byte[]? exif, IReadOnlyDictionary<ushort, string> texts)
    {
        if (exif is null)
            return Create(texts);
        if (!TiffReader.TryOpen(exif, out TiffReader old) || old.CountEntries(old.FirstDirectory) is not (>= 0 and < 1000 and var count))
            return null;
        var entries = new SortedDictionary<ushort, byte[]>();
        long main = old.FirstDirectory;
        for (int i = 0; i < count; i++)
        {
            TiffEntry entry = old.ReadEntry(main, i);
            if (!texts.ContainsKey(entry.Tag))
                entries.TryAdd(entry.Tag, exif[entry.Offset..(entry.Offset + TiffReader.EntryLength)]);
        }

        long link = main + 2 + (long)count * TiffReader.EntryLength;
        uint following = old.Contains(link, 4) ? old.ReadUInt32((int)link) : 0;
        int start = exif.Length + (exif.Length & 1), end = start + 2 + (entries.Count + texts.Count) * TiffReader.EntryLength + 4;
        byte[][] values = [.. texts.OrderBy(text => text.Key).Select(text => Value(text.Value))];
        var block = new byte[end + values.Sum(value => value.Length + (value.Length & 1))];
        exif.CopyTo(block, 0);
        TiffReader.TryOpen(block, out TiffReader tiff);
        tiff.WriteUInt32(4, (uint)start);
        tiff.WriteUInt16(start, (ushort)(entries.Count + texts.Count));
        int index = 0;
        foreach ((ushort tag, string _) in texts.OrderBy(text => text.Key))
        {
            byte[] entry = new byte[TiffReader.EntryLength], value = values[index++];
            TiffReader.TryOpen([.. block[..8], .. entry], out TiffReader writer);
            writer.WriteUInt16(8, tag);
            writer.WriteUInt16(10, TiffType.Ascii);
            writer.WriteUInt32(12, (uint)value.Length);
            writer.WriteUInt32(16, (uint)end);
            writer.Slice(8, TiffReader.EntryLength).CopyTo(entry);
            if (value.Length <= 4)
                value.CopyTo(entry, 8);
            value.CopyTo(block, end);
            end += value.Length + (value.Length & 1);
            entries[tag] = entry;
        }

        index = 0;
        foreach (byte[] entry in entries.Values)
            entry.CopyTo(block, start + 2 + TiffReader.EntryLength * index++);
        tiff.WriteUInt32(start + 2 + TiffReader.EntryLength * index, following);
        return block;
    }

    private static byte[] Create(IReadOnlyDictionary<ushort, string> texts)
    {
        var content = new TiffContent();
        foreach ((ushort tag, string text) in texts)
            content.Set(tag, TiffType.Ascii, Value(text));
        return TiffBuilder.Build(content, isBigEndian: false, int.MaxValue);
    }

    /// <summary>EXIF's texts are ASCII by the letter and UTF-8 in what reads and writes them.</summary>
    private static byte[] Value(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
