using ImageResize.Metadata;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Why an image could not be decoded, in words of our own. libvips has one buffer of error texts for the process, where
/// those of all images that fail at a time are mixed; that an image failed, its own call says, but what for, the buffer does not tell
/// for certain. So its texts are not repeated: what the file's own structure shows is told instead, which depends on nothing but the file.
/// Stateless, thread safe.
/// </summary>
internal static class DamageReason
{
    /// <summary>One of the frames that an output does not show is damaged.</summary>
    public const string Frame = "one of its frames cannot be decoded";

    /// <summary>Data of the pixels are not there.</summary>
    public const string CutOff = "the file ends before the data of its pixels do";

    /// <summary>A decoder went on where data made no sense.</summary>
    public const string CorruptData = "the decoder met corrupt data";

    /// <summary>The pixels could not be decoded.</summary>
    /// <param name="parts">What the file holds; null where that is not known.</param>
    public static string OfPixels(ImageParts? parts) => Structure(parts) ?? "its compressed data make no sense to the decoder";

    /// <summary>The header could not be read.</summary>
    /// <param name="parts">What the file holds; null where that is not known.</param>
    public static string OfHeader(ImageParts? parts) => Structure(parts) ?? "its header makes no sense to the decoder";

    private static string? Structure(ImageParts? parts) => parts switch
    {
        { LacksPixelData: true } => CutOff,
        { EndsInsideFrame: true } => "the file ends inside a frame",
        { Problem: { } problem } => char.ToLowerInvariant(problem[0]) + problem[1..].TrimEnd('.'),
        _ => null,
    };
}
