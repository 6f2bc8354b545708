using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>What is done to each frame of an image between its decoder and its encoder.</summary>
/// <param name="header">Where it comes from.</param>
/// <param name="request">What is wanted.</param>
/// <param name="cancellation">Asks the image to end.</param>
internal sealed class FrameStep(ImageHeader header, ScaleRequest request, CancellationToken cancellation)
{
    private readonly ColorPlan _colors = ColorPlan.For(header, request);

    /// <summary>What is shown of the image, in pixels as stored.</summary>
    private readonly PixelRegion _part = new Orientation(header.Orientation).ToStored(
        request.Crop ?? new PixelRegion(0, 0, header.Size.Width, header.Size.Height), header.StoredSize.Width, header.StoredSize.Height);

    /// <summary>The size wanted, before it is turned.</summary>
    private readonly PixelSize _size = new Orientation(header.Orientation).Swaps ? request.Size.Transposed : request.Size;

    /// <summary>How many pixels of the source make one of the output, on the side where they are fewer.</summary>
    public double Shrink => Math.Min((double)_part.Width / _size.Width, (double)_part.Height / _size.Height);

    /// <summary>Asks the image to end.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>A decoded frame as the output shows it. Takes over <paramref name="image"/>.</summary>
    public Image Apply(Image image)
    {
        image = VipsSamples.ToIntegers(image, header);
        image = Scale(Cut(image));
        image = VipsColor.Apply(image, header, _colors);
        if (header.Orientation != 1)
            image = Turn(image);
        return Fit(image);
    }

    /// <summary>Pixels that were scaled and turned elsewhere, in the colours, channels and depth of the output. Takes over <paramref name="upright"/>.</summary>
    public Image Finish(Image upright) => Fit(VipsColor.Apply(upright, header, _colors));

    /// <summary>Whether an output keeps 16 bits. AVIF holds up to 12, and those of HDR and of its own kind are worth it.</summary>
    public static bool KeepsDepth(ImageHeader header, ScaleRequest request, ColorPlan colors) => FormatTraits.Of(request.Format).Has16Bit
        || (request.Format == ImageFormat.Avif && (header.Format == ImageFormat.Avif || colors.CodePoints is not null));

    /// <summary>Only what the output's format holds: its alpha, its depth. Takes over <paramref name="image"/>.</summary>
    private Image Fit(Image image)
    {
        if (!FormatTraits.Of(request.Format).HasAlpha && VipsSamples.HasAlpha(image, Described))
            image = Flatten(image);
        return KeepsDepth(header, request, _colors) ? image : VipsSamples.ToBytes(image, Described);
    }

    /// <summary>The header with the model of the output's colours.</summary>
    private ImageHeader Described => header.ColorModel == ColorModel.Gray ? header : header with { ColorModel = ColorModel.Rgb };

    /// <summary>A decoder that made the image smaller moved the edges of the part: by half of its pixels, a quarter of the output's, at most.</summary>
    private Image Cut(Image image)
    {
        if (_part.Width == header.StoredSize.Width && _part.Height == header.StoredSize.Height)
            return image;
        double across = (double)image.Width / header.StoredSize.Width, down = (double)image.Height / header.StoredSize.Height;
        int left = Edge(_part.X, across, image.Width - 1), right = Edge(_part.X + _part.Width, across, image.Width);
        int top = Edge(_part.Y, down, image.Height - 1), bottom = Edge(_part.Y + _part.Height, down, image.Height);
        return image.Then(whole => whole.ExtractArea(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top)));
    }

    private static int Edge(int position, double scale, int limit) => Math.Min((int)Math.Round(position * scale), limit);

    private Image Scale(Image image)
    {
        bool isPremultiplied = header.Parts is { IsPremultiplied: true } && VipsSamples.HasAlpha(image, header);
        if (image.Width == _size.Width && image.Height == _size.Height && !isPremultiplied)
            return image;
        double across = (double)_size.Width / image.Width, down = (double)_size.Height / image.Height;
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
        VipsEngine.StopWhenAsked(image, header, cancellation);
        return image
            .Then(lying => lying.CopyMemory())
            .Then(lying => lying.Mutate(mutable => mutable.Set(GValue.GIntType, "orientation", header.Orientation)))
            .Then(lying => lying.Autorot());
    }

    private static Image Flatten(Image image) => image.Then(static transparent => transparent.Flatten(
        background: [.. Enumerable.Repeat(transparent.Format == Enums.BandFormat.Ushort ? 65_535.0 : 255.0, transparent.Bands - 1)],
        maxAlpha: transparent.Format == Enums.BandFormat.Ushort ? 65_535 : 255));
}
