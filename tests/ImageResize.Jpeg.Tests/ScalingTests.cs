using System.Buffers;
using ImageResize.Jpeg.Markers;
using ImageResize.Jpeg.Samples;
using ImageResize.Jpeg.Scaling;
using ImageResize.Jpeg.Simd;
using ImageResize.Metadata;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Jpeg.Tests;

/// <summary>Sizes, crops, orientations and outputs of the scaler.</summary>
public sealed class ScalingTests
{
    [Theory]
    [InlineData(JpegChroma.Half, false)]
    [InlineData(JpegChroma.Half, true)]
    [InlineData(JpegChroma.Full, false)]
    [InlineData(JpegChroma.Full, true)]
    public void At_full_size_and_quality_the_image_stays_as_it_is(JpegChroma chroma, bool progressive)
    {
        byte[] source = Encoded.Sample();
        byte[] output = Encoded.Scale(source, new JpegScaleOptions { Width = 160, Height = 120, Quality = 100, Chroma = chroma, Progressive = progressive });
        Assert.Equal(progressive, JpegHeader.Read(output).IsProgressive);
        Assert.InRange(Encoded.Difference(Encoded.Plane(source), Encoded.Plane(output)).Mean, 0, 0.7);
    }

    [Fact]
    public void Progressive_and_sequential_outputs_hold_the_same_image()
    {
        foreach ((int width, int height) in ((int, int)[])[(160, 120), (97, 61), (1, 1), (33, 7)])
        {
            var options = new JpegScaleOptions { Width = width, Height = height, Quality = 80 };
            byte[] sequential = Encoded.Scale(Encoded.Sample(), options), progressive = Encoded.Scale(Encoded.Sample(), options with { Progressive = true });
            for (int i = 0; i < 3; i++)
                Assert.Equal(Encoded.Plane(sequential, i), Encoded.Plane(progressive, i));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 120)]
    [InlineData(160, 1)]
    [InlineData(79, 61)]
    [InlineData(320, 240)]
    [InlineData(1000, 7)]
    public void Outputs_have_exactly_the_size_asked_for(int width, int height)
    {
        JpegHeader header = JpegHeader.Read(Encoded.Scale(Encoded.Sample(), new JpegScaleOptions { Width = width, Height = height }));
        Assert.Equal((width, height), (header.Width, header.Height));
    }

    [Fact]
    public void A_very_large_image_shrinks_a_thousandfold()
    {
        byte[] source = SampleWriter.Write(new SampleImage(65_500, 16, 1, (2, 2), (1, 1), (1, 1)), new SampleFormat());
        JpegHeader header = JpegHeader.Read(Encoded.Scale(source, new JpegScaleOptions { Width = 66, Height = 1 }));
        Assert.Equal((66, 1), (header.Width, header.Height));
    }

