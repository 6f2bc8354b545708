using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// A turn by less than a quarter. It comes after scaling, which it commutes with, since the small picture is cheaper to turn; only
/// where width and height are scaled apart, what is turned is brought to its proportions last. Stateless.
/// </summary>
internal static class RotateStep
{
    /// <summary>A picture that is off by so many pixels through rounding is cut or padded, not scaled again.</summary>
    private const int Rounding = 2;

    /// <summary>The upright size that a picture is scaled to before it is turned.</summary>
    /// <param name="seen">The size of the whole image upright and turned by quarters.</param>
    /// <param name="request">What is wanted.</param>
    public static PixelSize SizeBefore(PixelSize seen, ScaleRequest request)
    {
        PixelSize part = PartOf(seen, request);
        double factor = Factor(part, request);
        return new PixelSize(Math.Max(1, (int)Math.Round(part.Width * factor)), Math.Max(1, (int)Math.Round(part.Height * factor)));
    }

    /// <summary>Turns a picture of <see cref="SizeBefore"/> and gives it the picture size of the request. Takes over <paramref name="image"/>.</summary>
    public static Image Apply(Image image, ImageHeader header, ScaleRequest request, PictureColor background)
    {
        PixelSize part = PartOf(header.Size, request), around = PictureLayout.Around(part, request.Edits.Angle), wanted = request.PictureSize;
        double factor = Factor(part, request);
        image = Inks.MakeRoom(image, background);
        double[] ink = Inks.Of(image, background);
        using (var interpolation = Interpolate.NewFromName("bicubic"))
            image = image.Then(upright => upright.CopyMemory()).Then(upright => upright.Rotate(request.Edits.Angle, interpolate: interpolation, background: ink));
        if (request.TurnedCrop is { } crop)
        {
            // The middle of what is turned is known better than its edges, which are rounded.
            double centerAcross = (crop.X + crop.Width / 2.0 - around.Width / 2.0) * factor, centerDown = (crop.Y + crop.Height / 2.0 - around.Height / 2.0) * factor;
            int width = (int)Math.Round(crop.Width * factor), height = (int)Math.Round(crop.Height * factor);
            image = Center(image, centerAcross, centerDown, width, height, ink);
        }

        bool isOffByRounding = Math.Abs(image.Width - wanted.Width) <= Rounding && Math.Abs(image.Height - wanted.Height) <= Rounding;
        return isOffByRounding
            ? Center(image, 0, 0, wanted.Width, wanted.Height, ink)
            : image.Then(turned => turned.Resize((double)wanted.Width / turned.Width, vscale: (double)wanted.Height / turned.Height));
    }

    /// <summary>The part of the given size around a point that is told from the middle; the ink where there is none. Takes over <paramref name="image"/>.</summary>
    private static Image Center(Image image, double across, double down, int width, int height, double[] ink)
    {
        int left = (int)Math.Round((width - image.Width) / 2.0 - across), top = (int)Math.Round((height - image.Height) / 2.0 - down);
        return left == 0 && top == 0 && width == image.Width && height == image.Height
            ? image
            : image.Then(turned => turned.Embed(left, top, width, height, extend: Enums.Extend.Background, background: ink));
    }

    private static PixelSize PartOf(PixelSize seen, ScaleRequest request) => request.Crop is { } trimmed ? new PixelSize((int)Math.Round(trimmed.Width), (int)Math.Round(trimmed.Height)) : seen;

    /// <summary>Pixels before the turn for one of the source: no detail is lost on the side that keeps more of it.</summary>
    private static double Factor(PixelSize part, ScaleRequest request)
    {
        PixelSize around = PictureLayout.Around(part, request.Edits.Angle), wanted = request.PictureSize;
        (double width, double height) = request.TurnedCrop is { } crop ? (crop.Width, crop.Height) : (around.Width, around.Height);
        return Math.Max(wanted.Width / width, wanted.Height / height);
    }
}
