using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// From a source to the pixels of the output: decoded at the smallest sufficient scale, upright, in a colour space
/// that the output can hold, flattened where it has no alpha. Everything is lazy: pixels flow when they are asked for.
/// </summary>
internal static class VipsLoader
{
    /// <summary>Opens, scales and cuts.</summary>
    public static Image Open(VipsSource source, ImageHeader header, ScaleRequest request)
    {
        Enums.FailOn failOn = request.OnDamage == DamagePolicy.Salvage ? Enums.FailOn.None : Enums.FailOn.Error;
        return Open(whole => OpenWhole(source, header, whole, failOn), header, request);
    }

    /// <summary>Scales and cuts pixels that were decoded elsewhere.</summary>
    public static Image Open(Image pixels, ImageHeader header, ScaleRequest request) => Open(
        whole => KeepsDepth(header, whole)
            ? ScaleDeep(pixels.Copy(), header, whole)
            : pixels.ThumbnailImage(whole.Size.Width, height: whole.Size.Height, size: Enums.Size.Force, outputProfile: whole.NeedsSrgb(header) ? "srgb" : null),
        header,
        request);

    private static Image Open(Func<ScaleRequest, Image> openWhole, ImageHeader header, ScaleRequest request)
    {
        Image image = request.Crop is { } part
            ? VipsCrop.Cut(openWhole(request with { Size = VipsCrop.WholeSize(header.Size, part, request.Size) }), part, request.Size)
            : openWhole(request);
        return FormatTraits.Of(request.Format).HasAlpha || !image.HasAlpha() ? image : Flatten(image);
    }

    private static Image OpenWhole(VipsSource source, ImageHeader header, ScaleRequest request, Enums.FailOn failOn)
    {
        return KeepsDepth(header, request) ? OpenDeep(source, header, request, failOn)
            : header.Format == ImageFormat.Jpeg ? OpenJpeg(source, header, request, failOn)
            : OpenOrdinary(source, header, request, failOn);
    }

    private static bool KeepsDepth(ImageHeader header, ScaleRequest request) =>
        header.BitDepth == 16 && FormatTraits.Of(request.Format).Has16Bit && header.ColorModel is (ColorModel.Gray or ColorModel.Rgb);

    /// <summary>
    /// 8 bits per sample, through libvips' thumbnail, which decodes at a reduced scale where the format can. With a
    /// source it forgets its fail_on argument (8.18.7: vips_thumbnail_source_open does not hand it on), and a
    /// truncated PNG would be a success; in the option string it reaches the loader.
    /// </summary>
    private static Image OpenOrdinary(VipsSource source, ImageHeader header, ScaleRequest request, Enums.FailOn failOn) =>
        Image.ThumbnailSource(
            source.Source,
            request.Size.Width,
            optionString: $"fail_on={failOn.ToString().ToLowerInvariant()}{(request.AllFrames ? ",n=-1" : null)}",
            height: request.Size.Height,
            size: Enums.Size.Force,
            outputProfile: request.NeedsSrgb(header) ? "srgb" : null);

    /// <summary>
    /// JPEG as thumbnail does it, but with the header that we have read already: thumbnail would read it twice more,
    /// and with EXIF that is a twentieth of the whole work.
    /// </summary>
    private static Image OpenJpeg(VipsSource source, ImageHeader header, ScaleRequest request, Enums.FailOn failOn)
    {
        double across = (double)header.Size.Width / request.Size.Width;
        double down = (double)header.Size.Height / request.Size.Height;
        string options = $"fail_on={failOn.ToString().ToLowerInvariant()},shrink={JpegShrink(Math.Min(across, down))}";
        return Then(
            Image.NewFromSource(source.Source, options, access: Enums.Access.Sequential),
            image => image.ThumbnailImage(request.Size.Width, height: request.Size.Height, size: Enums.Size.Force, outputProfile: request.NeedsSrgb(header) ? "srgb" : null));
    }

    /// <summary>The decoder's own reduction, a factor of two or more left to the better filter (libvips thumbnail.c).</summary>
    private static int JpegShrink(double shrink) => shrink switch
    {
        >= 16 => 8,
        >= 8 => 4,
        >= 4 => 2,
        _ => 1,
    };

    /// <summary>16 bits per sample kept: thumbnail would reduce them to 8.</summary>
    private static Image OpenDeep(VipsSource source, ImageHeader header, ScaleRequest request, Enums.FailOn failOn)
    {
        Image image = Image.NewFromSource(source.Source, access: header.Orientation == 1 ? Enums.Access.Sequential : Enums.Access.Random, failOn: failOn);
        if (header.Orientation != 1)
            image = Then(image, static upright => upright.Autorot());
        return ScaleDeep(image, header, request);
    }

    /// <summary>Scales upright pixels of 16 bits. Takes over <paramref name="image"/>.</summary>
    private static Image ScaleDeep(Image image, ImageHeader header, ScaleRequest request)
    {
        if (request.NeedsSrgb(header) && header.HasColorProfile)
            image = Then(image, static wide => wide.IccTransform("srgb", embedded: true, depth: 16));
        if (image.Width == request.Size.Width && image.Height == request.Size.Height)
            return image;

        double across = (double)request.Size.Width / image.Width;
        double down = (double)request.Size.Height / image.Height;
        if (!image.HasAlpha())
            return Then(image, whole => whole.Resize(across, vscale: down));

        // Colours under transparent pixels must not bleed into their neighbours.
        image = Then(image, static whole => whole.Premultiply());
        image = Then(image, whole => whole.Resize(across, vscale: down));
        image = Then(image, static whole => whole.Unpremultiply());
        return Then(image, static whole => whole.Cast(Enums.BandFormat.Ushort));
    }

    private static Image Flatten(Image image) =>
        Then(image, static transparent => transparent.Flatten(background: [.. Enumerable.Repeat(transparent.Format == Enums.BandFormat.Ushort ? 65_535.0 : 255.0, transparent.Bands - 1)]));

    /// <summary>One step on; the handle of the step before is let go (libvips itself keeps what it needs).</summary>
    private static Image Then(Image image, Func<Image, Image> step)
    {
        using (image)
            return step(image);
    }
}
