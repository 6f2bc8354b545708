using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Colours as samples of an image, and the image made such that it can hold them. All images here have whole numbers of 8 or 16
/// bits, are grey or RGB, and may have alpha. Stateless.
/// </summary>
internal static class Inks
{
    /// <summary>Whether there is alpha behind the colour.</summary>
    public static bool HasAlpha(Image image) => image.Bands is 2 or 4;

    /// <summary>The greatest value of a sample.</summary>
    public static double Most(Image image) => image.Format == Enums.BandFormat.Ushort ? 65_535 : 255;

    /// <summary>The image with what the colour takes: red, green and blue for one that is not grey, alpha for one that is not opaque. Takes over <paramref name="image"/>.</summary>
    public static Image MakeRoom(Image image, PictureColor color)
    {
        if (image.Bands < 3 && !color.IsGray)
            image = image.Then(gray => gray.Colourspace(gray.Format == Enums.BandFormat.Ushort ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb));
        return color.IsOpaque || HasAlpha(image) ? image : image.Then(opaque => opaque.Bandjoin(Most(opaque)));
    }

    /// <summary>The colour as samples of an image that has room for it.</summary>
    public static double[] Of(Image image, PictureColor color)
    {
        double scale = Most(image) / 255;
        double[] samples = image.Bands < 3 ? [color.Red * scale] : [color.Red * scale, color.Green * scale, color.Blue * scale];
        return HasAlpha(image) ? [.. samples, color.Alpha * scale] : samples;
    }

    /// <summary>The image without alpha, on a colour, which must be opaque. Takes over <paramref name="image"/>.</summary>
    public static Image Flatten(Image image, PictureColor color)
    {
        image = MakeRoom(image, color);
        return image.Then(transparent => transparent.Flatten(background: Of(transparent, color)[..^1], maxAlpha: Most(transparent)));
    }

    /// <summary>The image with as much of the colour around it as is missing to a canvas. Takes over <paramref name="image"/>.</summary>
    public static Image Surround(Image image, int left, int top, int width, int height, PictureColor color) => MakeRoom(image, color)
        .Then(picture => picture.Embed(left, top, width, height, extend: Enums.Extend.Background, background: Of(picture, color)));
}
