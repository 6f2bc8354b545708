using System.Buffers;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Resampling;
using ImageResize.Pixels.Simd;
using ImageResize.Png.Scaling;
using NetVips;

namespace ImageResize.Png.Tests;

/// <summary>Scaled pixels are where they belong, have the right colours, and are the same in every form of the kernels.</summary>
public class ScalingTests
{
    private static IEnumerable<KernelWidth> Widths => Enum.GetValues<KernelWidth>().Where(w => w <= KernelWidths.WidestOfPixels);

    [Fact]
    public void A_flat_half_transparent_color_survives_exactly()
    {
        int[] color = [10, 250, 77, 200];
        byte[] file = new SamplePng(300, 200, PngColor.RgbAlpha, 8) { Sample = (_, _, channel) => color[channel] }.Write();
        byte[] wide = new SamplePng(300, 200, PngColor.RgbAlpha, 16) { Sample = (_, _, channel) => color[channel] * 257 + channel }.Write();
        foreach ((int width, int height) in ((int, int)[])[(77, 51), (299, 1), (1000, 700)])
        {
            foreach (KernelWidth kernels in Widths)
            {
                Decoded narrowResult = Decoded.Scaled(file, new PngScaleOptions { Width = width, Height = height }, width: kernels);
                Assert.All(narrowResult.Samples.Chunk(4), pixel => Assert.Equal(color, pixel));
                Decoded wideResult = Decoded.Scaled(wide, new PngScaleOptions { Width = width, Height = height }, width: kernels);
                Assert.All(wideResult.Samples.Chunk(4), pixel => Assert.Equal(color.Select((c, i) => c * 257 + i), pixel));
            }
        }
    }

