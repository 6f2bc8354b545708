using ImageResize.Imaging;
using ImageResize.Pixels;

namespace ImageResize.Core.Tests;

public sealed class PictureLayoutTests
{
    [Theory]
    [InlineData("Center", 0, 25)]
    [InlineData("Top", 0, 0)]
    [InlineData("BottomRight", 0, 50)]
    [InlineData("0.5,0.1", 0, 5)]
    public void Padding_gives_the_box_and_the_picture_stands_where_it_was_asked_for(string position, int x, int y)
    {
        PictureLayout layout = Of(new PixelSize(400, 200), "100x100", ResizeMode.Pad, PictureEdits.None, position);
        Assert.Equal(new PixelSize(100, 100), layout.Size);
        Assert.Equal(new PixelRegion(x, y, 100, 50), layout.Placed);
        Assert.Null(layout.Crop);
    }

    [Fact]
    public void A_small_picture_is_padded_and_not_enlarged() =>
        Assert.Equal(new PixelRegion(40, 45, 20, 10), Of(new PixelSize(20, 10), "100x100", ResizeMode.Pad, PictureEdits.None).Placed);

    [Fact]
    public void A_side_alone_is_no_box_to_pad() => Assert.Null(Of(new PixelSize(400, 200), "100x", ResizeMode.Pad, PictureEdits.None).Placed);

    [Fact]
    public void A_border_is_around_the_size() =>
        Assert.Equal(new PixelSize(120, 70), Of(new PixelSize(400, 200), "100x", ResizeMode.Fit, new PictureEdits { Border = 10 }).Size);

    [Fact]
    public void What_is_kept_is_counted_from_the_trimmed_edges()
    {
        var layout = PictureLayout.Of(new PixelSize(400, 400), new PictureGeometry(TargetSize.Box(50, 50), ResizeMode.Fill, default, false), PictureEdits.None, new PixelRegion(100, 50, 200, 100));
        Assert.Equal(new SourceRegion(150, 50, 100, 100), layout.Crop);
    }

    [Theory]
    [InlineData(0, FlipDirection.None, 1, 0)]
    [InlineData(90, FlipDirection.None, 6, 0)]
    [InlineData(180, FlipDirection.None, 3, 0)]
    [InlineData(270, FlipDirection.None, 8, 0)]
    [InlineData(0, FlipDirection.Horizontal, 2, 0)]
    [InlineData(180, FlipDirection.Horizontal, 4, 0)]
    [InlineData(90, FlipDirection.Horizontal, 5, 0)]
    [InlineData(90, FlipDirection.Vertical, 7, 0)]
    [InlineData(350, FlipDirection.None, 1, -10)]
    [InlineData(100, FlipDirection.None, 6, 10)]
    [InlineData(100, FlipDirection.Horizontal, 5, -10)]
    [InlineData(10, FlipDirection.Both, 3, 10)]
    public void A_turn_is_quarters_and_the_rest(double degrees, FlipDirection flip, int orientation, double angle)
    {
        var edits = new PictureEdits { Rotation = degrees, Flip = flip };
        Assert.Equal((orientation, angle), (edits.Turn.Value, edits.Angle));
    }

    [Fact]
    public void Orientations_follow_each_other_as_their_regions_do()
    {
        var region = new PixelRegion(1, 2, 3, 4);
        for (int first = 1; first <= 8; first++)
        {
            for (int second = 1; second <= 8; second++)
            {
                Orientation one = new(first), two = new(second);
                (int width, int height) = one.Swaps ? (20, 30) : (30, 20);
                PixelRegion stepwise = two.ToUpright(one.ToUpright(region, 30, 20), width, height);
                Assert.Equal(stepwise, one.Then(two).ToUpright(region, 30, 20));
                (int seenWidth, int seenHeight) = one.Then(two).Swaps ? (20, 30) : (30, 20);
                Assert.True(stepwise.X + stepwise.Width <= seenWidth && stepwise.Y + stepwise.Height <= seenHeight);
                Assert.Equal(region, one.ToStored(one.ToUpright(region, 30, 20), 30, 20));
            }
        }
    }

    private static PictureLayout Of(PixelSize seen, string size, ResizeMode mode, PictureEdits edits, string position = "Center") =>
        PictureLayout.Of(seen, new PictureGeometry(TargetSize.Parse(size), mode, PicturePosition.Parse(position), false), edits);
}
