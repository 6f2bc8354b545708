using System.Buffers;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;
using ImageResize.Pixels.Simd;

namespace ImageResize.Jpeg.Tests;

/// <summary>Outputs that come as pixels, for encoders of other formats.</summary>
public sealed unsafe class PixelOutputTests
{
    [Fact]
    public void Every_colour_is_the_nearest_to_that_of_exact_arithmetic_in_every_form()
    {
        byte* luma = stackalloc byte[256], blueness = stackalloc byte[256], redness = stackalloc byte[256], pixels = stackalloc byte[3 * 256 + PixelImage.RowSlack];
        foreach (KernelWidth width in TestKernels.Available)
        {
            ColorKernels colors = ColorKernels.Get(width);
            for (int i = 0; i < 256; i++)
                redness[i] = (byte)i;
            foreach (int y in (int[])[0, 1, 100, 128, 201, 255])
            {
                new Span<byte>(luma, 256).Fill((byte)y);
                for (int cb = 0; cb < 256; cb++)
                {
                    new Span<byte>(blueness, 256).Fill((byte)cb);
                    colors.JoinYCbCr(luma, blueness, redness, 256, pixels);
                    for (int cr = 0; cr < 256; cr++)
                    {
                        (double red, double green, double blue) = Exact(y, cb, cr);
                        Assert.True(IsNearest(pixels[3 * cr], red) && IsNearest(pixels[3 * cr + 1], green) && IsNearest(pixels[3 * cr + 2], blue));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(64)]
    public void Rows_of_any_width_are_joined_without_gaps(int width)
    {
        byte[] red = [.. Enumerable.Range(0, 72).Select(i => (byte)(3 * i))], green = [.. red.Select(r => (byte)(r + 1))], blue = [.. red.Select(r => (byte)(r + 2))];
        byte[] expected = [.. Enumerable.Range(0, 3 * width).Select(i => (byte)i)];
        byte[] pixels = new byte[3 * width + PixelImage.RowSlack];
        foreach (KernelWidth form in TestKernels.Available)
        {
            fixed (byte* r = red, g = green, b = blue, p = pixels)
                ColorKernels.Get(form).JoinRgb(r, g, b, width, p);
            Assert.Equal(expected, pixels[..(3 * width)]);
        }
    }

    [Fact]
    public void Pixels_are_the_decoded_samples_in_red_green_and_blue()
    {
        byte[] source = SampleWriter.Write(new SampleImage(61, 47, 1, (1, 1), (1, 1), (1, 1)), new SampleFormat());
        byte[,,] pixels = Pixels(source, new JpegScaleOptions { Width = 61, Height = 47 });
        float[,] luma = Encoded.Plane(source), blueness = Encoded.Plane(source, 1), redness = Encoded.Plane(source, 2);
        for (int y = 0; y < 47; y++)
        {
            for (int x = 0; x < 61; x++)
            {
                (double red, double green, double blue) = Exact(Sample(luma[y, x]), Sample(blueness[y, x]), Sample(redness[y, x]));
                Assert.InRange(pixels[y, x, 0] - Math.Clamp(red, 0, 255), -2.5, 2.5);
                Assert.InRange(pixels[y, x, 1] - Math.Clamp(green, 0, 255), -2.5, 2.5);
                Assert.InRange(pixels[y, x, 2] - Math.Clamp(blue, 0, 255), -2.5, 2.5);
            }
        }
    }

    [Fact]
    public void Grey_and_RGB_images_keep_their_samples()
    {
        byte[] gray = SampleWriter.Write(new SampleImage(50, 40, 1, (1, 1)), new SampleFormat());
        AssertSamples(gray, Pixels(gray, new JpegScaleOptions { Width = 50, Height = 40 }), 1);
        byte[] rgb = SampleWriter.Write(new SampleImage(64, 48, 1, (1, 1), (1, 1), (1, 1)), new SampleFormat { ComponentIds = "RGB"u8.ToArray() });
        AssertSamples(rgb, Pixels(rgb, new JpegScaleOptions { Width = 64, Height = 48 }), 3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    public void Pixels_are_upright_and_cropped(int orientation)
    {
        byte[] source = Encoded.Sample(161, 119);
        (int width, int height) = orientation >= 5 ? (119, 161) : (161, 119);
        byte[,,] whole = Pixels(source, new JpegScaleOptions { Width = width, Height = height, Orientation = orientation });
        byte[,,] part = Pixels(source, new JpegScaleOptions { Width = 60, Height = 50, Orientation = orientation, Crop = new PixelRegion(20, 30, 60, 50) });
        byte[,,] stored = Pixels(source, new JpegScaleOptions { Width = 161, Height = 119, Orientation = 1 });
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // CIPA DC-008, tag 0112: which stored pixel is seen at x, y.
                (int sx, int sy) = orientation switch { 2 => (160 - x, y), 3 => (160 - x, 118 - y), 5 => (y, x), 6 => (y, 118 - x), _ => (160 - y, x) };
                for (int channel = 0; channel < 3; channel++)
                {
                    Assert.Equal(stored[sy, sx, channel], whole[y, x, channel]);
                    if (x is >= 20 and < 80 && y is >= 30 and < 80)
                        Assert.InRange(part[y - 30, x - 20, channel] - whole[y, x, channel], -1, 1);
                }
            }
        }
    }

    [Fact]
    public void Outputs_of_both_kinds_come_from_one_decoding_and_are_what_they_are_alone()
    {
        byte[] source = Encoded.Sample(300, 200);
        var small = new JpegScaleOptions { Width = 75, Height = 50 };
        var large = new JpegScaleOptions { Width = 150, Height = 100 };
        using var scaler = new JpegScaler();
        var target = new ArrayBufferWriter<byte>();
        byte[,,]? pixels = null;
        JpegOutput[] outputs = [JpegOutput.OfPixels(small, image => pixels = Copy(image)), new JpegOutput(large, target)];
        scaler.Scale(source, JpegHeader.Read(source), outputs);
        Assert.Equal(Encoded.Scale(source, large), target.WrittenSpan.ToArray());

        // The larger output asks for more samples of the decoder, so the smaller one is not the same to the bit.
        byte[,,] alone = Pixels(source, small);
        Assert.InRange(alone.Cast<byte>().Zip(pixels!.Cast<byte>(), (a, b) => Math.Abs(a - b)).Average(), 0, 2);
    }

    [Theory]
    [InlineData(JpegDamagePolicy.Fail)]
    [InlineData(JpegDamagePolicy.Salvage)]
    public void Pixels_of_a_damaged_image_are_given_only_where_it_is_to_be_salvaged(JpegDamagePolicy policy)
    {
        byte[] source = Encoded.Sample(300, 200)[..^2000];
        bool given = false;
        using var scaler = new JpegScaler();
        var output = JpegOutput.OfPixels(new JpegScaleOptions { Width = 75, Height = 50, OnDamage = policy }, _ => given = true);
        if (policy == JpegDamagePolicy.Salvage)
            Assert.NotNull(scaler.Scale(source, JpegHeader.Read(source), [output]).Damage);
        else
            Assert.Throws<JpegDamagedException>(() => scaler.Scale(source, JpegHeader.Read(source), [output]));
        Assert.Equal(policy == JpegDamagePolicy.Salvage, given);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void The_estimate_covers_the_memory(int orientation)
    {
        byte[] source = Encoded.Sample(640, 480);
        var options = new JpegScaleOptions { Width = 400, Height = 300, Orientation = orientation, IsPixels = true };
        using var scaler = new JpegScaler();
        scaler.Scale(source, JpegHeader.Read(source), [JpegOutput.OfPixels(options, static _ => { })]);
        Assert.InRange(scaler.PeakBytes, 400 * 300 * 3, JpegScaler.EstimateMemory(JpegHeader.Read(source), options));
    }

    /// <summary>ITU-T T.871, 7, before rounding.</summary>
    private static (double Red, double Green, double Blue) Exact(int y, int cb, int cr)
    {
        double b = cb - 128, r = cr - 128;
        return (y + 1.402 * r, y - (0.114 * 1.772 * b + 0.299 * 1.402 * r) / 0.587, y + 1.772 * b);
    }

    /// <summary>Whether a sample is the nearest to a value; of a half, as far as floats tell it, both neighbours are.</summary>
    private static bool IsNearest(byte sample, double value) => Math.Abs(sample - Math.Clamp(value, 0, 255)) < 0.5 + 1e-4;

    /// <summary>A decoded sample, which is centred on zero.</summary>
    private static byte Sample(float value) => (byte)Math.Clamp(MathF.Round(value + 128), 0, 255);

    private static void AssertSamples(byte[] source, byte[,,] pixels, int channels)
    {
        Assert.Equal(channels, pixels.GetLength(2));
        for (int channel = 0; channel < channels; channel++)
        {
            float[,] plane = Encoded.Plane(source, channel);
            for (int y = 0; y < pixels.GetLength(0); y++)
            {
                for (int x = 0; x < pixels.GetLength(1); x++)
                    Assert.InRange(pixels[y, x, channel] - Sample(plane[y, x]), -1, 1);
            }
        }
    }

    private static byte[,,] Pixels(byte[] source, JpegScaleOptions options)
    {
        byte[,,]? pixels = null;
        using var scaler = new JpegScaler(Kernels.Best, BufferAllocator.Default);
        scaler.Scale(source, JpegHeader.Read(source), [JpegOutput.OfPixels(options, image => pixels = Copy(image))]);
        return pixels!;
    }

    private static byte[,,] Copy(PixelImage image)
    {
        int channels = image.Format.Channels;
        var pixels = new byte[image.Height, image.Width, channels];
        for (int y = 0; y < image.Height; y++)
        {
            for (int i = 0; i < image.Width * channels; i++)
                pixels[y, i / channels, i % channels] = image.RowBytes(y)[i];
        }

        return pixels;
    }
}
