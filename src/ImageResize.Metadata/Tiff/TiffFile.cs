using System.Buffers.Binary;
using System.Collections.Immutable;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Tiff;

/// <summary>An entry of a directory in a file: its tag, type and count, and where its value is.</summary>
internal readonly record struct TiffFileEntry(ushort Tag, ushort Type, long Count, long ValueOffset)
{
    /// <summary>Bytes of the value; <see cref="long.MaxValue"/> where that is no number of bytes that a file can have.</summary>
    public long ValueLength => Count is < 0 or > 1L << 40 ? long.MaxValue : Count * TiffType.Size(Type);
}

/// <summary>The sizes of TIFF's types (TIFF 6.0, section 2; BigTIFF).</summary>
internal static class TiffType
{
    public const ushort Byte = 1;
    public const ushort Ascii = 2;
    public const ushort Short = 3;
    public const ushort Long = 4;
    public const ushort Rational = 5;
    public const ushort Undefined = 7;
    public const ushort Directory = 13;
    public const ushort Unsigned64 = 16;

    /// <summary>Bytes of one item; unknown types are counted as one each.</summary>
    public static int Size(ushort type) => type switch
    {
        Short or 8 => 2,
        Long or 9 or 11 or Directory => 4,
        Rational or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 1,
    };
}

/// <summary>
/// Reads the directories of a TIFF or BigTIFF file, which may be far apart in a file larger than memory. Every access is
/// checked; values are read when they are asked for.
/// </summary>
internal sealed class TiffFile
{
    /// <summary>The largest directory that is believed; files have some dozens of entries.</summary>
    private const int MaxEntries = 4096;

    /// <summary>The most numbers that are read of one value: more pages than that, and strips, are not looked at.</summary>
    private const int MaxNumbers = 4096;

    private TiffFile(ByteSource source, bool isBigEndian, bool isBig)
    {
        (Source, IsBigEndian, IsBig) = (source, isBigEndian, isBig);
    }

    public ByteSource Source { get; }

    public bool IsBigEndian { get; }

    /// <summary>Whether it is a BigTIFF file, with offsets of 8 bytes.</summary>
    public bool IsBig { get; }

    /// <summary>The number behind the byte order mark: 42, 43 for BigTIFF, others for camera raw.</summary>
    public int Version { get; private init; }

    public long FirstDirectory { get; private init; }

