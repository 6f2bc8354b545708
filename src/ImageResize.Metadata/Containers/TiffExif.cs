using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts an EXIF block together from the directories of a TIFF file: the descriptive tags of the first directory and the EXIF, GPS
/// and interoperability directories whole. Maker notes keep their offset where it is small enough for a block.
/// </summary>
internal static class TiffExif
{
    /// <summary>What a JPEG segment, the narrowest place for EXIF, can hold.</summary>
    public const int MaxBlockLength = 65_000;

    /// <summary>Tags of the first directory that tell of the picture and not of how it is stored (CIPA DC-008, table 4; Windows' XP tags).</summary>
    private static readonly ushort[] Descriptive =
    [
        TiffTag.ImageDescription, TiffTag.Make, TiffTag.Model, TiffTag.Software, TiffTag.DateTime, TiffTag.Artist, TiffTag.HostComputer,
        TiffTag.Rating, TiffTag.RatingPercent, TiffTag.Copyright, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F,
    ];

    /// <summary>What goes along with them, but makes no block by itself: the resolution.</summary>
    private static readonly ushort[] Accompanying = [0x011A, 0x011B, 0x0128];

    /// <summary>The block; null where the file has nothing for it.</summary>
    public static byte[]? Collect(TiffFile file, List<TiffFileEntry> directory, MetadataLimit limit)
    {
        var content = new TiffContent();
        Copy(file, directory, content, limit, IsDescriptive);
        foreach (ushort pointer in (ReadOnlySpan<ushort>)[TiffTag.ExifDirectory, TiffTag.GpsDirectory])
        {
            if (CopyBelow(file, directory, pointer, limit) is { } below)
                content.Set(pointer, below);
        }

        if (content.Entries.Count == 0)
            return null;
        Copy(file, directory, content, limit, tag => Array.IndexOf(Accompanying, tag) >= 0);
        return TiffBuilder.Build(content, file.IsBigEndian, MaxBlockLength);
    }

    /// <summary>Whether a tag of the first directory tells of the picture and not of how it is stored.</summary>
    public static bool IsDescriptive(ushort tag) => Array.IndexOf(Descriptive, tag) >= 0;

    private static TiffContent? CopyBelow(TiffFile file, List<TiffFileEntry> directory, ushort pointer, MetadataLimit limit)
    {
        if (file.ReadDirectory(file.FirstNumber(directory, pointer), out _) is not { Count: > 0 } entries)
            return null;
        var content = new TiffContent();
        Copy(file, entries, content, limit, tag => tag is not (TiffTag.ExifDirectory or TiffTag.GpsDirectory or TiffTag.InteroperabilityDirectory));
        if (pointer == TiffTag.ExifDirectory && CopyBelow(file, entries, TiffTag.InteroperabilityDirectory, limit) is { } below)
            content.Set(TiffTag.InteroperabilityDirectory, below);
        return content.Entries.Count == 0 ? null : content;
    }

    /// <summary>Copies the values of wanted tags; those that cannot be had are left out.</summary>
    public static void Copy(TiffFile file, List<TiffFileEntry> from, TiffContent to, MetadataLimit limit, Func<ushort, bool> isWanted)
    {
        foreach (TiffFileEntry entry in from)
        {
            // EXIF has no types of eight bytes but those of TIFF 6.0.
            if (!isWanted(entry.Tag) || entry.Type is 0 or > TiffType.Directory || entry.Count <= 0)
                continue;
            if (file.ReadValue(entry, limit) is { } value)
                to.Set(entry.Tag, entry.Type, value, entry.Tag == TiffTag.MakerNote && value.Length > 4 ? entry.ValueOffset : null);
        }
    }
}
