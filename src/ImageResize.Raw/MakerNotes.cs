using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Raw;

/// <summary>
/// Previews that only a maker note tells of. What the notes hold is not published; the tags and what their offsets count from are
/// those of ExifTool (Nikon.pm, Olympus.pm, Pentax.pm).
/// </summary>
internal static class MakerNotes
{
    private const int HeadLength = 20;

    /// <summary>Adds what a maker note tells of.</summary>
    /// <param name="file">The file.</param>
    /// <param name="note">The entry of the note.</param>
    /// <param name="previews">Looks at what is found.</param>
    public static void Collect(TiffFile file, TiffFileEntry note, PreviewCollector previews)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        long start = note.ValueOffset;
        if (note.Count < HeadLength || !file.Source.TryRead(start, head))
            return;
        if (head.StartsWith("Nikon\0\x02"u8))
            CollectNikon(file.Source, start + 10, previews);
        else if (head.StartsWith("OLYMPUS\0"u8))
            CollectOlympus(file.Source, start, 12, head[8] == 'M', previews);
        else if (head.StartsWith("OM SYSTEM\0\0\0"u8))
            CollectOlympus(file.Source, start, 16, head[12] == 'M', previews);
        else if (head.StartsWith("AOC\0"u8))
            CollectPentax(file, start, previews);
    }

    /// <summary>A TIFF structure of its own behind ten bytes; PreviewIFD 0x0011.</summary>
    private static void CollectNikon(ByteSource source, long start, PreviewCollector previews)
    {
        if (TiffFile.Open(new PartSource(source, start, [])) is not { } note || note.ReadDirectory(note.FirstDirectory, out _) is not { } main)
            return;
        if (note.ReadDirectory(note.FirstNumber(main, 0x0011), out _) is { } preview)
            previews.Add(start + note.FirstNumber(preview, TiffTag.JpegOffset), note.FirstNumber(preview, TiffPreviews.JpegLength));
    }

    /// <summary>A directory behind the maker's head, offsets from the note's start; CameraSettings 0x2020, there 0x0101 and 0x0102.</summary>
    private static void CollectOlympus(ByteSource source, long start, int directory, bool isBigEndian, PreviewCollector previews)
    {
        if (Open(source, start, isBigEndian) is not { } note || note.ReadDirectory(directory, out _) is not { } main)
            return;
        TiffFileEntry settings = main.Find(entry => entry.Tag == 0x2020);

        // Older cameras store the directory as the value, newer ones a pointer to it.
        long at = settings.Type == TiffType.Undefined ? settings.ValueOffset : note.FirstNumber(main, 0x2020);
        if (note.ReadDirectory(at, out _) is { } camera)
            previews.Add(start + note.FirstNumber(camera, 0x0101), note.FirstNumber(camera, 0x0102));
    }

    /// <summary>A directory behind six bytes, offsets from the file's start; 0x0003 and 0x0004.</summary>
    private static void CollectPentax(TiffFile file, long start, PreviewCollector previews)
    {
        if (file.ReadDirectory(start + 6, out _) is { } main)
            previews.Add(file.FirstNumber(main, 0x0004), file.FirstNumber(main, 0x0003));
    }

    private static TiffFile? Open(ByteSource source, long start, bool isBigEndian)
    {
        byte[] head = [.. isBigEndian ? "MM\0*"u8 : "II*\0"u8, 0, 0, 0, 0];
        return TiffFile.Open(new PartSource(source, start, head));
    }
}
