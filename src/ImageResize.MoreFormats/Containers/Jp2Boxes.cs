using System.Buffers.Binary;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>What the boxes of a JP2 file tell of its code stream (ISO/IEC 15444-1, annex I), and its metadata.</summary>
internal sealed class Jp2Boxes
{
    /// <summary>Colour spaces that have a number (15444-1, table I.10).</summary>
    private const uint Rgb = 16, Gray = 17, Ycc = 18;

    private const int MaxHeader = 16 << 20;

    private static readonly byte[] XmpId = [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];
    private static readonly byte[] ExifId = [.. "JpgTiffExif->JP2"u8];

    private bool _isSpaceKnown;

    /// <summary>The content of the header box; null without one.</summary>
    public byte[]? Header { get; private set; }

    /// <summary>The number of a colour space that is not read, where the file names no other; null for none.</summary>
    public uint? UnknownSpace { get => _isSpaceKnown || Icc is not null ? null : field; private set; }

    /// <summary>Whether a channel is opacity; null where nothing is said.</summary>
    public bool? HasAlpha { get; private set; }

    /// <summary>Whether colours are multiplied by the opacity already.</summary>
    public bool IsPremultiplied { get; private set; }

    public bool HasPalette { get; private set; }

    public byte[]? Icc { get; private set; }

    public byte[]? Exif { get; private set; }

    public byte[]? Xmp { get; private set; }

    /// <summary>Takes a box at the top of the file.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="source">The file.</param>
    /// <param name="at">Where its content begins.</param>
    /// <param name="length">Bytes of the content, which lie in the file.</param>
    /// <param name="limit">What metadata may take.</param>
    public void Take(string type, ByteSource source, long at, long length, MetadataLimit limit)
    {
        if (type == "jp2h" && Header is null && source.Take(at, length, new MetadataLimit(MaxHeader)) is { } header)
            TakeHeader(header, limit);
        if (type != "uuid" || length < XmpId.Length)
            return;
        byte[] id = new byte[XmpId.Length];
        source.Read(at, id);
        if (Xmp is null && id.AsSpan().SequenceEqual(XmpId))
            Xmp = source.Take(at + id.Length, length - id.Length, limit);
        else if (Exif is null && id.AsSpan().SequenceEqual(ExifId) && source.Take(at + id.Length, length - id.Length, limit) is { } exif)
            Exif = exif.AsSpan().StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
    }

    private void TakeHeader(byte[] content, MetadataLimit limit)
    {
        Header = content;
        foreach (IsoBox box in IsoBox.Children(content, 0, content.Length))
        {
            ReadOnlySpan<byte> inside = content.AsSpan(box.ContentStart, box.End - box.ContentStart);
            switch (box.Type)
            {
                case "colr" when inside.Length >= 7 && inside[0] == 1:
                    uint space = BinaryPrimitives.ReadUInt32BigEndian(inside[3..]);
                    if (space is Rgb or Gray or Ycc)
                        _isSpaceKnown = true;
                    else
                        UnknownSpace ??= space;
                    break;
                case "colr" when inside.Length > 3 && inside[0] is 2 or 3:
                    if (Icc is null && limit.TryTake(inside.Length))
                        Icc = inside[3..].ToArray();
                    break;
                case "pclr":
                    HasPalette = true;
                    break;
                case "cdef" when inside.Length >= 2:
                    TakeChannels(inside[2..]);
                    break;
            }
        }
    }

    /// <summary>Channels with their number, their kind (1 for opacity, 2 for one that colours are multiplied by) and what they belong to.</summary>
    private void TakeChannels(ReadOnlySpan<byte> entries)
    {
        HasAlpha = false;
        for (; entries.Length >= 6; entries = entries[6..])
        {
            int kind = BinaryPrimitives.ReadUInt16BigEndian(entries[2..]);
            HasAlpha |= kind is 1 or 2;
            IsPremultiplied |= kind == 2;
        }
    }
}
