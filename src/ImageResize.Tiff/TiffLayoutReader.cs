using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;
using ImageResize.Pixels;

namespace ImageResize.Tiff;

/// <summary>
/// Reads the layout of a file's first picture, where that is of the ordinary kinds that <see cref="Decoding.TiffRowReader"/> decodes: grey, RGB or RGB with
/// unassociated alpha, of 8 or 16 bits, interleaved; TIFF 6.0 and BigTIFF. Whatever is odd, even if other readers get along with it, is none. Stateless.
/// </summary>
internal static class TiffLayoutReader
{
    /// <summary>Strips or tiles of a picture, at most.</summary>
    private const int MostSegments = 1 << 20;

    /// <summary>Bytes of a decoded row, at most.</summary>
    private const long LongestRow = 16 << 20;

    /// <summary>Bytes of a decoded tile, at most.</summary>
    private const long LargestTile = 8 << 20;

    /// <summary>Bytes of the decoded tiles beside each other, at most.</summary>
    private const long LargestTileRow = 128 << 20;

    /// <summary>Pixels on a side, at most.</summary>
    private const long LongestSide = 1 << 30;

    private const int FirstOffset = 8;
    private const ushort BlackIsZero = 1, Rgb = 2;
    private const ushort UnassociatedAlpha = 2;

    /// <summary>Tags that change what the others mean, or how the picture is stored.</summary>
    private static readonly ushort[] OddTags = [TiffTag.Matteing, TiffTag.DataType, TiffTag.ImageDepth, TiffTag.TileDepth, TiffTag.JpegTables];

    /// <summary>The layout; null where the picture is of another kind, or not all of it is in order.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TiffLayout? Read(ByteSource source)
    {
        if (TiffFile.Open(source) is not { Version: 42 or 43 } file || (file.Version == 43 && !file.IsBig))
            return null;
        if (file.ReadDirectory(file.FirstDirectory, out _) is not { } entries || !AreInOrder(entries) || entries.Exists(entry => Array.IndexOf(OddTags, entry.Tag) >= 0))
            return null;
        var directory = new Directory(file, entries);
        long width = directory.Number(TiffTag.ImageWidth, 0), height = directory.Number(TiffTag.ImageLength, 0);
        if (width is <= 0 or > LongestSide || height is <= 0 or > LongestSide || FormatOf(directory) is not { } format || CodingOf(directory.Number(TiffTag.Compression, 1)) is not { } coding)
            return null;
        long predictor = directory.Number(TiffTag.Predictor, 1);
        if (width * format.BytesPerPixel > LongestRow || directory.Number(TiffTag.PlanarConfiguration, 1) != 1 || directory.Number(TiffTag.FillOrder, 1) != 1)
            return null;
        if (predictor != 1 && (predictor != 2 || coding is not (TiffCoding.Lzw or TiffCoding.Deflate)))
            return null;
        bool isTiled = directory.Has(TiffTag.TileWidth);
        if (isTiled == directory.Has(TiffTag.StripOffsets) || isTiled != directory.Has(TiffTag.TileLength))
            return null;
        long across = isTiled ? directory.Number(TiffTag.TileWidth, 0) : width, down = isTiled ? directory.Number(TiffTag.TileLength, 0) : Math.Min(directory.Number(TiffTag.RowsPerStrip, height), height);
        if (across is <= 0 or > LongestSide || down is <= 0 or > LongestSide || (isTiled && (across > LargestTile / format.BytesPerPixel / down || width * format.BytesPerPixel > LargestTileRow / Math.Min(down, height))))
            return null;
        var layout = new TiffLayout((int)width, (int)height, format)
        {
            Coding = coding,
            HasDifferences = predictor == 2,
            IsSwapped = format.BytesPerSample == sizeof(ushort) && file.IsBigEndian == BitConverter.IsLittleEndian,
            SegmentWidth = (int)across,
            SegmentHeight = (int)down,
            IsTiled = isTiled,
            Offsets = [],
            Lengths = [],
        };
        long count = layout.Across * (1 + (height - 1) / down);
        if (count > MostSegments)
            return null;
        layout = layout with
        {
            Offsets = directory.Numbers(isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, (int)count),
            Lengths = directory.Numbers(isTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts, (int)count),
        };
        return AreWithin(layout, source.Length) ? layout : null;
    }

