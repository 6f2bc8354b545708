namespace ImageResize.Metadata.Rewriting;

/// <summary>How the metadata of a source become those of an output.</summary>
internal sealed record MetadataChanges
{
    /// <summary>What to keep.</summary>
    public required MetadataPolicy Policy { get; init; }

    /// <summary>
    /// The output's width in pixels, upright; null where the pixels are copied as they are: then orientation, dimensions and
    /// thumbnails stay true.
    /// </summary>
    public int? Width { get; init; }

    /// <summary>The output's height in pixels, upright; null likewise.</summary>
    public int? Height { get; init; }

    /// <summary>Whether a video behind the source is behind the output as well.</summary>
    public bool KeepsVideo { get; init; }

    /// <summary>Whether a gain map of the source is in the output as well.</summary>
    public bool KeepsGainMap { get; init; }

    /// <summary>The length in bytes of a gain map behind the output, where it is a new one.</summary>
    public int? GainMapLength { get; init; }

    /// <summary>Pixels per inch to set in an EXIF block that is there; null to leave them.</summary>
    public double? Density { get; init; }

    /// <summary>Whether <see cref="Density"/> makes an EXIF block where there is none, as formats without another place for it need.</summary>
    public bool DensityNeedsExif { get; init; }

    /// <summary>The artist to set in EXIF and XMP, whatever is kept; null to leave it.</summary>
    public string? Artist { get; init; }

    /// <summary>The copyright notice to set in EXIF and XMP, whatever is kept; null to leave it.</summary>
    public string? Copyright { get; init; }
}
