using ImageResize.Metadata;
using ImageResize.Metadata.Xmp;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// The metadata policy in libvips' terms: which kinds the saver keeps, and which single fields go first.
/// libvips itself updates the dimensions and the orientation in EXIF when it saves.
/// </summary>
internal static class VipsMetadata
{
    // libvips names EXIF fields by directory: ifd1 describes the embedded thumbnail, ifd3 holds the position.
    private const string ThumbnailPrefix = "exif-ifd1-";
    private const string GpsPrefix = "exif-ifd3-";
    private const string GpsPointer = "exif-ifd0-GPSInfoIFDPointer";

    /// <summary>The kinds that the saver is told to keep.</summary>
    public static Enums.ForeignKeep Keep(MetadataPolicy policy) => policy switch
    {
        MetadataPolicy.None => Enums.ForeignKeep.None,
        MetadataPolicy.ColorProfile => Enums.ForeignKeep.Icc,
        _ => Enums.ForeignKeep.All,
    };

    /// <summary>The image without the fields that must not reach the output. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">The scaled image.</param>
    /// <param name="policy">What to keep.</param>
    /// <param name="isCut">Whether it shows a part of the source only: then a gain map, which shows all of it, does not fit.</param>
    public static Image Clean(Image image, MetadataPolicy policy, bool isCut)
    {
        if (policy is MetadataPolicy.None or MetadataPolicy.ColorProfile)
            return image;

        bool noLocation = policy == MetadataPolicy.NoLocation;
        string[] unwanted = [.. image.GetFields().Where(field => IsStale(field) || noLocation && IsPosition(field) || isCut && IsGainMap(field))];
        byte[]? packet = noLocation && image.Contains("xmp-data") ? (byte[])image.Get("xmp-data") : null;
        if (unwanted.Length == 0 && packet is null)
            return image;

        using (image)
        {
            return image.Mutate(mutable =>
            {
                foreach (string field in unwanted)
                    mutable.Remove(field);
                if (packet is not null)
                    ReplaceXmp(mutable, XmpPacket.Rewrite(packet, new XmpChanges { DropsLocation = true }));
            });
        }
    }

    private static void ReplaceXmp(MutableImage image, byte[]? packet)
    {
        if (packet is null)
            image.Remove("xmp-data");
        else
            image.Set(GValue.BlobType, "xmp-data", packet);
    }

    private static bool IsStale(string field) =>
        field == "jpeg-thumbnail-data" || field.StartsWith(ThumbnailPrefix, StringComparison.Ordinal);

    private static bool IsGainMap(string field) => field.StartsWith("gainmap", StringComparison.Ordinal);

    private static bool IsPosition(string field) =>
        field.StartsWith(GpsPrefix, StringComparison.Ordinal) || field == GpsPointer;
}
