using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>What is done to each frame of an image between its decoder and its encoder.</summary>
/// <param name="header">Where it comes from, turned by quarters as the request has it.</param>
/// <param name="request">What is wanted.</param>
/// <param name="cancellation">Asks the image to end.</param>
internal sealed class FrameStep(ImageHeader header, ScaleRequest request, CancellationToken cancellation)
{
    private readonly ColorPlan _colors = ColorPlan.For(header, request);

    private readonly PictureColor _background = request.Edits.BackgroundFor(request.Format, header.HasAlpha);

    /// <summary>What is shown of the image, in pixels as stored.</summary>
    private readonly SourceRegion _part = new Orientation(header.Orientation).ToStored(
        request.Crop ?? new SourceRegion(0, 0, header.Size.Width, header.Size.Height), header.StoredSize.Width, header.StoredSize.Height);

    /// <summary>The size that the part is brought to, before it is turned.</summary>
    private readonly PixelSize _size = SizeBeforeTurn(header, request);

    /// <summary>How many pixels of the source make one of the output, on the side where they are fewer.</summary>
    public double Shrink => Math.Min(_part.Width / _size.Width, _part.Height / _size.Height);

    /// <summary>Asks the image to end.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>A decoded frame as the output shows it. Takes over <paramref name="image"/>.</summary>
    public Image Apply(Image image)
    {
        image = VipsSamples.ToIntegers(image, header);
        image = CutAndScale(image);
        image = VipsColor.Apply(image, header, _colors);
        if (header.Orientation != 1)
            image = Turn(image);
        return Fit(image);
    }

    /// <summary>Pixels that were scaled and turned elsewhere, in the colours, channels and depth of the output. Takes over <paramref name="upright"/>.</summary>
    public Image Finish(Image upright) => Fit(VipsColor.Apply(upright, header, _colors));

    /// <summary>Whether an output keeps 16 bits. AVIF holds up to 12, and those of HDR and of its own kind are worth it.</summary>
    public static bool KeepsDepth(ImageHeader header, ScaleRequest request, ColorPlan colors) => request.Holder.Has16Bit
        || (request.Format == ImageFormat.Avif && (header.Format == ImageFormat.Avif || colors.CodePoints is not null || request.BitDepth > 8) && request.BitDepth != 8);

    /// <summary>The steps on what is scaled, and only what the output's format holds: its alpha, its depth. Takes over <paramref name="image"/>.</summary>
    private Image Fit(Image image)
    {
        PictureEdits edits = request.Edits;
        if (!FormatTraits.Of(request.Format).HasAlpha && Inks.HasAlpha(image))
            image = Inks.Flatten(image, _background);
        if (edits.Angle != 0)
            image = RotateStep.Apply(image, header, request, _background);
        if (edits.Grayscale)
            image = ToneStep.ToGray(image);
        if (edits.Sharpen > 0)
            image = ToneStep.Sharpen(image, edits.Sharpen);
        if (edits.Blur > 0)
            image = ToneStep.Blur(image, edits.Blur);
        if (request.Placed is { } placed)
            image = Inks.Surround(image, placed.X, placed.Y, request.Canvas.Width, request.Canvas.Height, _background);
        if (edits.Border > 0)
            image = Inks.Surround(image, edits.Border, edits.Border, request.Size.Width, request.Size.Height, BorderColor);
        if (edits.Watermark is { } watermark)
            image = WatermarkStep.Apply(image, watermark);
        return KeepsDepth(header, request, _colors) ? image : VipsSamples.ToBytes(image, header with { ColorModel = image.Bands < 3 ? ColorModel.Gray : ColorModel.Rgb });
    }

    private PictureColor BorderColor => FormatTraits.Of(request.Format).HasAlpha ? request.Edits.BorderColor : request.Edits.BorderColor.OnWhite;

    private static PixelSize SizeBeforeTurn(ImageHeader header, ScaleRequest request)
    {
        PixelSize upright = request.Edits.Angle == 0 ? request.PictureSize : RotateStep.SizeBefore(header.Size, request);
        return new Orientation(header.Orientation).Swaps ? upright.Transposed : upright;
    }

    /// <summary>A decoder that made the image smaller moved the edges of the part: by half of its pixels, an eighth of the output's, at most.</summary>
    private Image CutAndScale(Image image)
    {
        double scaleAcross = (double)image.Width / header.StoredSize.Width, scaleDown = (double)image.Height / header.StoredSize.Height;
        var across = PartCut.Of(_part.X * scaleAcross, _part.Width * scaleAcross, _size.Width, image.Width);
        var down = PartCut.Of(_part.Y * scaleDown, _part.Height * scaleDown, _size.Height, image.Height);
        return PartCut.CutSurplus(Scale(PartCut.CutOut(image, across, down), PartCut.WithSurplus(_size, across, down)), across, down, _size);
    }

    private Image Scale(Image image, PixelSize size)
    {
        bool isPremultiplied = header.Parts is { IsPremultiplied: true } && VipsSamples.HasAlpha(image, header);
        if (image.Width == size.Width && image.Height == size.Height && !isPremultiplied)
            return image;
        double across = (double)size.Width / image.Width, down = (double)size.Height / image.Height;
        if (request.Edits.LinearLight && !isPremultiplied && header.ColorModel is ColorModel.Gray or ColorModel.Rgb)
            return LinearLight.Resize(image, header.Color, across, down);
        if (!VipsSamples.HasAlpha(image, header))
            return image.Then(whole => whole.Resize(across, vscale: down));

        // Colours under transparent pixels must not bleed into their neighbours. 8 bits would lose those of faint pixels, so they are 16 meanwhile.
        bool isDeep = image.Format == Enums.BandFormat.Ushort;
        Enums.Interpretation interpretation = image.Interpretation;
        if (!isPremultiplied)
            image = image.Then(whole => whole.Premultiply(maxAlpha: isDeep ? 65_535 : 255));
        if (!isDeep)
            image = image.Then(whole => whole.Linear([257], [0.5])).Then(whole => whole.Cast(Enums.BandFormat.Ushort));
        return image
            .Then(whole => whole.Resize(across, vscale: down))
            .Then(small => small.Unpremultiply(maxAlpha: 65_535))
            .Then(small => small.Linear([isDeep ? 1 : 1 / 257.0], [0.5]))
            .Then(small => small.Cast(isDeep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar))
            .Then(small => small.Copy(interpretation: interpretation));
    }

    /// <summary>Turning reads columns, so the pixels are needed first; they are few by now.</summary>
    private Image Turn(Image image)
    {
        VipsOutput.StopWhenAsked(image, header, cancellation);
        return image
            .Then(lying => lying.CopyMemory())
            .Then(lying => lying.Mutate(mutable => mutable.Set(GValue.GIntType, "orientation", header.Orientation)))
            .Then(lying => lying.Autorot());
    }
}
