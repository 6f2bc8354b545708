namespace ImageResize.Jpeg;

/// <summary>Oddities that do not harm the image; libjpeg warns of them or passes over them as well.</summary>
[Flags]
public enum JpegWarnings
{
    /// <summary>Nothing odd.</summary>
    None = 0,

    /// <summary>Bytes that belong to no marker were skipped.</summary>
    ExtraneousBytes = 1,

    /// <summary>A restart marker has the wrong number; all data were there.</summary>
    RestartNumber = 2,

    /// <summary>The end-of-image marker is missing; all data were there.</summary>
    EndOfImageMissing = 4,

    /// <summary>An EXIF, XMP, IPTC or ICC block was too broken to carry over, or could not be cleared of locations, and was dropped.</summary>
    MetadataDropped = 8,

    /// <summary>The source holds a gain map (Ultra HDR), which the output lacks.</summary>
    GainMapDropped = 16,

    /// <summary>An unknown Adobe colour transform was taken as YCbCr.</summary>
    AdobeTransform = 32,
}