    /// <summary>Of a tag that is there twice, readers take the first or the last.</summary>
    private static bool AreInOrder(List<TiffFileEntry> entries)
    {
        for (int i = 1; i < entries.Count; i++)
        {
            if (entries[i].Tag <= entries[i - 1].Tag)
                return false;
        }

        return true;
    }

    private static PixelFormat? FormatOf(Directory directory)
    {
        long channels = directory.Number(TiffTag.SamplesPerPixel, 1), photometric = directory.Number(TiffTag.Photometric, -1);
        bool hasAlpha = channels == 4;
        if (photometric != (channels == 1 ? BlackIsZero : Rgb) || channels is not (1 or 3 or 4) || directory.Has(TiffTag.ExtraSamples) != hasAlpha)
            return null;
        if (hasAlpha && directory.Numbers(TiffTag.ExtraSamples, 1) is not [UnassociatedAlpha])
            return null;
        long[] bits = directory.Numbers(TiffTag.BitsPerSample, (int)channels);
        if (bits.Length != channels || bits[0] is not (8 or 16) || Array.Exists(bits, one => one != bits[0]))
            return null;
        if (directory.Has(TiffTag.SampleFormat) && (directory.Numbers(TiffTag.SampleFormat, (int)channels) is not { Length: > 0 } kinds || Array.Exists(kinds, kind => kind != 1)))
            return null;
        return new PixelFormat((int)channels, (int)bits[0] / 8);
    }

    private static TiffCoding? CodingOf(long compression) => compression switch
    {
        1 => TiffCoding.Stored,
        5 => TiffCoding.Lzw,
        8 or 32946 => TiffCoding.Deflate,
        32773 => TiffCoding.PackBits,
        _ => null,
    };

    /// <summary>Whether there are as many segments as there must be, each within the file, and those that are stored as they are long enough.</summary>
    private static bool AreWithin(TiffLayout layout, long end)
    {
        long count = layout.Across * (1 + ((long)layout.Height - 1) / layout.SegmentHeight);
        if (layout.Offsets.Length != count || layout.Lengths.Length != count)
            return false;
        for (int i = 0; i < count; i++)
        {
            long offset = layout.Offsets[i], length = layout.Lengths[i];
            if (offset < FirstOffset || length <= 0 || offset > end || length > end - offset)
                return false;
            long rows = layout.IsTiled ? layout.SegmentHeight : Math.Min(layout.SegmentHeight, layout.Height - (long)i * layout.SegmentHeight);
            if (layout.Coding == TiffCoding.Stored && length < rows * layout.SegmentRowBytes)
                return false;
        }

        return true;
    }

    /// <summary>The directory of the picture.</summary>
    private readonly struct Directory(TiffFile file, List<TiffFileEntry> entries)
    {
        public bool Has(ushort tag) => IndexOf(tag) >= 0;

        /// <summary>The only number of a tag, what it is without the tag, or -1.</summary>
        public long Number(ushort tag, long otherwise) => !Has(tag) ? otherwise : Numbers(tag, 1) is [var only] ? only : -1;

        /// <summary>The numbers of a tag; none where they are more or fewer, are of a type that is none of whole numbers, or do not lie within the file.</summary>
        public long[] Numbers(ushort tag, int count)
        {
            int at = IndexOf(tag);
            if (at < 0 || entries[at] is not { Type: TiffType.Short or TiffType.Long or TiffType.Unsigned64 } entry || entry.Count != count || (entry.Type == TiffType.Unsigned64 && !file.IsBig))
                return [];
            return entry.ValueOffset < FirstOffset || entry.ValueOffset > file.Source.Length || entry.ValueLength > file.Source.Length - entry.ValueOffset ? [] : file.Numbers(entries, tag, 0, count);
        }

        private int IndexOf(ushort tag)
        {
            for (int i = 0; i < entries.Count; i++)
            {
                if (entries[i].Tag == tag)
                    return i;
            }

            return -1;
        }
    }
}
