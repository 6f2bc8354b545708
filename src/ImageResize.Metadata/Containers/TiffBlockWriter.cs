using System.Buffers.Binary;
using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts blocks of metadata into a TIFF file that has none. The EXIF block, a TIFF structure itself, becomes the front of the file
/// as it is, so that everything in it keeps its offset, maker notes too; the image data follow as they are; the directories are
/// written anew at the end, the block's first one made part of the image's. Tags: TIFF 6.0, TIFF/EP, XMP specification part 3.
/// </summary>
internal static class TiffBlockWriter
{
    private const int MaxPages = 4096;

    /// <summary>Entries of all pages together.</summary>
    private const int MaxEntries = 131_072;

    /// <summary>Entries of more than this, together, are no file of a picture.</summary>
    private const long MaxValues = 256 << 20;

    /// <summary>Tags whose numbers are offsets into the file.</summary>
    private static readonly ushort[] OffsetTags = [TiffTag.StripOffsets, TiffTag.TileOffsets];

    /// <summary>Tags of an EXIF block's first directory that the image itself has to say (CIPA DC-008, 4.6.4 A), and packets that come apart.</summary>
    private static readonly ushort[] StructureTags =
    [
        TiffTag.NewSubfileType, TiffTag.SubfileType, TiffTag.ImageWidth, TiffTag.ImageLength, TiffTag.BitsPerSample, TiffTag.Compression, TiffTag.Photometric,
        TiffTag.StripOffsets, TiffTag.Orientation, TiffTag.SamplesPerPixel, TiffTag.RowsPerStrip, TiffTag.StripByteCounts, 0x011A, 0x011B, 0x0128, TiffTag.PlanarConfiguration,
        TiffTag.TileWidth, 0x0143, TiffTag.TileOffsets, TiffTag.TileByteCounts, TiffTag.SubDirectories, TiffTag.JpegOffset, 0x0202, 0x0211, 0x0212, 0x0213, 0x0214,
        TiffTag.Xmp, TiffTag.Iptc, TiffTag.ImageResources, TiffTag.IccProfile,
    ];

    /// <summary>Writes the file with the blocks, one of each kind.</summary>
    /// <returns>The kinds of which something could not be placed.</returns>
    /// <exception cref="MetadataFormatException">The source is no TIFF file, or one with 8-byte offsets or directories below the pages, which are left alone.</exception>
    public static MetadataKinds Write(ByteSource source, MetadataBlocks blocks, Stream target)
    {
        if (TiffFile.Open(source) is not { Version: 42 } file)
            throw new MetadataFormatException("The file is no TIFF file with offsets of four bytes.");
        List<TiffContent> pages = ReadPages(file);
        MetadataKinds left = blocks.Texts.IsEmpty ? MetadataKinds.None : MetadataKinds.Texts;
        bool isBigEndian = file.IsBigEndian;
        byte[] front = isBigEndian ? [.. "MM\0*"u8, 0, 0, 0, 0] : [.. "II*\0"u8, 0, 0, 0, 0];
        if (blocks.Exif is { } exif && Block(exif, file, pages[0], ref isBigEndian, ref left) is { } block)
            front = block;
        if (isBigEndian != file.IsBigEndian)
            pages.ForEach(TiffOrder.Swap);
        long shift = front.Length + (front.Length & 1) - TiffReader.HeaderLength;
        if (source.Length + shift > uint.MaxValue - MaxValues)
            throw new MetadataFormatException("The file would be longer than a TIFF file can be.");
        AddPackets(pages, blocks, front, isBigEndian);
        foreach (TiffContent page in pages)
            TiffOrder.Shift(page, OffsetTags, shift, isBigEndian);
        long end = source.Length + shift;
        long directories = end + (end & 1);
        byte[] chain = TiffBuilder.BuildChain(pages, isBigEndian, directories);
        TiffReader.TryOpen(front, out TiffReader header);
        header.WriteUInt32(4, (uint)directories);
        target.Write(front);
        target.Write(new byte[front.Length & 1]);
        source.CopyTo(target, TiffReader.HeaderLength, source.Length - TiffReader.HeaderLength);
        target.Write(new byte[end & 1]);
        target.Write(chain);
        return left;
    }

