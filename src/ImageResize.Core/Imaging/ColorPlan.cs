using ImageResize.Metadata;
using ImageResize.Metadata.Color;

namespace ImageResize.Imaging;

/// <summary>
/// What becomes of an image's colours in one output. They stay as they are where the output can say what they mean, by the
/// profile that came with them, one made for them, or code points; else they become sRGB's. So they do where other colours of sRGB
/// are put beside them. Immutable.
/// </summary>
internal sealed record ColorPlan
{
    /// <summary>Whether the pixels are converted to sRGB.</summary>
    public bool Converts { get; private init; }

    /// <summary>Whether that brings the range of HDR down to a screen's.</summary>
    public bool MapsTones => Converts && _source.IsHdr;

    /// <summary>Whether the samples are spread over the full range first.</summary>
    public bool SpreadsRange => _source.IsNarrowRange;

    /// <summary>Whether the profile that came with the image must not reach the output.</summary>
    public bool DropsProfile { get; private init; }

    /// <summary>A profile for colours that something else told; null where none is needed.</summary>
    public byte[]? AddedProfile { get; private init; }

    /// <summary>Code points for the output, of HDR alone: any other colours are told by a profile, which more readers know. Null for none.</summary>
    public CodePoints? CodePoints { get; private init; }

    private readonly ColorDescription _source = ColorDescription.Unspecified;

    private ColorPlan(ColorDescription source) => _source = source;

    /// <summary>The plan for an output. It follows from the header and the request alone.</summary>
    public static ColorPlan For(ImageHeader header, ScaleRequest request)
    {
        FormatTraits traits = request.Holder;
        ColorDescription color = header.Color;
        bool isGray = header.ColorModel == ColorModel.Gray;
        bool hasProfile = traits.Profiles.HasFlag(isGray ? ProfileKinds.Gray : ProfileKinds.Rgb);
        bool fits = hasProfile && header.HasFittingProfile;
        var stays = new ColorPlan(color) { DropsProfile = !fits };
        var converts = new ColorPlan(color) { Converts = true, DropsProfile = true };
        if (header.ColorModel is not (ColorModel.Gray or ColorModel.Rgb))
            return converts;
        PictureColor[] inks = [.. request.Inks(header)];
        bool isColored = inks.Any(ink => !ink.IsGray) || request.Edits.Watermark is { IsGray: false };
        bool isMixed = inks.Any(ink => !ink.IsExtreme || color.IsHdr) || request.Edits.Watermark is not null;
        if (isGray ? isColored : request.Edits.Grayscale)
            return header.IsSrgb ? stays with { DropsProfile = true } : converts;
        if (header.IsSrgb)
            return stays;
        if (isMixed)
            return converts;
        if (request.ColorSpace == ColorSpacePolicy.Srgb || request.Metadata == MetadataPolicy.None)
            return converts;
        if (color.Origin == ColorOrigin.Icc)
            return fits ? stays : converts;
        if (color.IsHdr)
            return traits.HasCodePoints && color.CodePoints is { } hdr ? stays with { CodePoints = hdr } : converts;

        // DCF's own way for Adobe RGB: readers of JPEG know it.
        if (color.Origin == ColorOrigin.Exif && request.Format == ImageFormat.Jpeg && request.Metadata != MetadataPolicy.ColorProfile)
            return stays;
        return hasProfile && IccWriter.Create(color) is { } profile ? stays with { AddedProfile = profile } : converts;
    }
}
