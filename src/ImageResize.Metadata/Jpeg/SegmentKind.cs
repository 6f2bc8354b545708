namespace ImageResize.Metadata.Jpeg;

/// <summary>What an application or comment segment holds.</summary>
internal enum SegmentKind
{
    Other,
    Jfif,
    Adobe,
    Exif,
    Xmp,
    ExtendedXmp,
    IccProfile,
    MultiPicture,
    GainMapVersion,
    Photoshop,
    Comment,
}
