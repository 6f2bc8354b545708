using System.Buffers.Binary;

namespace ImageResize.Bitmaps.Tga;

/// <summary>
/// The header of a Truevision TGA file, read and judged (Truevision TGA File Format Specification 2.0). The format has no
/// signature: that all fields make sense together is all that tells it. Immutable.
/// </summary>
internal sealed record TgaHeader : BitmapHeader
{
    public const int HeaderLength = 18;

    /// <summary>Where the length of the text and the palette's fields stand in the header (fields 1, 2 and 4), and how long the latter are.</summary>
    public const int IdLengthOffset = 0, MapTypeOffset = 1, MapFirstOffset = 3, MapCountOffset = 5, MapFieldsLength = 5;

    /// <summary>Where the descriptor stands in the header, and its bit for rows that begin at the right (field 5.6).</summary>
    public const int DescriptorOffset = 17, RightToLeft = 0x10;

    /// <summary>The decoder takes sides for signed numbers.</summary>
    private const int MaxSide = short.MaxValue;

    public override BitmapKind Kind => BitmapKind.Tga;

    /// <summary>Bytes of a pixel in the file, 1 to 4.</summary>
    public required int BytesPerPixel { get; init; }

    /// <summary>Whether pixels come in runs.</summary>
    public required bool HasRuns { get; init; }

    /// <summary>Whether rows run from right to left.</summary>
    public required bool IsMirrored { get; init; }

    /// <summary>The index of the palette's first entry, and how many there are; 0 where pixels are no indices.</summary>
    public int MapFirst { get; private init; }

    /// <inheritdoc cref="MapFirst"/>
    public int MapCount { get; private init; }

    /// <summary>Bytes of an entry of the palette.</summary>
    public int MapEntryBytes { get; private init; }

    /// <summary>Where the pixels begin in the file.</summary>
    public required long DataOffset { get; init; }

    /// <summary>The pixels, the bytes of all runs, rows in hand.</summary>
    public override long DecodingBytes => PixelBytes + (HasRuns ? PixelCount * BytesPerPixel : 0) + Width * 16L + (64 << 10);

    /// <summary>Reads the header of a file.</summary>
    /// <param name="head">The file's first bytes, 18 or more.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="BitmapException">It makes no sense, or is of a kind that is not read.</exception>
    public static TgaHeader Read(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < HeaderLength)
            throw BitmapException.Damaged("The file ends within its header.");
        (int idLength, int mapType, int type, int mapDepth, int bits, int descriptor) = (head[0], head[1], head[2], head[7], head[16], head[17]);
        int mapFirst = BinaryPrimitives.ReadUInt16LittleEndian(head[3..]), mapCount = BinaryPrimitives.ReadUInt16LittleEndian(head[5..]);
        int width = BinaryPrimitives.ReadUInt16LittleEndian(head[12..]), height = BinaryPrimitives.ReadUInt16LittleEndian(head[14..]);
        if (width < 1 || height < 1)
            throw BitmapException.Damaged($"The header says {width}x{height} pixels.");
        if (width > MaxSide || height > MaxSide)
            throw BitmapException.Unsupported($"A TGA of {width}x{height} pixels is larger than the {MaxSide} on a side that are read.");
        if (mapType > 1 || (descriptor & 0xC0) != 0)
            throw BitmapException.Damaged("The header makes no sense.");
        int alphaBits = descriptor & 15;
        int channels = (type & 7, bits) switch
        {
            _ when type is not (1 or 2 or 3 or 9 or 10 or 11) => throw BitmapException.Unsupported($"TGA images of type {type} are not read."),
            (1, 8) => CheckMap(mapType, mapFirst, mapCount, mapDepth),
            (1, 16) => throw BitmapException.Unsupported("Palettes of more than 256 colours are not read."),
            (2, 16 or 32) => alphaBits > 0 ? 4 : 3,
            (2, 15 or 24) => 3,
            (3, 8) => 1,
            (3, 16) => 2,
            _ => throw BitmapException.Damaged($"The header says {bits} bits a pixel for type {type}, which do not go together."),
        };
        long offset = HeaderLength + idLength + (mapType == 1 ? mapCount * ((mapDepth + 7L) / 8) : 0);
        if (alphaBits > 8 || offset > length)
            throw BitmapException.Damaged("The header makes no sense.");
        bool isIndexed = (type & 7) == 1;
        return new TgaHeader { Width = width, Height = height, Channels = channels, BytesPerPixel = (bits + 7) / 8, HasRuns = type > 8, MapFirst = isIndexed ? mapFirst : 0, MapCount = isIndexed ? mapCount : 0, MapEntryBytes = isIndexed ? (mapDepth + 7) / 8 : 0, IsMirrored = (descriptor & RightToLeft) != 0, DataOffset = offset };
    }

    /// <summary>
    /// Whether the runs of pixels, or the plain rows, are all in the file. A run does not say where a row ends, so all that counts
    /// is how many pixels come.
    /// </summary>
    public bool IsWhole(ReadOnlySpan<byte> data)
    {
        if (!HasRuns)
            return data.Length >= PixelCount * BytesPerPixel;
        long at = 0, pixels = 0;
        while (pixels < PixelCount && at < data.Length)
        {
            int count = (data[(int)at] & 0x7F) + 1;
            at += 1 + ((data[(int)at] & 0x80) != 0 ? 1 : count) * BytesPerPixel;
            pixels += count;
        }

        return pixels >= PixelCount && at <= data.Length;
    }

    /// <summary>A palette of 32 bits holds alpha.</summary>
    private static int CheckMap(int type, int first, int count, int depth)
    {
        if (type != 1 || depth is not (15 or 16 or 24 or 32) || count == 0 || first + count > 256)
            throw BitmapException.Damaged("The header of the palette makes no sense.");
        return depth == 32 ? 4 : 3;
    }
}