    [Fact]
    public void Colors_of_transparent_pixels_do_not_bleed()
    {
        // The left half is red, the right one green that cannot be seen.
        byte[] file = new SamplePng(200, 50, PngColor.RgbAlpha, 8) { Sample = (x, _, channel) => channel switch { 0 => x < 100 ? 255 : 0, 1 => x < 100 ? 0 : 255, 2 => 0, _ => x < 100 ? 255 : 0 } }.Write();
        Decoded result = Decoded.Scaled(file, new PngScaleOptions { Width = 61, Height = 15 });
        Assert.All(result.Samples.Chunk(4), pixel => Assert.True(pixel[1] == 0 && (pixel[3] == 0 || pixel[0] >= 254), string.Join(' ', pixel)));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    [InlineData(4, 8)]
    public void All_forms_of_the_kernels_agree(int color, int depth)
    {
        byte[] file = new SamplePng(211, 157, (PngColor)color, depth).Write();
        foreach ((int width, int height) in ((int, int)[])[(100, 70), (33, 157), (211, 20), (7, 5), (1, 1), (400, 300), (250, 3)])
        {
            var options = new PngScaleOptions { Width = width, Height = height, Crop = new PixelRegion(3, 5, 190, 140) };
            Decoded expected = Decoded.Scaled(file, options, width: KernelWidth.Scalar);
            foreach (KernelWidth kernels in Widths)
                Assert.InRange(expected.Differs(Decoded.Scaled(file, options, width: kernels)), 0, 1);
        }
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(0, 8)]
    [InlineData(2, 16)]
    public void Every_pixel_shows_what_the_source_has_at_its_center(int color, int depth)
    {
        int max = (1 << depth) - 1;
        double Wave(double x, double y, int channel) => max * (0.5 + 0.4 * Math.Sin(x * 0.05 + channel) * Math.Cos(y * 0.04));
        byte[] file = new SamplePng(240, 180, (PngColor)color, depth) { Sample = (x, y, channel) => (int)Math.Round(Wave(x, y, channel)) }.Write();
        var crop = new PixelRegion(13, 9, 200, 150);
        foreach ((int width, int height) in ((int, int)[])[(120, 90), (61, 150), (333, 40), (200, 150), (411, 307)])
        {
            Decoded result = Decoded.Scaled(file, new PngScaleOptions { Width = width, Height = height, Crop = crop });
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    double sourceX = crop.X + (x + 0.5) * crop.Width / width - 0.5, sourceY = crop.Y + (y + 0.5) * crop.Height / height - 0.5;
                    Assert.InRange(result.At(x, y, 0) - Wave(sourceX, sourceY, 0), -0.012 * max, 0.012 * max);
                }
            }
        }
    }

    [Fact]
    public void Shrinking_comes_near_to_libvips()
    {
        byte[] file = new SamplePng(240, 180, PngColor.Rgb, 8).Write();
        using Image image = Image.PngloadBuffer(file), scaled = image.Resize(0.5, kernel: Enums.Kernel.Lanczos3);
        Decoded expected = Decoded.ByVips(scaled.PngsaveBuffer());
        Decoded actual = Decoded.Scaled(file, new PngScaleOptions { Width = 120, Height = 90 });
        Assert.InRange(expected.Samples.Zip(actual.Samples, (a, b) => Math.Abs(a - b)).Average(), 0, 0.5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Every_orientation_is_that_of_libvips(int orientation)
    {
        foreach ((int color, int depth) in ((int, int)[])[(0, 8), (0, 16), (2, 8), (2, 16), (6, 8), (6, 16)])
        {
            byte[] file = new SamplePng(41, 23, (PngColor)color, depth).Write();
            using Image image = Image.PngloadBuffer(file), marked = image.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation)), upright = marked.Autorot();
            Decoded expected = Decoded.ByVips(upright.PngsaveBuffer());
            Decoded actual = Decoded.Scaled(file, new PngScaleOptions { Width = upright.Width, Height = upright.Height, Orientation = orientation });
            Assert.Equal(0, expected.Differs(actual));
        }
    }

    [Fact]
    public void A_crop_at_full_size_is_cut_out_exactly_also_where_the_image_is_turned()
    {
        byte[] file = new SamplePng(60, 40, PngColor.Rgb, 8).Write();
        foreach (int orientation in (int[])[1, 3, 6, 7])
        {
            (int width, int height) = orientation >= 5 ? (40, 60) : (60, 40);
            Decoded whole = Decoded.Scaled(file, new PngScaleOptions { Width = width, Height = height, Orientation = orientation });
            Decoded part = Decoded.Scaled(file, new PngScaleOptions { Width = 11, Height = 9, Orientation = orientation, Crop = new PixelRegion(5, 7, 11, 9) });
            for (int y = 0; y < 9; y++)
            {
                for (int x = 0; x < 11; x++)
                    Assert.Equal(whole.At(x + 5, y + 7, 1), part.At(x, y, 1));
            }
        }
    }

    [Fact]
    public void Pixels_without_alpha_are_laid_on_the_background()
    {
        byte[] file = new SamplePng(40, 40, PngColor.RgbAlpha, 8) { Sample = (_, _, channel) => (int[])[200, 100, 0, 51] is var c ? c[channel] : 0 }.Write();
        Decoded result = Decoded.Scaled(file, new PngScaleOptions { Width = 13, Height = 11 }, new PixelFormat(3, 1), (255, 0, 10));
        // A fifth of the colour, four fifths of the background.
        Assert.All(result.Samples.Chunk(3), pixel => Assert.Equal([244, 20, 8], pixel));
    }

    [Fact]
    public void Several_outputs_are_those_of_one_each()
    {
        byte[] file = new SamplePng(140, 90, PngColor.RgbAlpha, 8).Write();
        PngScaleOptions[] options = [new() { Width = 70, Height = 45 }, new() { Width = 20, Height = 33, Orientation = 6 }, new() { Width = 140, Height = 90, Progressive = true }];
        using var scaler = new PngScaler();
        byte[][] Scale(params PngScaleOptions[] some)
        {
            ArrayBufferWriter<byte>[] targets = [.. some.Select(_ => new ArrayBufferWriter<byte>())];
            scaler.Scale(file, PngHeader.Read(file), [.. some.Select((o, i) => new PngOutput(o, targets[i]))]);
            return [.. targets.Select(t => t.WrittenSpan.ToArray())];
        }

        byte[][] together = Scale(options);
        for (int i = 0; i < options.Length; i++)
            Assert.Equal(Scale(options[i])[0], together[i]);
    }

    [Fact]
    public void The_same_image_gives_the_same_bytes_whatever_came_before()
    {
        byte[] file = new SamplePng(140, 90, PngColor.Rgb, 8).Write();
        using PngScaler used = new(), fresh = new();
        Encode(used, new SamplePng(300, 200, PngColor.RgbAlpha, 16).Write());
        Encode(used, new SamplePng(9, 9, PngColor.Palette, 2) { IsInterlaced = true }.Write());
        Assert.Equal(Encode(fresh, file), Encode(used, file));
    }

    [Fact]
    public void No_more_memory_is_used_than_the_estimate_says()
    {
        foreach ((int color, int depth) in ((int, int)[])[(0, 1), (2, 8), (6, 16), (3, 8)])
        {
            foreach (bool isInterlaced in (bool[])[false, true])
            {
                byte[] file = new SamplePng(500, 400, (PngColor)color, depth) { IsInterlaced = isInterlaced }.Write();
                foreach ((int width, int height) in ((int, int)[])[(30, 20), (500, 400), (1000, 3)])
                {
                    var options = new PngScaleOptions { Width = width, Height = height, Orientation = 6 };
                    using var scaler = new PngScaler();
                    scaler.Scale(file, PngHeader.Read(file), [new PngOutput(options, new ArrayBufferWriter<byte>())]);
                    Assert.InRange(scaler.PeakBytes, 1, PngScaler.EstimateMemory(PngHeader.Read(file), options));
                }
            }
        }
    }

    [Fact]
    public void Cancelling_stops_the_work()
    {
        byte[] file = new SamplePng(100, 100, PngColor.Rgb, 8).Write();
        using var scaler = new PngScaler();
        Assert.Throws<OperationCanceledException>(() => scaler.Scale(
            file, PngHeader.Read(file), [new PngOutput(new PngScaleOptions { Width = 5, Height = 5 }, new ArrayBufferWriter<byte>())], new CancellationToken(canceled: true)));
    }

    private static byte[] Encode(PngScaler scaler, byte[] file)
    {
        var target = new ArrayBufferWriter<byte>();
        scaler.Scale(file, PngHeader.Read(file), [new PngOutput(new PngScaleOptions { Width = 60, Height = 44 }, target)]);
        return target.WrittenSpan.ToArray();
    }
}
