namespace ImageResize.Jpeg.GainMaps;

/// <summary>What an output has to do with a gain map, for its metadata: it has none, has one behind it, or is one.</summary>
/// <param name="KeepsMetadata">Whether what the metadata say of a gain map is true of the output, too.</param>
/// <param name="Length">The length, in bytes, of the gain map behind the output; null without one.</param>
internal readonly record struct GainMapRole(bool KeepsMetadata, int? Length)
{
    public static GainMapRole None => default;

    public static GainMapRole GainMap => new(true, null);

    public static GainMapRole PrimaryOf(int gainMapLength) => new(true, gainMapLength);
}
