using ImageResize.Metadata;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>What came of making an output.</summary>
/// <param name="Lost">The kinds of metadata of which something had to be left out.</param>
/// <param name="Encoded">What came of encoding it.</param>
internal readonly record struct Made(MetadataKinds Lost, Encoded Encoded)
{
    /// <summary>What decoded and encoded it, where that was not libvips alone.</summary>
    public string? Engines { get; init; }
}
