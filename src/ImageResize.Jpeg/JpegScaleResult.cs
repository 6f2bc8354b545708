namespace ImageResize.Jpeg;

/// <summary>What became of one source.</summary>
/// <param name="Header">The header of the source.</param>
/// <param name="Warnings">Oddities that did no harm.</param>
/// <param name="Damage">What was damaged and salvaged; null for a sound source.</param>
public sealed record JpegScaleResult(JpegHeader Header, JpegWarnings Warnings, JpegDamage? Damage)
{
    /// <summary>The part of the time that went into encoding, all outputs together.</summary>
    public TimeSpan EncodingTime { get; init; }
}

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