    /// <summary>Opens a file; null where it has neither byte order mark.</summary>
    public static TiffFile? Open(ByteSource source)
    {
        Span<byte> head = stackalloc byte[16];
        int count = source.Read(0, head);
        if (count < 8 || !(head.StartsWith("II"u8) || head.StartsWith("MM"u8)))
            return null;
        bool isBigEndian = head[0] == 'M';
        int version = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head[2..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        bool isBig = version == 43 && count == 16;
        var file = new TiffFile(source, isBigEndian, isBig);
        return new TiffFile(source, isBigEndian, isBig) { Version = version, FirstDirectory = isBig ? file.Number(head[8..], 8) : file.Number(head[4..], 4) };
    }

    /// <summary>The entries of a directory, and where the next one is, 0 for none; null where it does not lie within the file.</summary>
    public List<TiffFileEntry>? ReadDirectory(long offset, out long next)
    {
        next = 0;
        int countSize = IsBig ? 8 : 2, entrySize = IsBig ? 20 : 12, linkSize = IsBig ? 8 : 4;
        Span<byte> head = stackalloc byte[8];
        if (offset < 8 || !Source.TryRead(offset, head[..countSize]))
            return null;
        long count = Number(head, countSize);
        if (count is < 0 or > MaxEntries)
            return null;
        var bytes = new byte[count * entrySize + linkSize];
        int read = Source.Read(offset + countSize, bytes);
        if (read < count * entrySize)
            return null;
        var entries = new List<TiffFileEntry>((int)count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(i * entrySize, entrySize);
            var described = new TiffFileEntry((ushort)Number(entry, 2), (ushort)Number(entry[2..], 2), Number(entry[4..], linkSize), 0);
            int inline = 4 + linkSize;
            long at = described.ValueLength <= linkSize ? offset + countSize + (long)i * entrySize + inline : Number(entry[inline..], linkSize);
            entries.Add(described with { ValueOffset = at });
        }

        next = read == bytes.Length ? Number(bytes.AsSpan((int)count * entrySize), linkSize) : 0;
        return entries;
    }

    /// <summary>The links that make the directory at an offset the only one: that of the head leads to it, its own nowhere.</summary>
    /// <param name="directory">Where it begins.</param>
    /// <param name="count">How many entries it has.</param>
    public ImmutableArray<TiffLink> LinksTo(long directory, int count)
    {
        (long head, int countSize, int entrySize, int linkSize) = IsBig ? (8L, 8, 20, 8) : (4L, 2, 12, 4);
        var first = new byte[linkSize];
        for (int i = 0; i < linkSize; i++)
            first[IsBigEndian ? linkSize - 1 - i : i] = (byte)(directory >> (8 * i));
        return [new TiffLink(head, [.. first]), new TiffLink(directory + countSize + (long)count * entrySize, [.. new byte[linkSize]])];
    }

    /// <summary>The value of an entry as bytes in the file's order; null, and counted, where it cannot be had.</summary>
    public byte[]? ReadValue(TiffFileEntry entry, MetadataLimit limit) => Source.Take(entry.ValueOffset, entry.ValueLength, limit);

    /// <summary>The whole numbers of a tag; empty where it is not there, is of another type or does not lie within the file.</summary>
    public long[] Numbers(List<TiffFileEntry> directory, ushort tag) =>
        directory.Find(e => e.Tag == tag).Count <= MaxNumbers ? Numbers(directory, tag, 0, MaxNumbers) : [];

    /// <summary>Some of the whole numbers of a tag; fewer where there are no more; empty where it is not there, is of another type or does not lie within the file.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="from">The first number that is wanted, from 0.</param>
    /// <param name="count">How many are wanted.</param>
    public long[] Numbers(List<TiffFileEntry> directory, ushort tag, long from, int count)
    {
        TiffFileEntry entry = directory.Find(e => e.Tag == tag);
        int size = TiffType.Size(entry.Type);
        count = (int)Math.Clamp(entry.Count - from, 0, count);
        if (count == 0 || entry.ValueLength == long.MaxValue || entry.Type is not (TiffType.Byte or TiffType.Short or TiffType.Long or TiffType.Directory or 16 or 18))
            return [];
        var bytes = new byte[count * size];
        if (!Source.TryRead(entry.ValueOffset + from * size, bytes))
            return [];
        var numbers = new long[count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = Number(bytes.AsSpan(i * size), size);
        return numbers;
    }

    /// <summary>The first number of a tag, or a default.</summary>
    public long FirstNumber(List<TiffFileEntry> directory, ushort tag, long otherwise = -1) =>
        Numbers(directory, tag) is [var first, ..] ? first : otherwise;

    /// <summary>The text of a tag; null without.</summary>
    public string? Text(List<TiffFileEntry> directory, ushort tag)
    {
        TiffFileEntry entry = directory.Find(e => e.Tag == tag);
        if (entry.Type != TiffType.Ascii || entry.Count is <= 0 or > MaxNumbers)
            return null;
        var bytes = new byte[entry.Count];
        return Source.TryRead(entry.ValueOffset, bytes) ? System.Text.Encoding.Latin1.GetString(bytes).Split('\0')[0].Trim() : null;
    }

    private long Number(ReadOnlySpan<byte> bytes, int size)
    {
        ulong value = 0;
        for (int i = 0; i < size; i++)
            value = value << 8 | bytes[IsBigEndian ? i : size - 1 - i];
        return value > long.MaxValue ? -1 : (long)value;
    }
}
