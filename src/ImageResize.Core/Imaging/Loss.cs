using ImageResize.Metadata;
using ImageResize.Metadata.Containers;

namespace ImageResize.Imaging;

/// <summary>Something that an input holds and an output of it does not, although nobody asked to leave it out.</summary>
/// <param name="Kind">What it is, in a word that scripts may match on: Frames, Pages, Pictures, Video, Layers, TrailingData, Segments (data in a JPEG that only their maker knows), GainMap, Exif, Xmp, Iptc, ColorProfile, Texts, Metadata (broken blocks), Depth (bits a sample).</param>
/// <param name="Text">The same in a sentence for people.</param>
internal sealed record Loss(string Kind, string Text)
{
    /// <summary>As many bytes behind a picture as a transfer or an editor leaves there; more may mean something to somebody.</summary>
    private const int FewBytes = 64;

    /// <summary>Whether it is content, which nothing brings back where the input is replaced: not the colours' depth or a note about the picture.</summary>
    public bool IsContent { get; init; }

    /// <summary>Whether it is worth a warning.</summary>
    public bool IsTold { get; init; } = true;

    /// <summary>What an output lacks of its input.</summary>
    /// <param name="parts">What the input holds.</param>
    /// <param name="request">What the output is.</param>
    /// <param name="keepsGainMap">Whether a gain map of the input is in it as well.</param>
    /// <param name="metadata">The kinds of metadata of which something that was to be kept is not in it.</param>
    public static IEnumerable<Loss> Of(ImageParts parts, ScaleRequest request, bool keepsGainMap, MetadataKinds metadata)
    {
        if (parts.Frames > 1 && request is { AllFrames: false, Frame: null })
            yield return new Loss("Frames", $"Only the first of {parts.Frames} frames was kept.") { IsContent = true };
        if (parts.Pages > 1 && !request.AllFrames)
            yield return new Loss("Pages", $"Only the first of {parts.Pages} pages was kept{(parts.ArePagesAlike || request.Format != ImageFormat.Tiff ? null : ", since they differ in size or kind")}.") { IsContent = true };
        OtherPicture[] pictures = [.. parts.OtherPictures.Where(picture => picture.Role == PictureRole.Picture)];
        if (pictures.Length > 0)
            yield return new Loss("Pictures", $"{(pictures.Length == 1 ? "The second picture" : $"{pictures.Length} more pictures")} in the file{Measure(pictures.Sum(picture => picture.Length))} {(pictures.Length == 1 ? "is" : "are")} not in the output.") { IsContent = true };
        OtherPicture[] layers = [.. parts.OtherPictures.Where(picture => picture.Role == PictureRole.Layer)];
        if (layers.Length > 0)
            yield return new Loss("Layers", $"{(layers.Length == 1 ? "The layer" : $"The {layers.Length} layers")} of an image editor{Measure(layers.Sum(layer => layer.Length))} {(layers.Length == 1 ? "is" : "are")} not in the output, only the picture made of {(layers.Length == 1 ? "it" : "them")}.") { IsContent = true };
        foreach (TrailingData data in parts.Trailing)
        {
            yield return data.Kind switch
            {
                TrailingKind.Video => new Loss("Video", $"The video behind the picture{Measure(data.Length)} is not in the output.") { IsContent = true },
                TrailingKind.Samsung => new Loss("TrailingData", $"What the camera put behind the picture{Measure(data.Length)} is not in the output."),
                _ => new Loss("TrailingData", $"Bytes behind the picture{Measure(data.Length)} that are no known content are not in the output.") { IsTold = data.Length > FewBytes },
            };
        }

        bool keepsMetadata = request.Metadata is MetadataPolicy.All or MetadataPolicy.NoLocation;
        if (!parts.OtherSegments.IsEmpty && OfSegments(parts) is var segments && (keepsMetadata || segments.IsContent))
            yield return segments;
        if (parts.HasGainMap && !keepsGainMap && keepsMetadata)
            yield return new Loss("GainMap", "The gain map (HDR) is not in the output.");
        if (parts is { BitsPerSample: > 8, SampleKind: SampleKind.Unsigned } && request.Holder.MaxBits < Math.Min(parts.BitsPerSample, 16))
            yield return new Loss("Depth", $"The image has {parts.BitsPerSample} bits a sample, the output {request.Holder.MaxBits}.");
        if (!keepsMetadata)
            yield break;
        if (parts.BlocksNotTaken > 0)
            yield return new Loss("Metadata", "Metadata that is broken was left out.");
        foreach (MetadataKinds kind in Enum.GetValues<MetadataKinds>())
        {
            // Who asks for a format that has no place for a kind has asked for that, too.
            bool hasPlace = !OutputMetadata.WithoutPlace(request.Holder.Format).HasFlag(kind);
            if (kind == MetadataKinds.Other && metadata.HasFlag(kind))
                yield return new Loss("Metadata", "Chunks that only their maker knows, and that might tell a position, were left out.") { IsTold = false };
            else if (kind != MetadataKinds.None && metadata.HasFlag(kind))
                yield return new Loss(kind == MetadataKinds.Icc ? "ColorProfile" : kind.ToString(), hasPlace ? LeftOut(kind, parts) : NoPlace(kind, request.Holder)) { IsTold = hasPlace };
        }
    }

