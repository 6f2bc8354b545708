using System.Runtime.InteropServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.WebP.Fuzz;
using ImageResize.WebP.Scaling;
using NetVips;

namespace ImageResize.WebP.Tests;

public class ScalingTests
{
    /// <summary>Chroma is brought to full resolution by another filter than libwebp's, so that single samples at edges of colours differ.</summary>
    private const double MostOnAverage = 2.5;

    [Theory, InlineData("plain"), InlineData("fine"), InlineData("segments"), InlineData("unfiltered"), InlineData("partitions")]
    public void Pixels_of_the_same_size_are_near_those_of_libwebp(string name)
    {
        using Image reference = Image.WebploadBuffer(Corpus.Read(name));
        Assert.InRange(DifferenceTo(reference, name, 1, new SourceRegion(0, 0, reference.Width, reference.Height)), 0, MostOnAverage);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Parts_are_cut_out_and_turned(int orientation)
    {
        using Image stored = Image.WebploadBuffer(Corpus.Read("plain"));
        using Image tagged = stored.Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));
        using Image upright = tagged.Autorot();
        using Image part = upright.ExtractArea(8, 6, 30, 40);
        Assert.InRange(DifferenceTo(part, "plain", orientation, new SourceRegion(8, 6, 30, 40)), 0, MostOnAverage);
    }

    [Theory, InlineData(20, 15), InlineData(5, 4), InlineData(60, 70), InlineData(150, 110), InlineData(1, 1)]
    public void Other_sizes_are_near_what_comes_of_libwebps_pixels(int width, int height)
    {
        Assert.SkipUnless(WebPScaler.IsSupported, "It is for processors with AVX2.");
        using Image stored = Image.WebploadBuffer(Corpus.Read("plain"));
        var plan = new RenderPlan(width, height, new SourceRegion(0, 0, stored.Width, stored.Height), new Orientation(1), WebPScaler.Format, default);
        using var arena = new BufferArena(BufferAllocator.Default);
        var strip = new PixelImage(arena);
        strip.Allocate(stored.Width, (stored.Height + PixelResampler.StripRows - 1) / PixelResampler.StripRows * PixelResampler.StripRows, WebPScaler.Format);
        byte[] pixels = stored.WriteToMemory<byte>();
        Marshal.Copy(pixels, 0, strip.Address, pixels.Length);
        var renderer = new PixelRenderer(arena, PixelKernels.Best);
        renderer.Begin(plan, stored.Width, stored.Height, WebPScaler.Format);
        renderer.Take(strip, 0, stored.Height);
        PixelImage expected = renderer.Finish();
        using Image reference = Image.NewFromMemoryCopy(expected.Address, (ulong)expected.Length, width, height, 3, Enums.BandFormat.Uchar);
        using var scaler = new WebPScaler();
        PixelImage? made = scaler.Scale(Corpus.Read("plain"), stored.Width, stored.Height, plan, default);
        Assert.Equal((width, height), (made!.Width, made.Height));
        Assert.InRange(Difference(reference, made), 0, MostOnAverage);
    }

    [Fact]
    public void Sizes_that_disagree_are_left_to_others()
    {
        using var scaler = new WebPScaler();
        Assert.Null(scaler.Scale(Corpus.Read("plain"), 67, 49, new RenderPlan(10, 10, new SourceRegion(0, 0, 67, 49), new Orientation(1), WebPScaler.Format, default), default));
    }

    private static double DifferenceTo(Image reference, string name, int orientation, SourceRegion region)
    {
        Assert.SkipUnless(WebPScaler.IsSupported, "It is for processors with AVX2.");
        byte[] file = Corpus.Read(name);
        using Image stored = Image.WebploadBuffer(file);
        using var scaler = new WebPScaler();
        var plan = new RenderPlan(reference.Width, reference.Height, region, new Orientation(orientation), WebPScaler.Format, default);
        PixelImage? pixels = scaler.Scale(file, stored.Width, stored.Height, plan, default);
        Assert.NotNull(pixels);
        Assert.Equal((reference.Width, reference.Height), (pixels.Width, pixels.Height));
        return Difference(reference, pixels);
    }

    private static double Difference(Image reference, PixelImage pixels)
    {
        byte[] expected = reference.WriteToMemory<byte>();
        double sum = 0;
        for (int y = 0; y < pixels.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.RowBytes(y);
            for (int x = 0; x < row.Length; x++)
                sum += Math.Abs(row[x] - expected[y * row.Length + x]);
        }

        return sum / expected.Length;
    }
}
