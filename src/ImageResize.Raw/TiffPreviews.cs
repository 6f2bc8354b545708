using ImageResize.Metadata.Tiff;

namespace ImageResize.Raw;

/// <summary>
/// Walks the directories of a raw file that is a TIFF structure (NEF, CR2, ARW, DNG, ORF, RW2, PEF and others), the chain and those
/// below, and adds every JPEG that one of them tells of. Loops end at a directory that was seen. Belongs to one reading.
/// </summary>
internal sealed class TiffPreviews(TiffFile file, PreviewCollector previews)
{
    public const ushort JpegLength = 0x0202;

    private const int MaxDepth = 5, MaxDirectories = 128;
    private const ushort PanasonicJpeg = 0x002E;

    /// <summary>Samples of a colour filter array, and linear ones: raw, though they may be stored as a JPEG (DNG 1.7, "PhotometricInterpretation").</summary>
    private const int CfaPhotometric = 32_803, LinearRawPhotometric = 34_892;

    private readonly HashSet<long> _seen = [];

    /// <summary>The first directory; null where it cannot be read.</summary>
    public List<TiffFileEntry>? First { get; private set; }

    /// <summary>All others.</summary>
    public List<List<TiffFileEntry>> Others { get; } = [];

    /// <summary>Walks from the first directory on.</summary>
    public void Walk() => Chain(file.FirstDirectory, depth: 0);

    /// <summary>Adds the JPEGs of all directories that were walked.</summary>
    public void Collect()
    {
        foreach (List<TiffFileEntry> directory in Others.Prepend(First!))
            Collect(directory);
    }

    private void Chain(long offset, int depth)
    {
        while (offset > 0 && depth <= MaxDepth && _seen.Count < MaxDirectories && _seen.Add(offset) && file.ReadDirectory(offset, out long next) is { } directory)
        {
            if (First is null)
                First = directory;
            else
                Others.Add(directory);
            foreach (long below in file.Numbers(directory, TiffTag.SubDirectories))
                Chain(below, depth + 1);
            Chain(file.FirstNumber(directory, TiffTag.ExifDirectory), depth + 1);
            offset = next;
        }
    }

    private void Collect(List<TiffFileEntry> directory)
    {
        previews.Add(file.FirstNumber(directory, TiffTag.JpegOffset), file.FirstNumber(directory, JpegLength));
        if (directory.Find(entry => entry.Tag == PanasonicJpeg) is { Type: TiffType.Undefined } jpeg)
            previews.Add(jpeg.ValueOffset, jpeg.ValueLength);
        if (directory.Find(entry => entry.Tag == TiffTag.MakerNote) is { Tag: not 0 } note)
            MakerNotes.Collect(file, note, previews);

        long[] offsets = file.Numbers(directory, TiffTag.StripOffsets), lengths = file.Numbers(directory, TiffTag.StripByteCounts);
        bool isRaw = file.FirstNumber(directory, TiffTag.Photometric) is CfaPhotometric or LinearRawPhotometric;
        if (!isRaw && offsets.Length == 1 && lengths.Length == 1 && file.FirstNumber(directory, TiffTag.Compression) is 6 or 7)
            previews.Add(offsets[0], lengths[0]);
        for (int i = 0; i < Math.Min(offsets.Length, lengths.Length); i++)
            previews.Expect(offsets[i], lengths[i]);
    }
}
