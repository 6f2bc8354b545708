using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Rewriting;
using ImageResize.Metadata.Sources;

namespace ImageResize.Imaging;

/// <summary>
/// Puts what an output keeps of its input's metadata into what an engine has encoded, whatever engine that is: blocks of bytes,
/// put right for the output by <see cref="MetadataRewriter"/> and placed by <see cref="BlockWriter"/>. Stateless, thread safe.
/// </summary>
internal static class OutputMetadata
{
    /// <summary>The container of a format; null where it has no place for metadata.</summary>
    public static ContainerFormat? ContainerOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ContainerFormat.Jpeg,
        ImageFormat.Png => ContainerFormat.Png,
        ImageFormat.WebP => ContainerFormat.WebP,
        ImageFormat.Gif => ContainerFormat.Gif,
        ImageFormat.Tiff => ContainerFormat.Tiff,
        ImageFormat.Avif => ContainerFormat.IsoMedia,
        _ => null,
    };

    /// <summary>
    /// What an image holds beside its picture; of one of which that is not known nothing, where there is something to put in. Null
    /// where nothing is known and nothing wanted.
    /// </summary>
    public static ImageParts? PartsFor(ImageHeader header, ScaleRequest request) => header.Parts
        ?? (request is { Artist: null, Copyright: null } || ContainerOf(request.Format) is not { } container ? null : new ImageParts { Format = container });

    /// <summary>The blocks that an output of new pixels keeps.</summary>
    /// <param name="parts">What the input holds.</param>
    /// <param name="request">What the output is.</param>
    /// <param name="lost">The kinds that were to be kept, of which something had to be dropped.</param>
    /// <param name="gainMapLength">The length in bytes of the gain map behind the output; null where it has none.</param>
    public static MetadataBlocks Kept(ImageParts parts, ScaleRequest request, out MetadataKinds lost, int? gainMapLength = null)
    {
        MetadataBlocks blocks = MetadataRewriter.Rewrite(
            parts.Metadata,
            new MetadataChanges { Policy = request.Metadata, Width = request.Size.Width, Height = request.Size.Height, Density = request.Edits.Density, DensityNeedsExif = request.Holder.Format is ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Jxl, GainMapLength = gainMapLength, Artist = request.Artist, Copyright = request.Copyright },
            out lost);

        // What was only added for the artist is no loss where the format has no place for it.
        bool isAdded = parts.Metadata.Exif is null && parts.Metadata.FurtherExif.IsEmpty;
        return isAdded && WithoutPlace(request.Format).HasFlag(MetadataKinds.Exif) ? blocks with { Exif = null } : blocks;
    }

    /// <summary>
    /// The blocks that an output with the very pixels of its input keeps: orientation, dimensions and thumbnails stay true. Where
    /// EXIF goes and the picture is stored turned, a block with the orientation alone is left.
    /// </summary>
    /// <param name="parts">What the input holds.</param>
    /// <param name="request">What the output is.</param>
    /// <param name="lost">The kinds that were to be kept, of which something had to be dropped.</param>
    public static MetadataBlocks KeptWithPixels(ImageParts parts, ScaleRequest request, out MetadataKinds lost) => MetadataRewriter.Rewrite(
        parts.Metadata,
        new MetadataChanges { Policy = request.Metadata, KeepsVideo = true, KeepsGainMap = true, Artist = request.Artist, Copyright = request.Copyright },
        out lost);

    /// <summary>What of a file stays beside pixels and blocks where its metadata alone change.</summary>
    public static OtherContent OthersOf(MetadataPolicy policy) => policy switch
    {
        MetadataPolicy.All => OtherContent.All,
        MetadataPolicy.NoLocation => OtherContent.Known,
        _ => OtherContent.Picture,
    };

    /// <summary>Writes the encoded file with the blocks.</summary>
    /// <param name="encoded">The file; it is not needed afterwards.</param>
    /// <param name="format">Its format.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="target">Where to write; may be what <paramref name="encoded"/> was copied from.</param>
    /// <returns>The kinds of which something has no place in the format.</returns>
    public static MetadataKinds Write(ReadOnlyMemory<byte> encoded, ImageFormat format, MetadataBlocks blocks, OutputBuffer target)
    {
        if (ContainerOf(format) is { } container)
            return BlockWriter.Write(new MemorySource(encoded), container, blocks, target);
        target.Write(encoded.Span);
        return KindsOf(blocks);
    }

    /// <summary>The kinds that no file of a format has a place for.</summary>
    public static MetadataKinds WithoutPlace(ImageFormat format) => format switch
    {
        ImageFormat.Gif => MetadataKinds.Exif | MetadataKinds.Iptc | MetadataKinds.Texts | MetadataKinds.Icc,
        ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Jxl => MetadataKinds.Iptc | MetadataKinds.Texts,
        ImageFormat.Tiff or ImageFormat.Jpeg => MetadataKinds.Texts,
        ImageFormat.Bmp or ImageFormat.Ico => MetadataKinds.Exif | MetadataKinds.Xmp | MetadataKinds.Iptc | MetadataKinds.Texts | MetadataKinds.Icc,
        _ => MetadataKinds.None,
    };

    /// <summary>The kinds of which there is something.</summary>
    public static MetadataKinds KindsOf(MetadataBlocks blocks) =>
        (blocks.Exif is null ? 0 : MetadataKinds.Exif)
        | (blocks.Xmp is null ? 0 : MetadataKinds.Xmp)
        | (blocks is { Iptc: null, ImageResources: null } ? 0 : MetadataKinds.Iptc)
        | (blocks.Texts.IsEmpty ? 0 : MetadataKinds.Texts);
}
