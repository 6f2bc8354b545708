using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Raw;

/// <summary>
/// An EXIF block of what a raw file says of its picture, for the JPEG that was taken out of it. The orientation is part of it. Maker
/// notes are left out: they are large, and their offsets count from places that are no more. Stateless.
/// </summary>
internal static class RawExif
{
    /// <summary>From the directories of a TIFF structure.</summary>
    public static byte[]? Of(TiffFile file, List<TiffFileEntry> main)
    {
        List<TiffFileEntry>? Below(ushort tag) => file.ReadDirectory(file.FirstNumber(main, tag), out _);
        return Build((file, main), Below(TiffTag.ExifDirectory) is { } exif ? (file, exif) : null, Below(TiffTag.GpsDirectory) is { } gps ? (file, gps) : null);
    }

    /// <summary>From structures of their own, as CR3 has them, in one byte order.</summary>
    public static byte[]? Of(byte[]? main, byte[]? exif, byte[]? gps) =>
        First(main) is { } first ? Build(first, First(exif), First(gps)) : null;

    private static (TiffFile, List<TiffFileEntry>)? First(byte[]? structure) =>
        structure is not null && TiffFile.Open(new MemorySource(structure)) is { Version: 42 } file && file.ReadDirectory(file.FirstDirectory, out _) is { } directory ? (file, directory) : null;

    private static byte[]? Build((TiffFile File, List<TiffFileEntry> Directory) main, (TiffFile, List<TiffFileEntry>)? exif, (TiffFile, List<TiffFileEntry>)? gps)
    {
        var limit = new MetadataLimit(TiffExif.MaxBlockLength);
        var content = new TiffContent();
        TiffExif.Copy(main.File, main.Directory, content, limit, tag => tag == TiffTag.Orientation || TiffExif.IsDescriptive(tag));
        AddBelow(TiffTag.ExifDirectory, exif);
        AddBelow(TiffTag.GpsDirectory, gps);
        if (content.Entries.Count == 0)
            return null;
        byte[] block = TiffBuilder.Build(content, main.File.IsBigEndian, TiffExif.MaxBlockLength);
        return block.Length <= TiffExif.MaxBlockLength ? block : null;

        void AddBelow(ushort pointer, (TiffFile File, List<TiffFileEntry> Directory)? from)
        {
            if (from is not { } source || source.File.IsBigEndian != main.File.IsBigEndian)
                return;
            var below = new TiffContent();
            TiffExif.Copy(source.File, source.Directory, below, limit, tag => tag is not (TiffTag.MakerNote or TiffTag.InteroperabilityDirectory or TiffTag.ExifDirectory or TiffTag.GpsDirectory));
            if (below.Entries.Count > 0)
                content.Set(pointer, below);
        }
    }
}
