using ImageResize.Metadata.Exif;
using ImageResize.Metadata.Xmp;

namespace ImageResize.Metadata.Rewriting;

/// <summary>Makes one block of several of a kind, for containers that have room for one.</summary>
internal static class OneBlock
{
    /// <summary>The blocks with one EXIF block and one XMP packet.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="lost">The kinds of which something could not be made part of the one.</param>
    public static MetadataBlocks Of(MetadataBlocks blocks, out MetadataKinds lost)
    {
        lost = MetadataKinds.None;
        byte[]? exif = blocks.Exif;
        foreach (byte[] further in blocks.FurtherExif)
        {
            byte[]? merged = exif is null ? further : ExifAddition.Merge(exif, further);
            lost |= merged is null ? MetadataKinds.Exif : MetadataKinds.None;
            exif = merged ?? exif;
        }

        byte[]? xmp = blocks.Xmp;
        if (xmp is not null && blocks.ExtendedXmp is { } extension)
        {
            byte[]? merged = XmpExtension.Merge(xmp, extension);
            lost |= merged is null ? MetadataKinds.Xmp : MetadataKinds.None;
            xmp = merged ?? xmp;
        }

        return blocks with { Exif = exif, FurtherExif = [], Xmp = xmp, ExtendedXmp = null };
    }
}
