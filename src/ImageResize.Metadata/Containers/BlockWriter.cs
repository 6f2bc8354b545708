using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>
/// Puts blocks of metadata into an encoded file, as the specification of its container wants them: the one way in for every
/// container. Pixels are copied bit for bit. Stateless, thread safe.
/// </summary>
internal static class BlockWriter
{
    /// <summary>Writes the file with the blocks, in the place of those it has (a TIFF file must have none).</summary>
    /// <param name="source">The encoded file.</param>
    /// <param name="format">Its container.</param>
    /// <param name="blocks">The blocks that it shall have.</param>
    /// <param name="target">Where to write; only its Write is used.</param>
    /// <param name="others">What of the rest stays; GIF, TIFF and AVIF files keep all of it.</param>
    /// <returns>The kinds of which something has no place in the container.</returns>
    /// <exception cref="MetadataFormatException">The source is not well-formed; nothing or a part is written.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    public static MetadataKinds Write(ByteSource source, ContainerFormat format, MetadataBlocks blocks, Stream target, OtherContent others = OtherContent.All)
    {
        if (format == ContainerFormat.Jpeg)
            return JpegBlockWriter.Write(source, blocks, target, others);
        blocks = OneBlock.Of(blocks, out MetadataKinds lost);
        return lost | format switch
        {
            ContainerFormat.Png => PngBlockWriter.Write(source, blocks, target, others),
            ContainerFormat.WebP => WebPBlockWriter.Write(source, blocks, target, others),
            ContainerFormat.IsoMedia => IsoBlockWriter.Write(source, blocks, target),
            ContainerFormat.Gif => GifBlockWriter.Write(source, blocks, target),
            ContainerFormat.Tiff => TiffBlockWriter.Write(source, blocks, target),
            _ => throw new MetadataFormatException("Metadata cannot be put into this format."),
        };
    }
}

/// <summary>What stays of a file that is neither pixels nor a block of metadata when its metadata are replaced.</summary>
internal enum OtherContent
{
    /// <summary>All of it.</summary>
    All,

    /// <summary>
    /// What is known to tell no position, or can be cleared of it: segments and chunks that only their maker knows go, what lies
    /// behind the picture is cleared (<see cref="Rewriting.HiddenPosition"/>).
    /// </summary>
    Known,

    /// <summary>The picture alone, with its colours and its density: nothing behind its end, and no index or version that speaks of that.</summary>
    Picture,
}
