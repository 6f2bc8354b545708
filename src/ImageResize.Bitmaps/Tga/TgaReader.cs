using System.Buffers.Binary;
using ImageResize.Bitmaps.Memory;
using SixLabors.ImageSharp.Formats.Tga;

namespace ImageResize.Bitmaps.Tga;

/// <summary>
/// TGA to pixels, by ImageSharp behind the judgement of <see cref="TgaHeader"/>. The fourth byte of a pixel is alpha where the
/// header says so, as the specification has it; other readers always take it for alpha. Stateless.
/// </summary>
internal static class TgaReader
{
    /// <summary>Decodes; rows that run from right to left stay so (<see cref="TgaHeader.IsMirrored"/>).</summary>
    /// <param name="header">The header.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="salvages">Whether what is missing is filled up with black.</param>
    /// <param name="cancellation">Asks the decoding to end.</param>
    /// <exception cref="BitmapException">The data is truncated or corrupt.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    public static BitmapImage Decode(TgaHeader header, ReadOnlyMemory<byte> file, bool salvages, CancellationToken cancellation)
    {
        bool isWhole = header.IsWhole(file.Span[(int)header.DataOffset..]);
        if (!isWhole && !salvages)
            throw BitmapException.Damaged("The pixels break off.");

        (byte[] head, ReadOnlyMemory<byte> body) = Simplified(header, file);

        // Zeros are a plain pixel each, of black, where runs are wanted.
        long length = head.Length + body.Length + (isWhole ? 0 : header.PixelCount * (header.BytesPerPixel + 1));
        using var stream = new StitchedStream(head, body, length, cancellation);
        return SharpDecoding.Decode(new TgaDecoder(), stream, header, header.Channels, isWhole ? null : "The pixels break off.", cancellation);
    }
    /// <summary>
    /// The file as the decoder has it: rows as they lie, since it takes rows from right to left for rows from the bottom, and whoever has
    /// the header turns them; no text; no palette where pixels are colours; and a palette from 0 on, black where the file's own begins later.
    /// </summary>
    private static (byte[] Head, ReadOnlyMemory<byte> Body) Simplified(TgaHeader header, ReadOnlyMemory<byte> file)
    {
        int unused = header.MapFirst * header.MapEntryBytes;
        byte[] head = new byte[TgaHeader.HeaderLength + unused];
        file.Span[..TgaHeader.HeaderLength].CopyTo(head);
        head[TgaHeader.IdLengthOffset] = 0;
        head[TgaHeader.DescriptorOffset] &= unchecked((byte)~TgaHeader.RightToLeft);
        if (header.MapCount == 0)
        {
            head.AsSpan(TgaHeader.MapTypeOffset, 1).Clear();
            head.AsSpan(TgaHeader.MapFirstOffset, TgaHeader.MapFieldsLength).Clear();
            return (head, file[(int)header.DataOffset..]);
        }

        head.AsSpan(TgaHeader.MapFirstOffset, 2).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(TgaHeader.MapCountOffset), (ushort)(header.MapFirst + header.MapCount));
        return (head, file[(int)(header.DataOffset - header.MapCount * header.MapEntryBytes)..]);
    }
}
