using System.IO.Compression;

namespace ImageResize.Png.Tests;

/// <summary>Pixels are those of libvips, for everything that the format allows.</summary>
public class DecodingTests
{
    public static TheoryData<int, int> Kinds => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 },
        { 2, 8 }, { 2, 16 },
        { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 },
        { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_and_odd_size_has_the_pixels_of_libvips(int color, int depth)
    {
        foreach (bool isInterlaced in (bool[])[false, true])
        {
            for (int width = 1; width <= 9; width++)
            {
                for (int height = 1; height <= 9; height++)
                    Check(new SamplePng(width, height, (PngColor)color, depth) { IsInterlaced = isInterlaced, Seed = width * 10 + height });
            }

            Check(new SamplePng(333, 201, (PngColor)color, depth) { IsInterlaced = isInterlaced });
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_filter_has_the_pixels_of_libvips(int color, int depth)
    {
        for (int filter = 0; filter < 5; filter++)
        {
            foreach (int width in (int[])[1, 2, 5, 33, 130])
                Check(new SamplePng(width, 21, (PngColor)color, depth) { Filter = filter });
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    public void A_transparent_color_becomes_alpha(int color, int depth)
    {
        int max = (1 << depth) - 1;
        byte[] transparency = color switch
        {
            0 => [(byte)(max / 2 >> 8), (byte)(max / 2)],
            2 => [(byte)(max / 2 >> 8), (byte)(max / 2), 0, 5, (byte)(max >> 8), (byte)max],
            _ => [.. Enumerable.Range(0, Math.Min(1 << depth, 99)).Select(i => (byte)(i * 7))],
        };
        int Sample(int x, int y, int channel) => color switch
        {
            0 => (x + y) % (max + 1) / 1 == 0 ? max / 2 : (x * y) & max,
            2 => (x + y) % 3 == 0 ? (int[])[max / 2, 5, max] is var match ? match[channel] : 0 : (x * 31 + y * channel) & max,
            _ => (x * 3 + y) & max,
        };
        foreach (bool isInterlaced in (bool[])[false, true])
        {
            Check(new SamplePng(40, 30, (PngColor)color, depth) { Transparency = transparency, Sample = Sample, IsInterlaced = isInterlaced });
            Check(new SamplePng(7, 3, (PngColor)color, depth) { Transparency = transparency, Sample = Sample, IsInterlaced = isInterlaced });
        }
    }

    [Fact]
    public void Chunks_of_image_data_may_be_of_any_length()
    {
        foreach (int bytes in (int[])[1, 2, 3, 7, 100, 8192])
            Check(new SamplePng(90, 70, PngColor.Rgb, 8) { ChunkBytes = bytes });
    }

    [Fact]
    public void Every_level_and_strategy_of_deflate_is_read()
    {
        foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
        {
            foreach (ZLibCompressionStrategy strategy in Enum.GetValues<ZLibCompressionStrategy>())
                Check(new SamplePng(700, 500, PngColor.RgbAlpha, 8) { Level = level, Strategy = strategy, ChunkBytes = 50_000 });
        }
    }

    [Fact]
    public void A_palette_may_be_shorter_than_the_depth_allows() =>
        Check(new SamplePng(50, 40, PngColor.Palette, 8) { PaletteSize = 17, Transparency = [0, 128] });

    private static void Check(SamplePng sample)
    {
        byte[] file = sample.Write();
        Decoded expected = Decoded.ByVips(file), actual = Decoded.ByUs(file);
        Assert.True(expected.Differs(actual) == 0, $"{sample}");
    }
}
