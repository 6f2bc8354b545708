namespace ImageResize.Metadata.Xmp;

/// <summary>How a packet is brought in line with an output.</summary>
internal sealed record XmpChanges
{
    /// <summary>The output's width in pixels; null where the pixels stay as they are, with their orientation.</summary>
    public int? Width { get; init; }

    /// <summary>The output's height in pixels; null likewise.</summary>
    public int? Height { get; init; }

    /// <summary>Whether every position goes.</summary>
    public bool DropsLocation { get; init; }

    /// <summary>Whether the mention of an extended packet goes.</summary>
    public bool DropsExtension { get; init; }

    /// <summary>Whether the video of a motion photo, which the packet may announce, is not in the output.</summary>
    public bool DropsMotionPhoto { get; init; }

    /// <summary>Whether the gain map, which the packet may announce, is not in the output.</summary>
    public bool DropsGainMap { get; init; }

    /// <summary>The length in bytes of the gain map behind the output; null where there is none, or it has stayed as it was.</summary>
    public int? GainMapLength { get; init; }
}
