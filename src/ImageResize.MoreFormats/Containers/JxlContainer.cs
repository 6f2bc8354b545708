using System.Buffers.Binary;
using ImageResize.Files;
using ImageResize.Metadata;

namespace ImageResize.MoreFormats.Containers;

/// <summary>Writes JPEG XL files: the code stream alone, or in boxes (ISO/IEC 18181-2) with EXIF and XMP before it. Stateless.</summary>
internal static class JxlContainer
{
    private const int BoxHead = 8;

    private static ReadOnlySpan<byte> Signature => [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', 0x0D, 0x0A, 0x87, 0x0A];

    private static ReadOnlySpan<byte> FileType => "\0\0\0\u0014ftypjxl \0\0\0\0jxl "u8;

    /// <summary>Writes a file. Colours are told by the code stream.</summary>
    /// <param name="stream">The code stream.</param>
    /// <param name="blocks">The metadata; what is neither EXIF nor XMP does not count.</param>
    /// <param name="target">Where to write.</param>
    /// <exception cref="InvalidDataException">It is no code stream.</exception>
    public static void Write(byte[] stream, MetadataBlocks blocks, OutputBuffer target)
    {
        if (stream is not [0xFF, 0x0A, ..])
            throw new InvalidDataException("It is no code stream of JPEG XL.");
        if (blocks is { Exif: null, Xmp: null })
        {
            target.Write(stream);
            return;
        }

        target.Write(Signature);
        target.Write(FileType);

        // EXIF begins behind four bytes that say how far behind them (18181-2, 9.6).
        if (blocks.Exif is { } exif)
            WriteBox("Exif"u8, [0, 0, 0, 0], exif, target);
        if (blocks.Xmp is { } xmp)
            WriteBox("xml "u8, [], xmp, target);
        WriteBox("jxlc"u8, [], stream, target);
    }

    private static void WriteBox(ReadOnlySpan<byte> type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> content, OutputBuffer target)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, checked((uint)(BoxHead + first.Length + content.Length)));
        target.Write(length);
        target.Write(type);
        target.Write(first);
        target.Write(content);
    }
}
