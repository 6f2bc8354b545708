namespace ImageResize.Imaging.Scaling;

/// <summary>What one output of one image shall be.</summary>
/// <param name="Size">Pixels, upright.</param>
/// <param name="Format">The output's format.</param>
/// <param name="Quality">1 to 100, for the lossy formats.</param>
/// <param name="Metadata">Which metadata to keep.</param>
/// <param name="AllFrames">Whether all frames of an animation are wanted, not only the first.</param>
public sealed record ScaleRequest(PixelSize Size, ImageFormat Format, int Quality, MetadataPolicy Metadata, bool AllFrames)
{
    /// <summary>Whether a JPEG or PNG comes in passes, which a browser can show before it has all of it.</summary>
    public bool Progressive { get; init; }

    /// <summary>What becomes of a damaged image.</summary>
    public DamagePolicy OnDamage { get; init; }
}
