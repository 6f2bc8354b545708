using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Tells all that an image file holds, from its bytes: the one way in for every container. Reads heads, tables and blocks of
/// metadata, and of a JPEG file also passes over the scans to find its end. What is broken ends the reading and is told in
/// <see cref="ImageParts.Problem"/>; no input makes it throw. Stateless, thread safe.
/// </summary>
internal static class PartsReader
{
    /// <summary>The parts; null where the source is of no known container.</summary>
    /// <param name="source">The file from its first byte.</param>
    /// <param name="maxMetadataBytes">How much metadata is taken in sum, after inflation, in bytes; what lies beyond is counted in <see cref="ImageParts.BlocksNotTaken"/>.</param>
    /// <param name="page">The page of a document that the parts are to be of, from 0; null for all of the file, with what the first page holds.</param>
    /// <exception cref="IOException">The medium failed.</exception>
    public static ImageParts? Read(ByteSource source, long maxMetadataBytes = MetadataLimit.DefaultBytes, int? page = null) =>
        ReadHead(source, maxMetadataBytes, page) is { } parts ? ReadRest(parts, source) : null;

    /// <summary>The parts, but for those behind the scans of a JPEG file, to which the whole file has to be read.</summary>
    /// <inheritdoc cref="Read"/>
    public static ImageParts? ReadHead(ByteSource source, long maxMetadataBytes = MetadataLimit.DefaultBytes, int? page = null)
    {
        var limit = new MetadataLimit(maxMetadataBytes);
        return JpegPartsReader.ReadHead(source, limit)
            ?? PngPartsReader.Read(source, limit)
            ?? WebPPartsReader.Read(source, limit)
            ?? GifPartsReader.Read(source, limit)
            ?? IsoPartsReader.Read(source, limit)
            ?? TiffPartsReader.Read(source, limit, page);
    }

    /// <summary>All parts, once the file is at hand; those of a file that was read to its end already.</summary>
    /// <param name="parts">What <see cref="ReadHead"/> found.</param>
    /// <param name="source">The same file.</param>
    /// <exception cref="IOException">The medium failed.</exception>
    public static ImageParts ReadRest(ImageParts parts, ByteSource source) =>
        parts.Unread is { } rest ? JpegPartsReader.ReadRest(parts, rest, source) : parts;
}
