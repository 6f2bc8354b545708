using System.Buffers.Binary;
using System.Text;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Exif;

/// <summary>
/// Puts entries into the first directory of an EXIF block. The directory moves to the end of the block, with the new values and
/// directories behind it; everything else stays at its offset, because maker notes hold offsets that only their maker knows.
/// </summary>
internal static class ExifAddition
{
    private const int MaxEntries = 1000;

    /// <summary>The denominator of a density: fractions of a pixel per inch are told to this part.</summary>
    private const uint DensityScale = 100;

    /// <summary>ResolutionUnit of TIFF.</summary>
    private const byte PerInch = 2;

    /// <summary>The block with texts set by their tags; a new one where there is none. Null where the block is too broken.</summary>
    public static byte[]? SetTexts(byte[]? exif, IReadOnlyDictionary<ushort, string> texts)
    {
        var content = new TiffContent();
        // EXIF's texts are ASCII by the letter, and UTF-8 in what reads and writes them.
        foreach ((ushort tag, string text) in texts)
            content.Set(tag, TiffType.Ascii, [.. Encoding.UTF8.GetBytes(text), 0]);
        return exif is null ? TiffBuilder.Build(content, isBigEndian: false, int.MaxValue) : Add(exif, content.Entries);
    }

    /// <summary>The block with a density of pixels; a new one where there is none. Null where the block is too broken.</summary>
    /// <param name="exif">The block; null for none.</param>
    /// <param name="dotsPerInch">Pixels per inch, both ways.</param>
    public static byte[]? SetDensity(byte[]? exif, double dotsPerInch)
    {
        bool isBigEndian = exif is not null && exif.AsSpan().StartsWith("MM"u8);
        byte[] density = [.. Number((uint)Math.Round(dotsPerInch * DensityScale)), .. Number(DensityScale)], unit = new byte[2];
        unit[isBigEndian ? 1 : 0] = PerInch;
        var content = new TiffContent();
        content.Set(TiffTag.XResolution, TiffType.Rational, density);
        content.Set(TiffTag.YResolution, TiffType.Rational, density);
        content.Set(TiffTag.ResolutionUnit, TiffType.Short, unit);
        return exif is null ? TiffBuilder.Build(content, isBigEndian: false, int.MaxValue) : Add(exif, content.Entries);

        byte[] Number(uint value)
        {
            byte[] bytes = new byte[4];
            if (isBigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            return bytes;
        }
    }

    /// <summary>
    /// One block of two, as a container with room for one needs it: to the first what it lacks of the second. Null where either
    /// is broken, or both have the same directory, so that one's would be lost.
    /// </summary>
    public static byte[]? Merge(byte[] exif, byte[] further)
    {
        if (TiffFile.Open(new MemorySource(further)) is not { Version: 42 } other || !TiffReader.TryOpen(exif, out TiffReader tiff))
            return null;
        TiffContent content = TiffOrder.Read(other);
        if (other.IsBigEndian != exif.AsSpan().StartsWith("MM"u8))
            TiffOrder.Swap(content);
        long main = tiff.FirstDirectory;
        HashSet<ushort> present = [];
        for (int i = 0, count = tiff.CountEntries(main); i < count; i++)
            present.Add(tiff.ReadEntry(main, i).Tag);
        if (content.Entries.Count == 0 || content.Entries.Exists(entry => entry.Directory is not null && present.Contains(entry.Tag)))
            return null;
        return Add(exif, content.Entries.FindAll(entry => !present.Contains(entry.Tag)));
    }

    private static byte[]? Add(byte[] exif, List<TiffContentEntry> added)
    {
        if (!TiffReader.TryOpen(exif, out TiffReader old) || old.CountEntries(old.FirstDirectory) is not (>= 0 and < MaxEntries and var count))
            return null;
        var content = new TiffContent();
        long main = old.FirstDirectory;
        for (int i = 0; i < count; i++)
        {
            TiffEntry entry = old.ReadEntry(main, i);
            if (!content.Entries.Exists(e => e.Tag == entry.Tag) && !added.Exists(e => e.Tag == entry.Tag))
                content.Entries.Add(new TiffContentEntry(entry.Tag, entry.Type, []) { Standing = exif[entry.Offset..(entry.Offset + TiffReader.EntryLength)] });
        }

        content.Entries.AddRange(added);
        long link = main + 2 + (long)count * TiffReader.EntryLength;
        uint following = old.Contains(link, 4) ? old.ReadUInt32((int)link) : 0;
        int start = exif.Length + (exif.Length & 1);
        byte[] block = [.. exif, .. new byte[exif.Length & 1], .. TiffBuilder.BuildChain([content], exif.AsSpan().StartsWith("MM"u8), start)];
        TiffReader.TryOpen(block, out TiffReader tiff);
        tiff.WriteUInt32(4, (uint)start);
        tiff.WriteUInt32(start + 2 + TiffReader.EntryLength * content.Entries.Count, following);
        return block;
    }
}
