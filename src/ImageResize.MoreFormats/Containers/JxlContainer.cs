using System.Buffers.Binary;
using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Metadata.Sources;

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

        WriteHead(blocks, null, target);
        WriteBoxHead("jxlc"u8, stream.Length, target);
        target.Write(stream);
    }

    /// <summary>
    /// Writes a file with other metadata around the same code stream. What else is in boxes goes: of those that there are, the index of frames and
    /// what brings the JPEG back that the picture was made of hold only for the file as it was.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="blocks">The metadata; what is neither EXIF nor XMP does not count.</param>
    /// <param name="target">Where to write.</param>
    /// <returns>Whether the file is whole; nothing is written of one that is not.</returns>
    /// <exception cref="IOException">The medium failed.</exception>
    public static bool TryRewrite(ByteSource source, MetadataBlocks blocks, OutputBuffer target)
    {
        JxlPieces pieces = JxlReader.Locate(source, new MetadataLimit(0));
        long length = pieces.Places.Sum(piece => piece.Length);
        if (pieces.Damage is not null || length > int.MaxValue - BoxHead)
            return false;
        if (blocks is not { Exif: null, Xmp: null } || pieces.Level is not null)
        {
            WriteHead(blocks, pieces.Level, target);
            WriteBoxHead("jxlc"u8, length, target);
        }

        foreach ((long offset, long pieceLength) in pieces.Places)
            source.CopyTo(target, offset, pieceLength);
        return true;
    }

    /// <summary>All boxes before the code stream.</summary>
    private static void WriteHead(MetadataBlocks blocks, byte? level, OutputBuffer target)
    {
        target.Write(Signature);
        target.Write(FileType);
        if (level is { } needed)
            WriteBox("jxll"u8, [], [needed], target);

        // EXIF begins behind four bytes that say how far behind them (18181-2, 9.6).
        if (blocks.Exif is { } exif)
            WriteBox("Exif"u8, [0, 0, 0, 0], exif, target);
        if (blocks.Xmp is { } xmp)
            WriteBox("xml "u8, [], xmp, target);
    }

    private static void WriteBox(ReadOnlySpan<byte> type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> content, OutputBuffer target)
    {
        WriteBoxHead(type, first.Length + content.Length, target);
        target.Write(first);
        target.Write(content);
    }

    private static void WriteBoxHead(ReadOnlySpan<byte> type, long contentLength, OutputBuffer target)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, checked((uint)(BoxHead + contentLength)));
        target.Write(length);
        target.Write(type);
    }
}
