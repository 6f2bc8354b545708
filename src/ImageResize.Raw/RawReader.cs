using System.Buffers.Binary;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using ImageResize.Metadata.Tiff;

namespace ImageResize.Raw;

/// <summary>
/// Tells camera raw files and finds the largest JPEG in them: the camera's own rendering, in most cameras of full size. The raw
/// samples are not developed. Stateless, thread safe.
/// </summary>
internal static class RawReader
{
    /// <summary>Reads; null where the file is no camera raw. No content makes it throw.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public static RawFile? Read(ByteSource source) => Cr3Reader.Read(source) ?? ReadFuji(source) ?? ReadTiff(source);

    /// <summary>
    /// The preview as a JPEG file that bears the raw file's EXIF where it has no orientation of its own: never both count.
    /// </summary>
    /// <param name="file">The raw file, which has a preview.</param>
    /// <returns>The bytes before, and the parts of the raw file behind them.</returns>
    public static (byte[] Head, IReadOnlyList<(long Offset, long Length)> Parts) AsJpeg(RawFile file)
    {
        RawPreview preview = file.Preview ?? throw new ArgumentException("There is no preview.", nameof(file));
        if (preview.HasOrientation || file.Exif is not { } exif)
            return ([], [(preview.Offset, preview.Length)]);

        ReadOnlySpan<byte> name = "Exif\0\0"u8;
        byte[] head = [0xFF, 0xD8, 0xFF, 0xE1, 0, 0, .. name, .. exif];
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(4), (ushort)(head.Length - 4));
        (int own, int ownLength) = preview.ExifSegment == default ? (2, 0) : preview.ExifSegment;
        return (head, [(preview.Offset + 2, own - 2), (preview.Offset + own + ownLength, preview.Length - own - ownLength)]);
    }

    private static RawFile? ReadTiff(ByteSource source)
    {
        if (TiffFile.Open(source) is not { Version: 42 or 0x4F52 or 0x5352 or 0x55 } file)
            return null;
        var previews = new PreviewCollector(source);
        var directories = new TiffPreviews(file, previews);
        directories.Walk();
        if (directories.First is not { } first)
            return file.Version == 42 ? null : new RawFile(file.Version == 0x55 ? "RW2" : "ORF") { IsCut = true };
        if (CameraRaw.Tell(file, first, directories.Others) is not { } format)
            return null;
        directories.Collect();
        return new RawFile(format) { Preview = previews.Largest, Exif = RawExif.Of(file, first), IsCut = previews.IsCut };
    }

    /// <summary>Fujifilm RAF: a head of big-endian numbers; at 84 where the JPEG is, at 88 its length (ExifTool, FujiFilm.pm).</summary>
    private static RawFile? ReadFuji(ByteSource source)
    {
        Span<byte> head = stackalloc byte[92];
        if (!source.TryRead(0, head) || !head.StartsWith("FUJIFILMCCD-RAW"u8))
            return null;
        var previews = new PreviewCollector(source);
        previews.Add(BinaryPrimitives.ReadUInt32BigEndian(head[84..]), BinaryPrimitives.ReadUInt32BigEndian(head[88..]));
        return new RawFile("RAF") { Preview = previews.Largest, IsCut = previews.IsCut };
    }
}