    [Fact]
    public void A_flat_image_stays_flat_at_every_size()
    {
        byte[] source = Encoded.WithStandardTables(out _);
        float flat = Encoded.Plane(source)[0, 0];
        for (int size = 1; size <= 7; size++)
        {
            float[,] plane = Encoded.Plane(Encoded.Scale(source, new JpegScaleOptions { Width = size, Height = 1, Crop = new PixelRegion(0, 0, 8, 4), Quality = 100 }));
            Assert.All(plane.Cast<float>(), value => Assert.InRange(value, flat - 1, flat + 1));
        }
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
    public void Orientations_turn_the_image_upright(int orientation)
    {
        byte[] source = Encoded.Sample(161, 119);
        bool swaps = orientation >= 5;
        (int width, int height) = swaps ? (119, 161) : (161, 119);
        var options = new JpegScaleOptions { Width = width, Height = height, Orientation = orientation, Quality = 100, Chroma = JpegChroma.Full };
        float[,] turned = Encoded.Plane(Encoded.Scale(source, options)), stored = Encoded.Plane(source), expected = new float[height, width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // CIPA DC-008, tag 0112: which stored sample is seen at x, y.
                (int sx, int sy) = orientation switch
                {
                    1 => (x, y),
                    2 => (160 - x, y),
                    3 => (160 - x, 118 - y),
                    4 => (x, 118 - y),
                    5 => (y, x),
                    6 => (y, 118 - x),
                    7 => (160 - y, 118 - x),
                    _ => (160 - y, x),
                };
                expected[y, x] = stored[sy, sx];
            }
        }

        Assert.InRange(Encoded.Difference(expected, turned).Mean, 0, 0.7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_crop_is_the_part_of_the_upright_image(int orientation)
    {
        byte[] source = Encoded.Sample(200, 140);
        var options = new JpegScaleOptions { Width = 1, Height = 1, Orientation = orientation, Quality = 100, Chroma = JpegChroma.Full };
        (int width, int height) = orientation >= 5 ? (140, 200) : (200, 140);
        float[,] whole = Encoded.Plane(Encoded.Scale(source, options with { Width = width, Height = height }));
        var crop = new PixelRegion(21, 35, 90, 71);
        float[,] part = Encoded.Plane(Encoded.Scale(source, options with { Width = 90, Height = 71, Crop = crop })), expected = new float[71, 90];
        for (int y = 0; y < 71; y++)
        {
            for (int x = 0; x < 90; x++)
                expected[y, x] = whole[y + crop.Y, x + crop.X];
        }

        Assert.InRange(Encoded.Difference(expected, part).Mean, 0, 0.7);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 6)]
    [InlineData(8, 3)]
    public void A_reduced_crop_is_the_part_of_the_reduced_image(int reduction, int orientation)
    {
        byte[] source = Encoded.Sample(640, 480);
        var options = new JpegScaleOptions { Width = 1, Height = 1, Orientation = orientation, Quality = 100, Chroma = JpegChroma.Full };
        (int width, int height) = orientation >= 5 ? (480, 640) : (640, 480);
        float[,] whole = Encoded.Plane(Encoded.Scale(source, options with { Width = width / reduction, Height = height / reduction }));
        var crop = new PixelRegion(20 * reduction, 11 * reduction, 30 * reduction, 40 * reduction);
        float[,] part = Encoded.Plane(Encoded.Scale(source, options with { Width = 30, Height = 40, Crop = crop })), expected = new float[40, 30];
        for (int y = 0; y < 40; y++)
        {
            for (int x = 0; x < 30; x++)
                expected[y, x] = whole[y + 11, x + 20];
        }

        Assert.InRange(Encoded.Difference(expected, part).Mean, 0, 0.7);
    }

    [Fact]
    public void Colour_stays_in_place_when_an_odd_image_is_mirrored()
    {
        byte[] source = Encoded.Sample(81, 63);
        var options = new JpegScaleOptions { Width = 81, Height = 63, Quality = 100, Chroma = JpegChroma.Half };
        float[,] upright = Encoded.Plane(Encoded.Scale(source, options), 1);
        // Mirrored twice, through a full-resolution file between, which has no grid of its own.
        byte[] mirrored = Encoded.Scale(source, options with { Orientation = 3, Chroma = JpegChroma.Full });
        float[,] twice = Encoded.Plane(Encoded.Scale(mirrored, options with { Orientation = 3 }), 1);
        Assert.InRange(Encoded.Difference(upright, twice).Mean, 0, 1.5);
    }

    [Fact]
    public void Greyscale_stays_greyscale()
    {
        byte[] source = SampleWriter.Write(new SampleImage(50, 40, 1, (1, 1)), new SampleFormat());
        byte[] output = Encoded.Scale(source, new JpegScaleOptions { Width = 25, Height = 20, Progressive = true });
        Assert.Equal(JpegColor.Grayscale, JpegHeader.Read(output).Color);
    }

    [Fact]
    public void Red_green_and_blue_become_YCbCr()
    {
        var image = new SampleImage(64, 48, 1, (1, 1), (1, 1), (1, 1));
        byte[] source = SampleWriter.Write(image, new SampleFormat { ComponentIds = "RGB"u8.ToArray() });
        Assert.Equal(JpegColor.Rgb, JpegHeader.Read(source).Color);
        byte[] output = Encoded.Scale(source, new JpegScaleOptions { Width = 64, Height = 48, Quality = 100 });
        Assert.Equal(JpegColor.YCbCr, JpegHeader.Read(output).Color);
        float[,] red = Encoded.Plane(source), green = Encoded.Plane(source, 1), blue = Encoded.Plane(source, 2), luminance = new float[48, 64];
        for (int y = 0; y < 48; y++)
        {
            for (int x = 0; x < 64; x++)
                luminance[y, x] = 0.299f * red[y, x] + 0.587f * green[y, x] + 0.114f * blue[y, x];
        }

        Assert.InRange(Encoded.Difference(luminance, Encoded.Plane(output)).Mean, 0, 0.8);
    }

    [Theory]
    [InlineData(89, JpegChroma.Auto, 2)]
    [InlineData(90, JpegChroma.Auto, 1)]
    [InlineData(50, JpegChroma.Full, 1)]
    [InlineData(95, JpegChroma.Half, 2)]
    public void Colour_has_half_the_resolution_below_quality_90_or_as_asked(int quality, JpegChroma chroma, int factor)
    {
        byte[] output = Encoded.Scale(Encoded.Sample(), new JpegScaleOptions { Width = 80, Height = 60, Quality = quality, Chroma = chroma });
        Assert.Equal(new JpegSampling(factor, factor), JpegHeader.Read(output).Sampling[0]);
    }

    [Fact]
    public void Several_outputs_are_the_same_as_one_by_one_where_they_need_the_same_decoding()
    {
        byte[] source = Encoded.Sample(400, 300);
        JpegScaleOptions[] options =
        [
            new() { Width = 200, Height = 150 },
            new() { Width = 190, Height = 140, Progressive = true, Metadata = MetadataPolicy.None },
            new() { Width = 150, Height = 200, Orientation = 6, Quality = 95 },
        ];
        using var scaler = new JpegScaler();
        ArrayBufferWriter<byte>[] targets = [new(), new(), new()];
        scaler.Scale(source, JpegHeader.Read(source), [.. options.Select((o, i) => new JpegOutput(o, targets[i]))]);
        for (int i = 0; i < 3; i++)
            Assert.Equal(Encoded.Scale(source, options[i]), targets[i].WrittenSpan.ToArray());
    }

    [Fact]
    public void The_estimate_of_memory_is_never_exceeded()
    {
        var random = new Random(5);
        for (int i = 0; i < 60; i++)
        {
            var format = new SampleFormat { IsProgressive = i % 3 == 0, SeparatesScans = i % 3 == 1 };
            byte[] source = Encoded.Sample(random.Next(1, 900), random.Next(1, 300), format, i);
            var options = new JpegScaleOptions
            {
                Width = random.Next(1, 500),
                Height = random.Next(1, 500),
                Orientation = random.Next(1, 9),
                Quality = random.Next(1, 101),
                Progressive = i % 2 == 0,
            };
            long estimate = JpegScaler.EstimateMemory(JpegHeader.Read(source), options);
            using var scaler = new JpegScaler(Kernels.Best, BufferAllocator.Default);
            scaler.Scale(source, options, new ArrayBufferWriter<byte>());
            Assert.InRange(scaler.PeakBytes, 1, estimate);
        }
    }

    [Fact]
    public void A_large_photo_needs_little_memory()
    {
        byte[] source = Encoded.Sample(65_500, 16);
        Assert.InRange(JpegScaler.EstimateMemory(JpegHeader.Read(source), new JpegScaleOptions { Width = 800, Height = 1 }), 1, 16 << 20);
    }

    [Fact]
    public void Work_stops_when_cancelled_and_the_scaler_can_be_used_again()
    {
        using var scaler = new JpegScaler();
        var options = new JpegScaleOptions { Width = 20, Height = 20 };
        var target = new ArrayBufferWriter<byte>();
        Assert.Throws<OperationCanceledException>(() => scaler.Scale(Encoded.Sample(), options, target, new CancellationToken(true)));
        Assert.Equal(0, target.WrittenCount);
        scaler.Scale(Encoded.Sample(), options, target, TestContext.Current.CancellationToken);
        Assert.Equal(Encoded.Scale(Encoded.Sample(), options), target.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_disposed_scaler_refuses()
    {
        var scaler = new JpegScaler();
        scaler.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scaler.Scale(Encoded.Sample(), new JpegScaleOptions { Width = 1, Height = 1 }, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        var options = new JpegScaleOptions { Width = 10, Height = 10 };
        JpegScaleOptions[] wrong =
        [
            options with { Width = 0 },
            options with { Height = 65_501 },
            options with { Quality = 0 },
            options with { Quality = 101 },
            options with { Orientation = 9 },
            options with { Crop = new PixelRegion(0, 0, 161, 10) },
            options with { Crop = new PixelRegion(-1, 0, 10, 10) },
            options with { Crop = new PixelRegion(0, 0, 0, 10) },
            options with { Crop = new PixelRegion(0, int.MaxValue, 10, int.MaxValue) },
        ];
        Assert.All(wrong, o => Assert.Throws<ArgumentOutOfRangeException>(() => Encoded.Scale(Encoded.Sample(), o)));
    }
}
