namespace ImageResize.Metadata;

/// <summary>
/// Which metadata of the source the output keeps. Of new pixels the orientation is applied and its tag reset, the dimensions in
/// EXIF are updated, and a stale embedded thumbnail is dropped; pixels that are copied as they are encoded keep all three.
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
