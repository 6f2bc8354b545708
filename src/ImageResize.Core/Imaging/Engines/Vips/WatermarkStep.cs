using System.Runtime.CompilerServices;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Lays a watermark over an output. What it is made of is decoded once for all outputs of a run. Thread safe.</summary>
internal static class WatermarkStep
{
    private static readonly ConditionalWeakTable<byte[], Image> Decoded = [];

    /// <summary>Lays it over. Takes over <paramref name="image"/>.</summary>
    /// <param name="image">Grey or RGB of 8 or 16 bits, with or without alpha, in sRGB.</param>
    /// <param name="watermark">What is laid over it.</param>
    public static Image Apply(Image image, Watermark watermark)
    {
        Image whole = Decoded.GetValue(watermark.Picture, Decode);
        if (SizeOf(whole, watermark, image.Width, image.Height) is not { } size)
            return image;
        if (image.Bands < 3 && !watermark.IsGray)
            image = image.Then(gray => gray.Colourspace(gray.Format == Enums.BandFormat.Ushort ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb));
        using Image stamp = Stamp(whole, size, watermark, image);
        if (watermark.Tile)
        {
            int across = size.Width + watermark.Margin, down = size.Height + watermark.Margin;
            using Image tiles = stamp.Embed(0, 0, across, down, extend: Enums.Extend.Background, background: [0, 0, 0, 0])
                .Then(tile => tile.Replicate((image.Width + across - 1) / across, (image.Height + down - 1) / down))
                .Then(all => all.ExtractArea(0, 0, image.Width, image.Height));
            return LayOver(image, tiles, 0, 0);
        }

        int freeWidth = image.Width - size.Width - 2 * watermark.Margin, freeHeight = image.Height - size.Height - 2 * watermark.Margin;
        return LayOver(image, stamp, watermark.Margin + (int)Math.Round(watermark.Position.Across * freeWidth), watermark.Margin + (int)Math.Round(watermark.Position.Down * freeHeight));
    }

    /// <summary>The size that it has on an output; null where the margins leave no room for it.</summary>
    private static PixelSize? SizeOf(Image whole, Watermark watermark, int width, int height)
    {
        int roomAcross = width - 2 * watermark.Margin, roomDown = height - 2 * watermark.Margin;
        if (roomAcross < 1 || roomDown < 1)
            return null;
        double factor = Math.Min(watermark.Scale * width / whole.Width, Math.Min((double)roomAcross / whole.Width, (double)roomDown / whole.Height));
        return new PixelSize(Math.Max(1, (int)Math.Round(whole.Width * factor)), Math.Max(1, (int)Math.Round(whole.Height * factor)));
    }

    /// <summary>The watermark at its size, as opaque as wanted, with the samples of the image.</summary>
    private static Image Stamp(Image whole, PixelSize size, Watermark watermark, Image image)
    {
        Image stamp = whole.ThumbnailImage(size.Width, height: size.Height, size: Enums.Size.Force);
        if (watermark.Opacity < 1)
            stamp = stamp.Then(opaque => opaque.Linear([1, 1, 1, watermark.Opacity], [0, 0, 0, 0.5])).Then(faint => faint.Cast(Enums.BandFormat.Uchar));
        stamp = stamp.Then(colors => colors.Copy(interpretation: Enums.Interpretation.Srgb));
        if (image.Bands < 3)
            stamp = stamp.Then(colors => colors.ExtractBand(1).Then(gray => gray.Bandjoin(colors.ExtractBand(3)))).Then(gray => gray.Copy(interpretation: Enums.Interpretation.Bw));
        return image.Format == Enums.BandFormat.Ushort
            ? stamp.Then(shallow => shallow.Linear([257], [0])).Then(deep => deep.Cast(Enums.BandFormat.Ushort)).Then(deep => deep.Copy(interpretation: image.Interpretation))
            : stamp;
    }

    /// <summary>The stamp over the image at a place. Takes over <paramref name="image"/>.</summary>
    private static Image LayOver(Image image, Image stamp, int left, int top)
    {
        (Enums.BandFormat format, Enums.Interpretation interpretation, bool hasAlpha, int colors) = (image.Format, image.Interpretation, Inks.HasAlpha(image), image.Bands < 3 ? 1 : 3);
        return image
            .Then(under => under.Composite2(stamp, Enums.BlendMode.Over, left, top, compositingSpace: interpretation))
            .Then(laid => hasAlpha ? laid.Copy() : laid.ExtractBand(0, n: colors))
            .Then(laid => laid.Format == format ? laid.Copy() : laid.Linear([1], [0.5]).Then(rounded => rounded.Cast(format)))
            .Then(laid => laid.Copy(interpretation: interpretation));
    }

    /// <summary>Red, green, blue and alpha of 8 bits, in memory.</summary>
    private static Image Decode(byte[] picture)
    {
        Image image = Image.NewFromBuffer(picture).Then(any => any.Colourspace(Enums.Interpretation.Srgb)).Then(any => any.Format == Enums.BandFormat.Uchar ? any.Copy() : any.Cast(Enums.BandFormat.Uchar));
        if (!Inks.HasAlpha(image))
            image = image.Then(opaque => opaque.Bandjoin(255.0));
        return image.Then(lazy => lazy.CopyMemory());
    }
}
