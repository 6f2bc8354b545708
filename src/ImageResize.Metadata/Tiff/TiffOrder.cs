using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tiff;

/// <summary>Changes values of directories as a whole: their byte order, and offsets in them.</summary>
internal static class TiffOrder
{
    public static void Swap(TiffContent directory)
    {
        foreach (TiffContentEntry entry in directory.Entries)
        {
            Swap(entry);
            if (entry.Directory is { } below)
                Swap(below);
        }
    }

    /// <summary>Turns the bytes of each number of a value round.</summary>
    public static void Swap(TiffContentEntry entry)
    {
        // A rational number is two numbers.
        int size = entry.Type is TiffType.Rational or 10 ? 4 : TiffType.Size(entry.Type);
        for (int at = 0; size > 1 && at + size <= entry.Value.Length; at += size)
            entry.Value.AsSpan(at, size).Reverse();
    }

    /// <summary>The whole numbers of a value; empty for other types.</summary>
    public static IEnumerable<long> Numbers(TiffContentEntry entry, bool isBigEndian)
    {
        byte[] value = entry.Value;
        return entry.Type switch
        {
            TiffType.Short => value.Chunk(2).Where(c => c.Length == 2).Select(c => (long)(isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(c) : BinaryPrimitives.ReadUInt16LittleEndian(c))),
            TiffType.Long => value.Chunk(4).Where(c => c.Length == 4).Select(c => (long)(isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(c) : BinaryPrimitives.ReadUInt32LittleEndian(c))),
            _ => [],
        };
    }

    /// <summary>Adds to the offsets that some tags hold.</summary>
    public static void Shift(TiffContent directory, ushort[] tags, long shift, bool isBigEndian)
    {
        foreach (TiffContentEntry entry in directory.Entries.Where(entry => Array.IndexOf(tags, entry.Tag) >= 0).ToArray())
        {
            long[] offsets = [.. Numbers(entry, isBigEndian)];
            var value = new byte[4 * offsets.Length];
            for (int i = 0; i < offsets.Length; i++)
            {
                uint offset = (uint)(offsets[i] + shift);
                if (isBigEndian)
                    BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(4 * i), offset);
                else
                    BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(4 * i), offset);
            }

            directory.Set(entry.Tag, TiffType.Long, value);
        }
    }

    /// <summary>An EXIF block in the other byte order; maker notes, whose structure only their maker knows, are carried as they are.</summary>
    public static byte[] Convert(TiffFile block)
    {
        TiffContent content = Read(block);
        Swap(content);
        return TiffBuilder.Build(content, !block.IsBigEndian, int.MaxValue);
    }

    /// <summary>The directories of an EXIF block, with their values.</summary>
    public static TiffContent Read(TiffFile block) => Read(block, block.FirstDirectory, new MetadataLimit(), depth: 0);

    private static TiffContent Read(TiffFile block, long offset, MetadataLimit limit, int depth)
    {
        var content = new TiffContent();
        if (depth > 3 || block.ReadDirectory(offset, out _) is not { } entries)
            return content;
        foreach (TiffFileEntry entry in entries)
        {
            if (entry.Tag is TiffTag.ExifDirectory or TiffTag.GpsDirectory or TiffTag.InteroperabilityDirectory)
                content.Set(entry.Tag, Read(block, block.FirstNumber(entries, entry.Tag), limit, depth + 1));
            else if (entry.Count > 0 && block.ReadValue(entry, limit) is { } value)
                content.Set(entry.Tag, entry.Type, value, entry.Tag == TiffTag.MakerNote && value.Length > 4 ? entry.ValueOffset : null);
        }

        return content;
    }
}