    /// <summary>What an output with the very pixels of its input lacks: it has all frames, and what lies behind the picture where that stays.</summary>
    /// <inheritdoc cref="Of"/>
    public static IEnumerable<Loss> OfRewriting(ImageParts parts, ScaleRequest request, OtherContent others, MetadataKinds metadata)
    {
        ImageParts left = parts with { Frames = 1, Pages = 1, SampleKind = SampleKind.Unsigned, BitsPerSample = 8 };
        if (others != OtherContent.Picture)
            left = left with { OtherPictures = [], Trailing = [] };
        if (others == OtherContent.All)
            left = left with { OtherSegments = [] };
        return Of(left, request, keepsGainMap: others != OtherContent.Picture, metadata);
    }

    /// <summary>What an output lacks since its format has no place for it: who asks for that format has asked for that, too.</summary>
    /// <param name="kinds">The kinds of which there was something.</param>
    /// <param name="format">The format.</param>
    public static IEnumerable<Loss> WithoutPlace(MetadataKinds kinds, ImageFormat format) => Enum.GetValues<MetadataKinds>()
        .Where(kind => kind != MetadataKinds.None && kinds.HasFlag(kind))
        .Select(kind => new Loss(kind.ToString(), NoPlace(kind, FormatTraits.Of(format))) { IsTold = false });

    private static string NoPlace(MetadataKinds kind, FormatTraits format) => $"{Name(kind)} has no place in {format.Name}.";

    private static string LeftOut(MetadataKinds kind, ImageParts parts) => kind == MetadataKinds.Exif && !parts.Metadata.FurtherExif.IsEmpty
        ? "A second block of EXIF metadata could not be made part of the first and was left out."
        : $"{Name(kind)} that is broken, or that could not be cleared of the position, was left out.";

    /// <summary>
    /// Programs sign their files with small segments. What takes more than one whole segment is data of its own: what a thermal camera
    /// measured, the picture's other half of a high dynamic range. Credentials (JUMBF, in segments called "JP") are of the file that they sign.
    /// </summary>
    private static Loss OfSegments(ImageParts parts)
    {
        const long WholeSegment = 65_533;
        bool isContent = parts.OtherSegments.Any(one => one.Length > WholeSegment && one.Name != "APP11");
        string names = string.Join(", ", parts.OtherSegments.Take(8).Select(one => one.Name));
        return new Loss("Segments", $"Data that only their maker knows ({names}{Measure(parts.OtherSegments.Sum(one => one.Length)).Replace(" (", ", ", StringComparison.Ordinal)} are not in the output.") { IsContent = isContent, IsTold = isContent };
    }

    private static string Measure(long bytes) => bytes > 0 ? $" ({Quantity.Bytes(bytes)})" : string.Empty;

    private static string Name(MetadataKinds kind) => kind switch
    {
        MetadataKinds.Icc => "A colour profile",
        MetadataKinds.Texts => "Text",
        _ => $"{kind.ToString().ToUpperInvariant()} metadata",
    };
}

/// <summary>What becomes of an image of which an output would lose something (the parameter <c>-OnLoss</c>).</summary>
public enum LossPolicy
{
    /// <summary>The output is written, and the result bears a warning. In place, a loss of content is refused.</summary>
    Warn,

    /// <summary>The image fails with the id WouldLose, and nothing is written.</summary>
    Fail,

    /// <summary>The output is written, in place as well, and nothing is said but in the result's Dropped.</summary>
    Ignore,
}
