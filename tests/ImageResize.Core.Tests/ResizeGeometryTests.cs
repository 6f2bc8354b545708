using ImageResize.Imaging;
using ImageResize.Pixels;

namespace ImageResize.Core.Tests;

/// <summary>Properties over many generated cases: the seed is fixed, so a failure is the same on every machine.</summary>
public sealed class ResizeGeometryTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Fit_never_leaves_the_box_nor_enlarges_and_touches_one_side() => ForAll((source, box) =>
    {
        PixelSize size = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fit, allowEnlarge: false);
        Assert.InRange(size.Width, 1, Math.Min(source.Width, box.Width));
        Assert.InRange(size.Height, 1, Math.Min(source.Height, box.Height));
        Assert.True(size == source || size.Width == box.Width || size.Height == box.Height, $"{source} in {box}: {size}");
    });

    [Fact]
    public void Fit_keeps_the_aspect_within_a_pixel() => ForAll((source, box) =>
    {
        PixelSize size = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fit, allowEnlarge: false);
        double factor = Math.Min(1, Math.Min((double)box.Width / source.Width, (double)box.Height / source.Height));
        Assert.True(Math.Abs(size.Width - Math.Max(1, source.Width * factor)) <= 0.5001, $"{source} in {box}: {size}");
        Assert.True(Math.Abs(size.Height - Math.Max(1, source.Height * factor)) <= 0.5001, $"{source} in {box}: {size}");
    });

    [Fact]
    public void Fitting_twice_is_fitting_once() => ForAll((source, box) =>
    {
        var target = TargetSize.Box(box.Width, box.Height);
        PixelSize once = ResizeGeometry.Plan(source, target, ResizeMode.Fit, allowEnlarge: false);
        Assert.Equal(once, ResizeGeometry.Plan(once, target, ResizeMode.Fit, allowEnlarge: false));
    });

    [Fact]
    public void Enlarging_fills_the_box_on_one_side() => ForAll((source, box) =>
    {
        PixelSize size = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fit, allowEnlarge: true);
        Assert.True(size.Width == box.Width || size.Height == box.Height, $"{source} in {box}: {size}");
        Assert.True(size.Width <= box.Width && size.Height <= box.Height);
    });

    [Fact]
    public void Stretch_gives_the_size_asked_for() => ForAll((source, box) =>
    {
        Assert.Equal(box, ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Stretch, allowEnlarge: true));
        PixelSize small = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Stretch, allowEnlarge: false);
        Assert.Equal(new PixelSize(Math.Min(source.Width, box.Width), Math.Min(source.Height, box.Height)), small);
    });

    [Fact]
    public void Fill_gives_the_box_where_the_image_is_large_enough_and_never_enlarges() => ForAll((source, box) =>
    {
        PixelSize size = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fill, allowEnlarge: false);
        Assert.True(size.Width <= source.Width && size.Height <= source.Height && size.Width <= box.Width && size.Height <= box.Height);
        bool isLargeEnough = source.Width >= box.Width && source.Height >= box.Height;
        Assert.Equal(isLargeEnough, size == box);
        Assert.Equal(box, ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fill, allowEnlarge: true));
    });

    [Fact]
    public void Fill_gives_an_image_that_is_too_small_the_shape_of_the_box_and_all_of_one_side() => ForAll((source, box) =>
    {
        PixelSize size = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fill, allowEnlarge: false);
        if (size == box)
            return;
        Assert.True(size.Width == source.Width || size.Height == source.Height, $"{source} in {box}: {size}");
        double factor = Math.Min((double)source.Width / box.Width, (double)source.Height / box.Height);
        Assert.True(Math.Abs(size.Width - Math.Max(1, box.Width * factor)) <= 0.5001 && Math.Abs(size.Height - Math.Max(1, box.Height * factor)) <= 0.5001, $"{source} in {box}: {size}");
    });

    [Fact]
    public void An_edge_gets_its_length_whichever_side_it_is() => ForAll((source, box) =>
    {
        PixelSize longest = ResizeGeometry.Plan(source, TargetSize.Parse($"{box.Width} longest"), ResizeMode.Fit, allowEnlarge: true);
        PixelSize shortest = ResizeGeometry.Plan(source, TargetSize.Parse($"{box.Width} shortest"), ResizeMode.Fit, allowEnlarge: true);
        Assert.Equal(box.Width, longest.LongSide);
        Assert.Equal(box.Width, Math.Min(shortest.Width, shortest.Height));
    });

    [Fact]
    public void What_is_kept_lies_in_the_image_has_the_aspect_of_the_output_and_all_of_one_side() => ForAll((source, box) =>
    {
        PixelSize output = ResizeGeometry.Plan(source, TargetSize.Box(box.Width, box.Height), ResizeMode.Fill, allowEnlarge: false);
        foreach (PicturePosition position in PicturePosition.Names.Select(PicturePosition.Parse).Append(PicturePosition.At(0.3, 0.6)))
        {
            if (ResizeGeometry.Crop(source, output, position) is not { } kept)
                continue;
            Assert.InRange(kept.X, 0, source.Width - kept.Width);
            Assert.InRange(kept.Y, 0, source.Height - kept.Height);
            Assert.True(kept.Width == source.Width || kept.Height == source.Height);
            Assert.InRange(kept.Width, output.Width - 1e-6, int.MaxValue);
            Assert.InRange(kept.Height, output.Height - 1e-6, int.MaxValue);
            double scale = Math.Min((double)source.Width / output.Width, (double)source.Height / output.Height);
            Assert.True(Math.Abs(kept.Width - output.Width * scale) <= 1e-6 && Math.Abs(kept.Height - output.Height * scale) <= 1e-6, $"{source} in {box}: {kept}");
        }
    });

    [Theory]
    [InlineData("Left", 0, 0)]
    [InlineData("Center", 50, 0)]
    [InlineData("BottomRight", 100, 0)]
    [InlineData("0.4,0.6", 30, 0)]
    [InlineData("0.1,0.6", 0, 0)]
    [InlineData("0.9,0.6", 100, 0)]
    public void A_position_says_which_part_is_kept(string position, int x, int y) =>
        Assert.Equal(new SourceRegion(x, y, 100, 100), ResizeGeometry.Crop(new PixelSize(200, 100), new PixelSize(10, 10), PicturePosition.Parse(position)));

    [Fact]
    public void A_side_alone_is_no_box_to_fill() =>
        Assert.Equal(new PixelSize(10, 20), ResizeGeometry.Plan(new PixelSize(100, 200), TargetSize.Box(10, 0), ResizeMode.Fill, allowEnlarge: false));

    [Fact]
    public void Without_a_size_the_source_is_kept() =>
        Assert.Equal(new PixelSize(3, 7), ResizeGeometry.Plan(new PixelSize(3, 7), null, ResizeMode.Fit, allowEnlarge: true));

    [Fact]
    public void A_sliver_keeps_at_least_one_pixel() =>
        Assert.Equal(new PixelSize(100, 1), ResizeGeometry.Plan(new PixelSize(65_500, 3), TargetSize.Box(100, 100), ResizeMode.Fit, allowEnlarge: false));

    [Fact]
    public void A_quarter_turn_swaps_the_sides()
    {
        for (int orientation = 1; orientation <= 8; orientation++)
            Assert.Equal(orientation >= 5 ? new PixelSize(2, 3) : new PixelSize(3, 2), new ImageHeader { Format = ImageFormat.Jpeg, StoredSize = new PixelSize(3, 2), Orientation = orientation }.Size);
    }

    private static void ForAll(Action<PixelSize, PixelSize> property)
    {
        var random = new Random(20261123);
        for (int i = 0; i < Cases; i++)
            property(Size(random), Size(random));
    }

    private static PixelSize Size(Random random) => new(Side(random), Side(random));

    /// <summary>Small, photo-like and huge sides alike.</summary>
    private static int Side(Random random) => random.Next(4) switch
    {
        0 => random.Next(1, 20),
        1 => random.Next(1, 70_000),
        _ => random.Next(100, 8_000),
    };
}
