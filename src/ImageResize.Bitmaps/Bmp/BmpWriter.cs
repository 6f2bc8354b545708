using System.Buffers.Binary;

namespace ImageResize.Bitmaps.Bmp;

/// <summary>
/// Pixels to BMP: 8 bits with a palette of greys, 24 bits, or, with alpha, 32 bits under a header of version 4, whose mask says
/// that the fourth byte is alpha. Stateless.
/// </summary>
internal static class BmpWriter
{
    /// <summary>Resolution of a screen, 96 pixels an inch, in pixels a metre, where none is known.</summary>
    private const int ScreenResolution = 3780;

    private const int InfoLength = 40, V4Length = 108;

    /// <summary>Writes a file.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="pixels">The pixels.</param>
    /// <param name="dotsPerInch">Pixels an inch; 0 where unknown.</param>
    /// <exception cref="BitmapException">It would be longer than 4 GB.</exception>
    public static void Write(Stream target, PixelRows pixels, double dotsPerInch)
    {
        bool hasAlpha = pixels.Channels is 2 or 4;
        int bits = hasAlpha ? 32 : pixels.Channels == 1 ? 8 : 24;
        int headerLength = hasAlpha ? V4Length : InfoLength, paletteLength = bits == 8 ? 256 * 4 : 0;
        int stride = (pixels.Width * bits / 8 + 3) / 4 * 4;
        int offset = BmpHeaderReader.FileHeaderLength + headerLength + paletteLength;
        long length = offset + (long)stride * pixels.Height;
        if (length > uint.MaxValue)
            throw BitmapException.Unsupported("The file would be longer than the 4 GB that a BMP can be.");

        byte[] head = new byte[offset];
        Span<byte> info = head.AsSpan(BmpHeaderReader.FileHeaderLength);
        "BM"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(2), (uint)length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(10), offset);
        WriteInfo(info, headerLength, pixels.Width, pixels.Height, bits, dotsPerInch);
        for (int i = 0; i < paletteLength / 4; i++)
            info.Slice(headerLength + i * 4, 3).Fill((byte)i);
        if (hasAlpha)
            WriteMasks(info);
        target.Write(head);
        WriteRows(target, pixels, bits, stride);
    }

    /// <summary>The fields that all headers from BITMAPINFOHEADER on share.</summary>
    public static void WriteInfo(Span<byte> info, int headerLength, int width, int height, int bits, double dotsPerInch)
    {
        int resolution = dotsPerInch is > 0 and < 100_000 ? (int)Math.Round(dotsPerInch / 0.0254) : ScreenResolution;
        BinaryPrimitives.WriteInt32LittleEndian(info, headerLength);
        BinaryPrimitives.WriteInt32LittleEndian(info[4..], width);
        BinaryPrimitives.WriteInt32LittleEndian(info[8..], height);
        BinaryPrimitives.WriteInt16LittleEndian(info[12..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(info[14..], (short)bits);
        BinaryPrimitives.WriteInt32LittleEndian(info[24..], resolution);
        BinaryPrimitives.WriteInt32LittleEndian(info[28..], resolution);
    }

    /// <summary>Rows from below, blue first, padded to four bytes.</summary>
    public static void WriteRows(Stream target, PixelRows pixels, int bits, int stride)
    {
        byte[] line = new byte[stride];
        for (int y = pixels.Height - 1; y >= 0; y--)
        {
            ReadOnlySpan<byte> row = pixels.Row(y);
            if (bits == 8)
                row.CopyTo(line);
            else
                Swap(row, pixels.Channels, line, bits / 8);
            target.Write(line);
        }
    }

    /// <summary>BITMAPV4HEADER: BI_BITFIELDS, the four masks, sRGB.</summary>
    private static void WriteMasks(Span<byte> info)
    {
        BinaryPrimitives.WriteInt32LittleEndian(info[16..], 3);
        BinaryPrimitives.WriteUInt32LittleEndian(info[40..], 0xFF0000);
        BinaryPrimitives.WriteUInt32LittleEndian(info[44..], 0xFF00);
        BinaryPrimitives.WriteUInt32LittleEndian(info[48..], 0xFF);
        BinaryPrimitives.WriteUInt32LittleEndian(info[52..], 0xFF000000);
        "BGRs"u8.CopyTo(info[56..]);
    }

    private static void Swap(ReadOnlySpan<byte> from, int channels, Span<byte> to, int bytes)
    {
        bool isGrey = channels < 3, hasAlpha = channels is 2 or 4;
        for (int at = 0, pixel = 0; at < from.Length; at += channels, pixel += bytes)
        {
            to[pixel] = from[isGrey ? at : at + 2];
            to[pixel + 1] = from[isGrey ? at : at + 1];
            to[pixel + 2] = from[at];
            if (bytes == 4)
                to[pixel + 3] = hasAlpha ? from[at + channels - 1] : byte.MaxValue;
        }
    }
}
