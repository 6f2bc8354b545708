using System.Buffers.Binary;

namespace ImageResize.Metadata.Tiff;

/// <summary>A directory to be written: entries with their values in the byte order of the structure, and directories below.</summary>
internal sealed class TiffContent
{
    public List<TiffContentEntry> Entries { get; } = [];

    /// <summary>Sets a value, in place of an earlier one of the tag.</summary>
    public void Set(ushort tag, ushort type, byte[] value, long? pinnedOffset = null)
    {
        Entries.RemoveAll(entry => entry.Tag == tag);
        Entries.Add(new TiffContentEntry(tag, type, value) { PinnedOffset = pinnedOffset });
    }

    /// <summary>Sets a pointer to a directory.</summary>
    public void Set(ushort tag, TiffContent directory)
    {
        Entries.RemoveAll(entry => entry.Tag == tag);
        Entries.Add(new TiffContentEntry(tag, TiffType.Long, new byte[4]) { Directory = directory });
    }
}

/// <summary>An entry to be written.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value in the byte order of the structure.</param>
internal sealed record TiffContentEntry(ushort Tag, ushort Type, byte[] Value)
{
    /// <summary>The directory that it points to, instead of a value.</summary>
    public TiffContent? Directory { get; init; }

    /// <summary>The entry as it stood in the structure that this is added to, where its value stays; null for a new one.</summary>
    public byte[]? Standing { get; init; }

    /// <summary>Where the value has to be, since it holds offsets of its own that count from the structure's start; null for anywhere.</summary>
    public long? PinnedOffset { get; init; }
}

/// <summary>
/// Writes a TIFF structure, as EXIF blocks are (CIPA DC-008, 4.5.2): directories with sorted entries, each followed by its values.
/// One value, a maker note, can be kept at the offset it had, because most makers count offsets from the structure's start.
/// </summary>
internal sealed class TiffBuilder(bool isBigEndian, long origin = 0)
{
    private readonly MemoryStream _target = new();

    /// <summary>Directories that are chained one to the next, for the place in a file where they will stand.</summary>
    /// <param name="chain">The directories.</param>
    /// <param name="isBigEndian">The byte order.</param>
    /// <param name="position">Where the first begins, an even number; the file has no room for what lies beyond four gigabytes.</param>
    public static byte[] BuildChain(IReadOnlyList<TiffContent> chain, bool isBigEndian, long position)
    {
        var builder = new TiffBuilder(isBigEndian, position);
        for (int i = 0; i < chain.Count; i++)
        {
            long start = builder._target.Position;
            builder.WriteDirectory(chain[i], null);
            long end = builder._target.Position;
            if (i == chain.Count - 1)
                continue;
            builder._target.Position = start + 2 + chain[i].Entries.Count * TiffReader.EntryLength;
            builder.WriteUInt32((uint)(position + end));
            builder._target.Position = end;
        }

        return builder._target.ToArray();
    }

    /// <summary>Writes a structure whose first directory is this.</summary>
    /// <param name="main">The directory.</param>
    /// <param name="isBigEndian">The byte order.</param>
    /// <param name="maxLength">The length in bytes up to which a value is kept at its place.</param>
    public static byte[] Build(TiffContent main, bool isBigEndian, int maxLength)
    {
        TiffContentEntry? pinned = Pinned(main);
        byte[] free = new TiffBuilder(isBigEndian).Run(main, null, TiffReader.HeaderLength);
        if (pinned is not { PinnedOffset: >= TiffReader.HeaderLength and var place } || place + pinned.Value.Length > maxLength)
            return free;
        // Before the value where everything else finds room there, else behind it.
        byte[] others = new TiffBuilder(isBigEndian).Run(main, pinned, TiffReader.HeaderLength);
        if (others.Length <= place)
        {
            byte[] before = new byte[place + pinned.Value.Length];
            others.CopyTo(before, 0);
            pinned.Value.CopyTo(before, place);
            return before;
        }

        byte[] behind = new TiffBuilder(isBigEndian).Run(main, pinned, place + pinned.Value.Length);
        if (behind.Length > maxLength)
            return free;
        pinned.Value.CopyTo(behind, place);
        return behind;
    }

    private static TiffContentEntry? Pinned(TiffContent directory) =>
        directory.Entries.Find(entry => entry.PinnedOffset is not null)
        ?? directory.Entries.Select(entry => entry.Directory is null ? null : Pinned(entry.Directory)).FirstOrDefault(entry => entry is not null);

    private byte[] Run(TiffContent main, TiffContentEntry? pinned, long start)
    {
        _target.SetLength(start + (start & 1));
        _target.Position = 0;
        _target.Write(isBigEndian ? "MM\0*"u8 : "II*\0"u8);
        WriteUInt32((uint)_target.Length);
        _target.Position = _target.Length;
        WriteDirectory(main, pinned);
        return _target.ToArray();
    }

    private void WriteDirectory(TiffContent directory, TiffContentEntry? pinned)
    {
        TiffContentEntry[] entries = [.. directory.Entries.OrderBy(entry => entry.Tag)];
        long start = _target.Position;
        WriteUInt16((ushort)entries.Length);
        _target.Write(new byte[entries.Length * TiffReader.EntryLength + 4]);
        for (int i = 0; i < entries.Length; i++)
        {
            TiffContentEntry entry = entries[i];
            long place = origin + _target.Position;
            if (entry.Standing is { } standing)
            {
                standing.CopyTo(_target.GetBuffer().AsSpan((int)start + 2 + i * TiffReader.EntryLength));
                continue;
            }

            if (entry.Directory is { } below)
                WriteDirectory(below, pinned);
            else if (entry == pinned)
                place = entry.PinnedOffset!.Value;
            else if (entry.Value.Length > 4)
                _target.Write(entry.Value);
            if ((_target.Position & 1) != 0)
                _target.WriteByte(0);
            long end = _target.Position;
            _target.Position = start + 2 + i * TiffReader.EntryLength;
            WriteUInt16(entry.Tag);
            WriteUInt16(entry.Type);
            WriteUInt32((uint)(entry.Value.Length / TiffType.Size(entry.Type)));
            if (entry.Value.Length > 4 || entry.Directory is not null)
                WriteUInt32((uint)place);
            else
                _target.Write(entry.Value);
            _target.Position = end;
        }
    }

    private void WriteUInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        _target.Write(bytes);
    }

    private void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _target.Write(bytes);
    }
}
