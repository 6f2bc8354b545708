using ImageResize.Pixels;
using NetVips;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// Cuts an output from the whole image at the output's scale. Pixels are only computed where they are asked for, so
/// what is cut off costs its decoding and nothing more. Of an animation every frame is cut.
/// </summary>
internal static class VipsCrop
{
    /// <summary>The size of the whole image at the scale at which a part of it has the output's size.</summary>
    public static PixelSize WholeSize(PixelSize source, PixelRegion part, PixelSize output) => new(
        WholeSide(source.Width, part.Width, output.Width),
        WholeSide(source.Height, part.Height, output.Height));

    /// <summary>The part of a scaled image. Takes over <paramref name="whole"/>.</summary>
    /// <param name="whole">The whole image, upright, of <see cref="WholeSize"/> (give or take a pixel).</param>
    /// <param name="part">The part, in pixels of the source.</param>
    /// <param name="output">The output's size.</param>
    public static Image Cut(Image whole, PixelRegion part, PixelSize output)
    {
        using (whole)
        {
            int frameHeight = whole.PageHeight, frames = whole.Height / frameHeight;
            int left = Start(part.X, part.Width, output.Width, whole.Width), top = Start(part.Y, part.Height, output.Height, frameHeight);
            if (frames == 1)
                return whole.ExtractArea(left, top, output.Width, output.Height);
            Image[] cut = [.. Enumerable.Range(0, frames).Select(frame => whole.ExtractArea(left, frame * frameHeight + top, output.Width, output.Height))];
            using Image joined = Image.Arrayjoin(cut, across: 1);
            foreach (Image frame in cut)
                frame.Dispose();
            return joined.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", output.Height));
        }
    }

    private static int WholeSide(int source, int part, int output) => Math.Max(output, (int)Math.Round(source * (double)output / part));

    private static int Start(int offset, int part, int output, int whole) => Math.Clamp((int)Math.Round(offset * (double)output / part), 0, whole - output);
}
