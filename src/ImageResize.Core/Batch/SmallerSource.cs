using System.Collections.Immutable;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Metadata.Rewriting;

namespace ImageResize.Batch;

/// <summary>
/// Whether the image itself serves for an output of the same picture that has come out longer (<c>-KeepSmaller</c>): not where it
/// holds anything that -Metadata asks to leave out. Stateless.
/// </summary>
internal static class SmallerSource
{
    /// <summary>Whether a copy of the image holds nothing that was to be left out.</summary>
    /// <exception cref="ImageResizeException">The image cannot be read.</exception>
    public static bool Serves(ImageInput input, ImageHeader header, MetadataPolicy policy)
    {
        if (policy == MetadataPolicy.All)
            return true;
        ImageParts? parts = header.Parts is { Unread: null } known ? known : VipsHeaderReader.ReadParts(input, header.Parts);

        // Who asks to leave something out is not served by what was not understood, nor by data of other kinds.
        bool isPlain = parts is { Problem: null, HasGainMap: false, ThumbnailLength: 0 } && parts.Trailing.IsEmpty && parts.OtherPictures.IsEmpty && parts.OtherSegments.IsEmpty;
        if (!isPlain)
            return false;
        MetadataBlocks kept = MetadataRewriter.Rewrite(parts!.Metadata, new MetadataChanges { Policy = policy, KeepsVideo = true, KeepsGainMap = true }, out MetadataKinds lost);
        return lost == MetadataKinds.None && AreSame(parts.Metadata, kept);
    }

    private static bool AreSame(MetadataBlocks one, MetadataBlocks other) =>
        AreSame(one.Exif, other.Exif) && AreSame(one.Xmp, other.Xmp) && AreSame(one.ExtendedXmp, other.ExtendedXmp)
        && AreSame(one.Iptc, other.Iptc) && AreSame(one.ImageResources, other.ImageResources) && AreSame(one.Icc, other.Icc)
        && one.Texts.AsSpan().SequenceEqual(other.Texts.AsSpan()) && AreSame(one.FurtherExif, other.FurtherExif);

    private static bool AreSame(ImmutableArray<byte[]> one, ImmutableArray<byte[]> other) =>
        one.Length == other.Length && one.Zip(other).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(byte[]? one, byte[]? other) =>
        one is null || other is null ? one == other : one.AsSpan().SequenceEqual(other);
}
