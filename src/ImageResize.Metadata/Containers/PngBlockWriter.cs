using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts blocks of metadata into a PNG file, in the place of those it has: iCCP, eXIf, XMP and texts directly behind the header,
/// where all of them are allowed (PNG specification, third edition, 5.6). All other chunks are copied bit for bit.
/// </summary>
internal sealed class PngBlockWriter
{
    /// <summary>Texts longer than this are compressed (11.3.3.1 recommends 1024).</summary>
    private const int CompressedFrom = 1024;

    private const int MaxKeyword = 79;

    private readonly Stream _target;

    private PngBlockWriter(Stream target) => _target = target;

    /// <summary>Writes the file with the blocks, one of each kind.</summary>
    /// <returns>The kinds of which something could not be placed, or did not stay.</returns>
    /// <exception cref="MetadataFormatException">The source is no well-formed PNG file.</exception>
    public static MetadataKinds Write(ByteSource source, MetadataBlocks blocks, Stream target, OtherContent others)
    {
        MetadataKinds left = MetadataKinds.None;
        Span<byte> head = stackalloc byte[8];
        if (!source.TryRead(0, head) || !head.SequenceEqual(PngPartsReader.Signature))
            throw new MetadataFormatException("The file does not begin as a PNG image does.");
        target.Write(head);
        long position = head.Length;
        while (position < source.Length)
        {
            if (!source.TryRead(position, head) || BinaryPrimitives.ReadUInt32BigEndian(head) is var length && position + 12 + length > source.Length)
                throw new MetadataFormatException("The file ends inside a chunk.");
            uint type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
            if (position == 8 && type != PngChunkType.Header)
                throw new MetadataFormatException("The file does not begin with a header.");
            bool isKnown = others == OtherContent.All || IsOfPicture(type) || (type == PngChunkType.Time && others == OtherContent.Known);
            if (!IsReplaced(type, blocks) && isKnown)
                source.CopyTo(target, position, 12 + length);
            else if (!isKnown && others == OtherContent.Known && !IsReplaced(type, blocks))
                left |= MetadataKinds.Other;
            position += 12 + length;
            if (type == PngChunkType.Header)
                new PngBlockWriter(target).WriteBlocks(blocks);
            if (type != PngChunkType.End)
                continue;

            TrailingWriter.Write(source, position, target, others);
            return left;
        }

        throw new MetadataFormatException("The file has no end.");
    }

    /// <summary>Whether a chunk is critical (4.7.1), or one of those that say how the picture is meant and nothing else.</summary>
    private static bool IsOfPicture(uint type)
    {
        const uint LowerCase = 0x20000000;
        return (type & LowerCase) == 0 || Array.IndexOf(PngChunkType.OfPicture, type) >= 0;
    }

    private static bool IsReplaced(uint type, MetadataBlocks blocks) => type switch
    {
        PngChunkType.Exif or PngChunkType.Profile or PngChunkType.Text or PngChunkType.CompressedText or PngChunkType.InternationalText => true,
        // A file has either (11.3.2.3).
        PngChunkType.StandardColor => blocks.Icc is not null,
        PngChunkType.CodePoints => blocks.CodePoints is not null,
        _ => false,
    };

    private void WriteBlocks(MetadataBlocks blocks)
    {
        // The samples are RGB and of the full range (11.3.2.6).
        if (blocks.CodePoints is { } points)
            WriteChunk(PngChunkType.CodePoints, [(byte)points.Primaries, (byte)points.Transfer, 0, 1]);
        if (blocks.Icc is { } icc)
            WriteChunk(PngChunkType.Profile, [.. "ICC profile\0\0"u8, .. Inflation.Deflate(icc)]);
        if (blocks.Exif is { } exif)
            WriteChunk(PngChunkType.Exif, exif);
        if (blocks.Xmp is { } xmp)
            WriteChunk(PngChunkType.InternationalText, [.. Encoding.Latin1.GetBytes(PngTexts.XmpKeyword), 0, 0, 0, 0, 0, .. xmp]);
        if ((blocks.ImageResources ?? (blocks.Iptc is { } iptc ? PhotoshopResources.Wrap(iptc) : null)) is { } resources)
            WriteChunk(PngChunkType.CompressedText, [.. Encoding.Latin1.GetBytes(PngTexts.RawProfile), .. "iptc\0\0"u8, .. Inflation.Deflate(Hexadecimal("iptc", resources))]);
        foreach (TextEntry text in blocks.Texts)
            WriteText(text);
    }

    private void WriteText(TextEntry text)
    {
        byte[] keyword = Keyword(text.Keyword);
        bool isLatin = text.Language.Length == 0 && text.TranslatedKeyword.Length == 0 && text.Value.All(c => c is '\n' or '\r' or '\t' or (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF'));
        bool isLong = text.Value.Length > CompressedFrom;
        byte[] value = isLatin ? Encoding.Latin1.GetBytes(text.Value) : Encoding.UTF8.GetBytes(text.Value);
        if (isLatin && !isLong)
            WriteChunk(PngChunkType.Text, [.. keyword, 0, .. value]);
        else if (isLatin)
            WriteChunk(PngChunkType.CompressedText, [.. keyword, 0, 0, .. Inflation.Deflate(value)]);
        else
            WriteChunk(PngChunkType.InternationalText, [.. keyword, 0, (byte)(isLong ? 1 : 0), 0, .. Encoding.Latin1.GetBytes(text.Language), 0, .. Encoding.UTF8.GetBytes(text.TranslatedKeyword), 0, .. isLong ? Inflation.Deflate(value) : value]);
    }

    /// <summary>A keyword has 1 to 79 characters of Latin-1 and no blanks around them (11.3.3.2).</summary>
    private static byte[] Keyword(string keyword)
    {
        string allowed = new([.. keyword.Where(c => c is (>= ' ' and <= '~') or (>= '\u00A1' and <= '\u00FF')).Take(MaxKeyword)]);
        return Encoding.Latin1.GetBytes(string.IsNullOrWhiteSpace(allowed) ? TextEntry.Comment : allowed.Trim());
    }

    /// <summary>As ImageMagick writes profiles: name, length, digits in lines of 72.</summary>
    private static byte[] Hexadecimal(string name, byte[] data)
    {
        var text = new StringBuilder().Append('\n').Append(name).Append('\n').Append($"{data.Length,8}").Append('\n');
        foreach (byte[] line in data.Chunk(36))
            text.Append(Convert.ToHexStringLower(line)).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void WriteChunk(uint type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        _target.Write(number);
        BinaryPrimitives.WriteUInt32BigEndian(number, type);
        _target.Write(number);
        _target.Write(content);
        uint crc = Crc32.Append(Crc32.Append(Crc32.Start, number), content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        _target.Write(number);
    }
}
