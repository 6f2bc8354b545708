using System.Buffers.Binary;
using System.Numerics;

namespace ImageResize.Bitmaps.Bmp;

/// <summary>
/// Reads and judges the header of a device-independent bitmap (Microsoft, "Bitmap Storage" and "BITMAPV5HEADER"; OS/2's from the
/// Graphics File Formats encyclopaedia). Decoders take it on trust: one that lies has made ImageSharp take two gigabytes.
/// </summary>
internal static class BmpHeaderReader
{
    /// <summary>Bytes of a file before the bitmap's own header.</summary>
    public const int FileHeaderLength = 14;

    /// <summary>Bytes from a file's start that hold the header and the palette.</summary>
    public const int LongestHeader = FileHeaderLength + V5Length + 16 + 256 * 4;

    private const int MaxSide = 65_535;
    private const int CoreLength = 12, InfoLength = 40, Os2ShortLength = 16, Os2Length = 64, V3Length = 56, V5Length = 124;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="head">The file's first bytes, <see cref="LongestHeader"/> of them or all.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="BitmapException">It makes no sense, or is of a kind that is not read.</exception>
    public static BmpHeader Read(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < FileHeaderLength + CoreLength || !head.StartsWith("BM"u8))
            throw BitmapException.Damaged("The file ends within its header.");
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(head[10..]);
        BmpHeader header = ReadBitmap(head[FileHeaderLength..], isIcon: false, dataOffset: offset - FileHeaderLength);
        long tables = FileHeaderLength + header.DataOffset;
        if (offset < tables || offset > length)
            throw BitmapException.Damaged($"The header says that the pixels begin at byte {offset}; the tables end at {tables}, the file at {length}.");
        return header with { DataOffset = offset, Profile = FindProfile(head) };
    }

    /// <summary>Reads the bitmap's own header; the offset of the pixels is where they follow it at once, counted from its start.</summary>
    /// <param name="head">The bytes from its start.</param>
    /// <param name="isIcon">Whether it lies in an icon, where the height counts the mask's rows, too.</param>
    /// <param name="dataOffset">Where the pixels begin, counted from its start, where that is known: a palette ends there at the latest.</param>
    /// <exception cref="BitmapException">It makes no sense, or is of a kind that is not read.</exception>
    public static BmpHeader ReadBitmap(ReadOnlySpan<byte> head, bool isIcon, long dataOffset = long.MaxValue)
    {
        uint headerLength = head.Length >= CoreLength ? BinaryPrimitives.ReadUInt32LittleEndian(head) : 0;
        if (headerLength is not (CoreLength or Os2ShortLength or InfoLength or 52 or V3Length or Os2Length or 108 or V5Length))
            throw BitmapException.Unsupported($"A BMP header of {headerLength} bytes is of no known kind.");
        if (head.Length < headerLength)
            throw BitmapException.Damaged("The file ends within its header.");
        bool isCore = headerLength == CoreLength;
        int width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(head[4..]) : BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        int rows = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(head[6..]) : BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(head[(isCore ? 10 : 14)..]);
        bool isInfo = headerLength >= InfoLength;
        uint compression = isInfo ? BinaryPrimitives.ReadUInt32LittleEndian(head[16..]) : 0;
        bool isTopDown = rows < 0;
        long height = Math.Abs((long)rows) / (isIcon ? 2 : 1);
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw BitmapException.Damaged($"The header says {width}x{height} pixels.");
        BmpCoding coding = CodingOf(compression, bits, isOs2: headerLength == Os2Length);
        if (isTopDown && coding is BmpCoding.Rle4 or BmpCoding.Rle8)
            throw BitmapException.Damaged("Run-length coded rows cannot be stored from the top.");

        // Masks that follow a header of 40 bytes lie where longer headers have them.
        int masks = coding == BmpCoding.Masked ? compression == 6 ? 16 : 12 : 0;
        int afterHeader = (int)headerLength + (headerLength == InfoLength ? masks : 0);
        if (coding == BmpCoding.Masked && head.Length < InfoLength + masks)
            throw BitmapException.Damaged("The file ends within its header.");
        (uint, uint, uint, uint Alpha) masking = coding == BmpCoding.Masked ? ReadMasks(head, hasAlpha: compression == 6 || headerLength >= V3Length, bits) : default;

        byte[] palette = [];
        int paletteLength = 0;
        if (bits <= 8)
            palette = ReadPalette(head, afterHeader, bits, isCore ? 3 : 4, isInfo ? BinaryPrimitives.ReadUInt32LittleEndian(head[32..]) : 0, dataOffset - afterHeader, out paletteLength);
        return new BmpHeader
        {
            Width = width,
            Height = (int)height,
            Channels = bits <= 8 && IsGrey(palette) ? 1 : masking.Alpha != 0 ? 4 : 3,
            BitsPerPixel = bits,
            Coding = coding,
            IsTopDown = isTopDown,
            Palette = palette,
            Masks = masking,
            DataOffset = afterHeader + paletteLength,
            DotsPerInch = isInfo ? Math.Round(Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(head[24..])) * 0.0254, 2) : 0,
        };
    }

    private static BmpCoding CodingOf(uint compression, int bits, bool isOs2) => (compression, bits, isOs2) switch
    {
        (0, 1 or 2 or 4 or 8 or 16 or 24 or 32, _) => BmpCoding.Plain,
        (1, 8, _) => BmpCoding.Rle8,
        (2, 4, _) => BmpCoding.Rle4,
        (3 or 6, 16 or 32, false) => BmpCoding.Masked,
        (3, 1, true) => throw BitmapException.Unsupported("The pixels are compressed by OS/2's Huffman code."),
        (4, 24, true) => throw BitmapException.Unsupported("The pixels are compressed by OS/2's 24-bit runs."),
        (4, _, false) => throw BitmapException.Unsupported("The file holds a JPEG for a printer."),
        (5, _, false) => throw BitmapException.Unsupported("The file holds a PNG for a printer."),
        (0, 64, false) => throw BitmapException.Unsupported("Pixels of 64 bits are not read."),
        (11 or 12 or 13, _, false) => throw BitmapException.Unsupported("The colours are CMYK, for a printer."),
        _ => throw BitmapException.Damaged($"The header says {bits} bits a pixel with compression {compression}, which do not go together."),
    };

    private static (uint, uint, uint, uint) ReadMasks(ReadOnlySpan<byte> head, bool hasAlpha, int bits)
    {
        uint limit = bits == 32 ? uint.MaxValue : (1u << bits) - 1;
        uint red = Mask(head, 40), green = Mask(head, 44), blue = Mask(head, 48), alpha = hasAlpha ? Mask(head, 52) : 0;
        return (red, green, blue, alpha);

        uint Mask(ReadOnlySpan<byte> from, int at)
        {
            uint mask = BinaryPrimitives.ReadUInt32LittleEndian(from[at..]);
            uint run = mask >> (mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask));
            if (mask > limit || (run & (run + 1)) != 0)
                throw BitmapException.Unsupported($"The bits of a colour (mask {mask:X8}) do not lie together within {bits}.");
            return mask;
        }
    }

    /// <summary>All colours that the bits can name; those that the file does not give are black, as viewers show them.</summary>
    private static byte[] ReadPalette(ReadOnlySpan<byte> head, int at, int bits, int entryLength, uint used, long room, out int length)
    {
        // OS/2 has no count: a palette of fewer colours ends where the pixels begin.
        int most = 1 << bits, count = used == 0 ? most : (int)Math.Min(used, (uint)most);
        count = (int)Math.Clamp(room / entryLength, 0, count);
        length = count * entryLength;
        if (head.Length < at + length)
            throw BitmapException.Damaged("The file ends within its palette.");
        byte[] palette = new byte[most * 4];
        for (int i = 0; i < count; i++)
            head.Slice(at + i * entryLength, 3).CopyTo(palette.AsSpan(i * 4));
        return palette;
    }

    private static bool IsGrey(byte[] palette)
    {
        for (int i = 0; i < palette.Length; i += 4)
            if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2])
                return false;
        return true;
    }

    /// <summary>BITMAPV5HEADER: bV5CSType PROFILE_EMBEDDED, bV5ProfileData (from the header's start) and bV5ProfileSize.</summary>
    private static (long, int) FindProfile(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> bitmap = head[FileHeaderLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bitmap) != V5Length || !bitmap[56..60].SequenceEqual("DEBM"u8))
            return default;
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(bitmap[112..]), length = BinaryPrimitives.ReadUInt32LittleEndian(bitmap[116..]);
        return length is > 0 and < int.MaxValue ? (FileHeaderLength + (long)offset, (int)length) : default;
    }
}