    private static List<TiffContent> ReadPages(TiffFile file)
    {
        var pages = new List<TiffContent>();
        var limit = new MetadataLimit(MaxValues);
        var seen = new HashSet<long>();
        int entries = 0;
        for (long offset = file.FirstDirectory; offset != 0;)
        {
            if (pages.Count >= MaxPages || !seen.Add(offset) || file.ReadDirectory(offset, out offset) is not { } directory || (entries += directory.Count) > MaxEntries)
                throw new MetadataFormatException("A directory does not lie within the file.");
            var page = new TiffContent();
            foreach (TiffFileEntry entry in directory)
            {
                if (entry.Tag is TiffTag.SubDirectories or TiffTag.ExifDirectory or TiffTag.GpsDirectory or TiffTag.JpegOffset)
                    throw new MetadataFormatException("Directories below the pages are left alone.");
                page.Set(entry.Tag, entry.Type, file.ReadValue(entry, limit) ?? throw new MetadataFormatException("A value does not lie within the file."));
            }

            pages.Add(page);
        }

        return pages.Count > 0 ? pages : throw new MetadataFormatException("The file has no directory.");
    }

    /// <summary>
    /// The EXIF block as the front of the file, and its first directory's entries in that of the page. Of two byte orders the
    /// block's is taken where samples have one byte; else the block is written anew in the file's.
    /// </summary>
    private static byte[]? Block(byte[] exif, TiffFile file, TiffContent page, ref bool isBigEndian, ref MetadataKinds left)
    {
        if (TiffFile.Open(new MemorySource(exif)) is { } described && described.IsBigEndian != isBigEndian)
        {
            bool hasWideSamples = page.Entries.Find(entry => entry.Tag == TiffTag.BitsPerSample) is { } bits && TiffOrder.Numbers(bits, file.IsBigEndian).Any(number => number > 8);
            if (hasWideSamples)
                exif = TiffOrder.Convert(described);
            else
                isBigEndian = described.IsBigEndian;
        }

        byte[] block = [.. exif];
        if (!TiffReader.TryOpen(block, out TiffReader tiff) || tiff.CountEntries(tiff.FirstDirectory) is < 0 or > 1000)
        {
            left |= MetadataKinds.Exif;
            return null;
        }

        long main = tiff.FirstDirectory;
        var added = new List<TiffContentEntry>();
        for (int i = 0, count = tiff.CountEntries(main); i < count; i++)
        {
            TiffEntry entry = tiff.ReadEntry(main, i);
            if (Array.IndexOf(StructureTags, entry.Tag) < 0 && tiff.FindValue(entry) is >= 0 and var at && entry.ValueLength <= block.Length)
                added.Add(new TiffContentEntry(entry.Tag, entry.Type, tiff.Slice(at, (int)entry.ValueLength).ToArray()));
        }

        // The page is still in the file's order, and is swapped as a whole.
        foreach (TiffContentEntry entry in added)
        {
            page.Set(entry.Tag, entry.Type, entry.Value);
            if (isBigEndian != file.IsBigEndian)
                TiffOrder.Swap(page.Entries[^1]);
        }

        return block;
    }

    private static void AddPackets(List<TiffContent> pages, MetadataBlocks blocks, byte[] front, bool isBigEndian)
    {
        TiffContent first = pages[0];
        if (blocks.Xmp is { } xmp)
            first.Set(TiffTag.Xmp, TiffType.Byte, xmp);
        if (blocks.ImageResources is { } resources)
            first.Set(TiffTag.ImageResources, TiffType.Byte, resources);
        byte[]? iptc = blocks.Iptc ?? (blocks.ImageResources is { } all ? PhotoshopResources.FindIptc(all) : null);

        // By tradition in numbers of four bytes, whose order nobody heeds.
        if (iptc is { Length: > 0 })
            first.Set(TiffTag.Iptc, TiffType.Long, [.. iptc, .. new byte[-iptc.Length & 3]]);
        if (blocks.Icc is { } icc)
            pages.ForEach(page => page.Set(TiffTag.IccProfile, TiffType.Undefined, icc));
        if (ExifSummary.Read(front).Orientation is { } orientation)
            first.Set(TiffTag.Orientation, TiffType.Short, isBigEndian ? [0, (byte)orientation] : [(byte)orientation, 0]);
    }
}
