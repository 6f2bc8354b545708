namespace ImageResize.Jpeg;

/// <summary>Which metadata the output gets. Under every policy its EXIF orientation is upright, because the pixels are.</summary>
public enum JpegMetadataPolicy
{
    /// <summary>EXIF, XMP, IPTC, ICC profile and comments; embedded thumbnails are dropped, and dimensions updated.</summary>
    All,

    /// <summary>As All, without the GPS directory of EXIF and the GPS properties of XMP.</summary>
    NoLocation,

    /// <summary>The ICC profile alone.</summary>
    ColorProfile,

    /// <summary>Nothing.</summary>
    None,
}
