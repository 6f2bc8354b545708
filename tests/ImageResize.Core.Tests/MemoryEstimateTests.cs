using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Metadata;

namespace ImageResize.Core.Tests;

/// <summary>The factors are measured (tests/ImageResize.Hostile memory); here is what must hold whatever they are.</summary>
public sealed class MemoryEstimateTests
{
    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Avif)]
    [InlineData(ImageFormat.Gif)]
    public void A_header_that_lies_beyond_all_numbers_never_makes_an_image_cheap(ImageFormat format)
    {
        var header = new ImageHeader { Format = format, StoredSize = new PixelSize(int.MaxValue, int.MaxValue), Pages = int.MaxValue, BitDepth = 64, Channels = 5 };
        Assert.Equal(long.MaxValue, header.TotalPixels);
        Assert.True(Estimate(header) > 1L << 40);
    }

    [Fact]
    public void What_streams_costs_less_than_what_comes_in_passes()
    {
        var plain = new ImageHeader { Format = ImageFormat.Png, StoredSize = new PixelSize(10_000, 10_000) };
        Assert.True(Estimate(plain) < Estimate(plain with { IsInterlaced = true }) / 3);
    }

    [Fact]
    public void A_grey_GIF_costs_as_much_as_one_in_colour()
    {
        var grey = new ImageHeader { Format = ImageFormat.Gif, StoredSize = new PixelSize(4_000, 4_000), Channels = 1 };
        Assert.Equal(Estimate(grey with { Channels = 4 }), Estimate(grey));
    }

    [Fact]
    public void Several_outputs_cost_more_than_the_largest()
    {
        var header = new ImageHeader { Format = ImageFormat.Png, StoredSize = new PixelSize(4_000, 4_000) };
        Assert.True(Estimate(header, 3_000, 3_000) > Estimate(header, 3_000));
    }

    private static long Estimate(ImageHeader header, params int[] sides)
    {
        using var scaler = new ImageScaler();
        return scaler.Needs(
            header,
            1_000,
            [.. sides.DefaultIfEmpty(100).Select(side => new ScaleRequest(new PixelSize(side, side), ImageFormat.Png, 85, MetadataPolicy.All, AllFrames: false))]).Memory;
    }
}
