using ImageResize.Files;
using ImageResize.Metadata;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The metadata of what libvips encodes. It writes the profile that the pixels are in, and with it a gain map that it scaled
/// along; all else is put in, or replaced, by <see cref="OutputMetadata"/>, since libvips loses much of it: all of EXIF and IPTC in TIFF, the
/// offsets in maker notes, texts, what is longer than a segment.
/// </summary>
internal static class VipsMetadata
{
    /// <summary>Whether libvips scales a gain map along, which it knows from JPEG to JPEG.</summary>
    public static bool CarriesGainMap(ImageHeader header, ScaleRequest request) =>
        header.Parts is { HasGainMap: true } && request is { Format: ImageFormat.Jpeg, Crop: null, Placed: null, Metadata: MetadataPolicy.All } && request.Edits.AreUntouched;

    /// <summary>The kinds that the saver is told to keep.</summary>
    public static Enums.ForeignKeep Keep(ImageHeader header, ScaleRequest request) =>
        request.Metadata == MetadataPolicy.None ? Enums.ForeignKeep.None
        : CarriesGainMap(header, request) ? Enums.ForeignKeep.All
        : Enums.ForeignKeep.Icc;

    /// <summary>The image without the thumbnail of the former picture, of those metadata that libvips writes. Takes over <paramref name="image"/>.</summary>
    public static Image WithoutThumbnail(Image image)
    {
        // libvips names EXIF fields by directory; ifd1 describes the thumbnail.
        string[] stale = [.. image.GetFields().Where(field => field == "jpeg-thumbnail-data" || field.StartsWith("exif-ifd1-", StringComparison.Ordinal))];
        if (stale.Length == 0)
            return image;
        using (image)
        {
            return image.Mutate(mutable =>
            {
                foreach (string field in stale)
                    mutable.Remove(field);
            });
        }
    }

    /// <summary>Puts what is kept into an encoded output; gives the kinds of which something was lost.</summary>
    public static MetadataKinds Write(OutputBuffer target, ImageHeader header, ScaleRequest request)
    {
        if (OutputMetadata.PartsFor(header, request) is not { } parts)
            return MetadataKinds.None;

        // What libvips wrote of metadata beside a gain map is replaced as well: it knows no extended XMP, and no offsets in maker notes.
        bool carries = CarriesGainMap(header, request);
        int? gainMap = carries && PartsReader.Read(new MemorySource(target.WrittenMemory)) is { GainMapLength: > 0 and var length } ? (int)length : null;
        MetadataBlocks blocks = OutputMetadata.Kept(parts, request, out MetadataKinds lost, gainMap) with { Icc = null };
        ColorPlan plan = ColorPlan.For(header, request);
        if (blocks.IsEmpty && plan.CodePoints is null && !carries)
            return lost;
        byte[] encoded = target.Written.ToArray();
        blocks = blocks with { Icc = PartsReader.Read(new MemorySource(encoded))?.Metadata.Icc };

        // The matrix and the range are those that libheif codes AVIF with.
        if (plan.CodePoints is { } points)
            blocks = blocks with { CodePoints = points with { Matrix = 6, IsFullRange = true } };
        target.Clear();
        try
        {
            return lost | OutputMetadata.Write(encoded, request.Format, blocks, target);
        }
        catch (MetadataFormatException)
        {
            // What libvips wrote is of a kind that the writer does not take apart: better without than not at all.
            target.Clear();
            target.Write(encoded);
            return lost | OutputMetadata.KindsOf(blocks);
        }
    }
}
