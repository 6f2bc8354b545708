namespace ImageResize.Metadata;

/// <summary>
/// Which metadata of the source the output keeps. In every case the orientation is applied to the pixels and the
/// tag reset, the dimensions in EXIF are updated, and a stale embedded thumbnail is dropped.
/// </summary>
public enum MetadataPolicy
{
    /// <summary>Everything: EXIF, XMP, IPTC, colour profile.</summary>
    All,

    /// <summary>Everything but the position: GPS is removed from EXIF and XMP.</summary>
    NoLocation,

    /// <summary>Only the colour profile.</summary>
    ColorProfile,

    /// <summary>Nothing; pixels with a colour profile are converted to sRGB first, so that they keep their look.</summary>
    None,
}
