using System.Buffers;
using ImageResize.Png.Scaling;

namespace ImageResize.Png.Tests;

/// <summary>An image with a palette stays one when scaling mixes its colours, where it looks the same and is smaller.</summary>
public sealed class ColorQuantizerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_drawing_of_few_colours_keeps_a_palette(bool hasAlpha)
    {
        byte[] source = Drawing(hasAlpha);
        byte[] output = Scale(source, 301, 223);
        byte[] direct = Scale(Direct(source, hasAlpha), 301, 223);
        PngHeader header = PngHeader.Read(output);
        Assert.Equal((PngColor.Palette, hasAlpha), (header.Color, header.HasAlpha));
        Assert.True(output.Length < direct.Length * 2 / 3, $"{output.Length} bytes beside {direct.Length}");
        Assert.True(Noise(direct, output) > 40, $"{Noise(direct, output):F1} dB");
    }

    [Fact]
    public void Areas_keep_their_colours_to_the_level()
    {
        byte[] source = Drawing(hasAlpha: false);
        Decoded before = Decoded.ByUs(Scale(Direct(source, hasAlpha: false), 301, 223)), after = Decoded.ByUs(Scale(source, 301, 223));
        var counts = Pixels(before).GroupBy(color => color).Where(group => group.Count() > 301 * 223 / 100).Select(group => group.Key).ToHashSet();
        Assert.NotEmpty(counts);
        Assert.All(Pixels(before).Zip(Pixels(after)).Where(pair => counts.Contains(pair.First)), pair => Assert.Equal(pair.First, pair.Second));
    }

    [Fact]
    public void What_few_colours_cannot_show_is_written_with_all_of_them()
    {
        // 256 colours at random, pixel by pixel: every pixel of the output is a mixture of its own.
        byte[] source = new SamplePng(300, 200, PngColor.Palette, 8) { Sample = (x, y, _) => (x * 7919 + y * 104_729 + x * y) & 255 }.Write();
        Assert.Equal(PngColor.Rgb, PngHeader.Read(Scale(source, 170, 113)).Color);
    }

    [Fact]
    public void Without_a_palette_in_the_source_no_colour_is_changed()
    {
        byte[] output = Scale(Direct(Drawing(hasAlpha: false), hasAlpha: false), 301, 223);
        Assert.Equal(PngColor.Rgb, PngHeader.Read(output).Color);
    }

    /// <summary>Discs in 16 colours, whose edges scaling mixes.</summary>
    private static byte[] Drawing(bool hasAlpha) => new SamplePng(640, 480, PngColor.Palette, 4)
    {
        Sample = (x, y, _) => (int)Math.Sqrt((x - 320) * (x - 320) + (y - 240) * (y - 240)) / 27 % 16,
        Transparency = hasAlpha ? [0, 128, 200] : null,
    }.Write();

    /// <summary>The same pixels without a palette.</summary>
    private static byte[] Direct(byte[] source, bool hasAlpha)
    {
        Decoded pixels = Decoded.ByUs(source);
        int channels = hasAlpha ? 4 : 3;
        return new SamplePng(640, 480, hasAlpha ? PngColor.RgbAlpha : PngColor.Rgb, 8) { Sample = (x, y, channel) => pixels.Samples[(y * 640 + x) * channels + channel] }.Write();
    }

    private static IEnumerable<(int, int, int)> Pixels(Decoded image)
    {
        for (int i = 0; i + 2 < image.Samples.Length; i += 3)
            yield return (image.Samples[i], image.Samples[i + 1], image.Samples[i + 2]);
    }

    /// <summary>The ratio of signal to noise in decibels, of all channels, colours weighted with their alpha.</summary>
    private static double Noise(byte[] one, byte[] other)
    {
        Decoded left = Decoded.ByUs(one), right = Decoded.ByUs(other);
        double sum = 0;
        for (int i = 0; i < left.Samples.Length; i++)
            sum += Math.Pow(Weighted(left, i) - Weighted(right, i), 2);
        return 10 * Math.Log10(255.0 * 255 * left.Samples.Length / sum);
    }

    private static double Weighted(Decoded image, int i) =>
        image.Channels < 4 || i % 4 == 3 ? image.Samples[i] : image.Samples[i] * image.Samples[i / 4 * 4 + 3] / 255.0;

    private static byte[] Scale(byte[] source, int width, int height)
    {
        using var scaler = new PngScaler();
        var target = new ArrayBufferWriter<byte>();
        scaler.Scale(source, PngHeader.Read(source), [new PngOutput(new PngScaleOptions { Width = width, Height = height }, target)]);
        return target.WrittenSpan.ToArray();
    }
}
