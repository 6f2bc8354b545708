using System.Buffers.Binary;

namespace ImageResize.Metadata.Tiff;

/// <summary>
/// Reads numbers from a TIFF structure, as EXIF blocks are (CIPA DC-008, 4.5.2), in its byte order. Offsets count from the
/// byte order mark. Every access is checked: offsets come from the file.
/// </summary>
internal readonly ref struct TiffReader
{
    public const int HeaderLength = 8;
    public const int EntryLength = 12;

    private readonly Span<byte> _data;
    private readonly bool _isBigEndian;

    private TiffReader(Span<byte> data, bool isBigEndian)
    {
        _data = data;
        _isBigEndian = isBigEndian;
    }

    public int Length => _data.Length;

    /// <summary>Where the first directory begins.</summary>
    public uint FirstDirectory => ReadUInt32(4);

    public static bool TryOpen(Span<byte> data, out TiffReader reader)
    {
        reader = default;
        if (data.Length < HeaderLength)
            return false;
        bool isBigEndian = data.StartsWith("MM"u8);
        if (!isBigEndian && !data.StartsWith("II"u8))
            return false;
        reader = new TiffReader(data, isBigEndian);
        return reader.ReadUInt16(2) == 42;
    }

    public bool Contains(long offset, long length) => offset >= 0 && length >= 0 && offset + length <= _data.Length;

    public ushort ReadUInt16(int offset) => _isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(_data[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(_data[offset..]);

    public uint ReadUInt32(int offset) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_data[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(_data[offset..]);

    public void WriteUInt16(int offset, ushort value)
    {
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(_data[offset..], value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(_data[offset..], value);
    }

    public void WriteUInt32(int offset, uint value)
    {
        if (_isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(_data[offset..], value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(_data[offset..], value);
    }

    /// <summary>The number of entries of a directory if all of them are within the data, else -1.</summary>
    public int CountEntries(long directory)
    {
        if (directory < HeaderLength || !Contains(directory, 2))
            return -1;
        int count = ReadUInt16((int)directory);
        return Contains(directory, 2 + (long)count * EntryLength) ? count : -1;
    }

    /// <summary>The entry at a place of a directory that <see cref="CountEntries"/> accepted.</summary>
    public TiffEntry ReadEntry(long directory, int index)
    {
        int at = (int)directory + 2 + index * EntryLength;
        return new TiffEntry(at, ReadUInt16(at), ReadUInt16(at + 2), ReadUInt32(at + 4));
    }

    /// <summary>Where the value of an entry is, or -1 if not within the data.</summary>
    public long FindValue(TiffEntry entry)
    {
        long length = entry.ValueLength;
        long at = length <= 4 ? entry.Offset + 8 : ReadUInt32(entry.Offset + 8);
        return Contains(at, length) ? at : -1;
    }

    /// <summary>Bytes that <see cref="Contains"/> accepted.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length) => _data.Slice((int)offset, length);

    /// <summary>The SHORT or LONG of a tag in a directory; null where there is no such tag or directory.</summary>
    public uint? FindNumber(long directory, ushort tag)
    {
        for (int i = 0, count = CountEntries(directory); i < count; i++)
        {
            TiffEntry entry = ReadEntry(directory, i);
            if (entry.Tag == tag)
                return ReadNumber(entry);
        }

        return null;
    }

    /// <summary>A SHORT or LONG of one value, or null.</summary>
    public uint? ReadNumber(TiffEntry entry) => (entry.Type, entry.Count) switch
    {
        (TiffEntry.Short, 1) => ReadUInt16(entry.Offset + 8),
        (TiffEntry.Long, 1) => ReadUInt32(entry.Offset + 8),
        _ => null,
    };

    /// <summary>Overwrites a SHORT or LONG of one value, and leaves anything else alone.</summary>
    public void WriteNumber(TiffEntry entry, uint value)
    {
        if (entry is { Type: TiffEntry.Short, Count: 1 } && value <= ushort.MaxValue)
            WriteUInt16(entry.Offset + 8, (ushort)value);
        else if (entry is { Type: TiffEntry.Long, Count: 1 })
            WriteUInt32(entry.Offset + 8, value);
    }
}
