using ImageResize.Testing.Hostile;

namespace ImageResize.MoreFormats.Tests;

/// <summary>What a HEIC file says of its picture beside the pixels: alpha, depth, cut, turn, mirror, tiles.</summary>
public sealed class HeicTests(EngineSession session) : FurtherModuleTest(session)
{
    private static readonly double[] Red = [220, 30, 30], Green = [30, 200, 40], Blue = [40, 60, 220], Yellow = [230, 220, 40];

    [Fact]
    public void A_plain_one() => AssertMade(HeicSamples.Plain, 64, 64, Red, Green, Blue, Yellow);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_is_turned_against_the_clock_by_as_many_quarters_as_it_says(byte quarters)
    {
        double[][] corners = [Red, Green, Blue, Yellow];
        AssertMade(HeicSamples.Turned(quarters), 64, 64, [.. Enumerable.Range(0, 4).Select(i => corners[(i + quarters) % 4])]);
    }

    [Fact]
    public void It_is_mirrored_upside_down() => AssertMade(HeicSamples.Mirrored(0), 64, 64, Yellow, Blue, Green, Red);

    [Fact]
    public void It_is_mirrored_left_to_right() => AssertMade(HeicSamples.Mirrored(1), 64, 64, Green, Red, Yellow, Blue);

    [Fact]
    public void It_is_cut_first_and_turned_then() => AssertMade(HeicSamples.Cut, 40, 48, Green, Blue, Yellow, Red);

    [Fact]
    public void It_is_turned_first_and_cut_then_where_it_says_so() => AssertMade(HeicSamples.TurnedThenCut, 40, 48, Green, Blue, Yellow, Red);

    [Fact]
    public void Another_coding_inside_is_not_supported_and_not_damage()
    {
        File.WriteAllBytes(In("a.heic"), HeicSamples.OtherCoding);
        RunOutput output = Resize("-Size 30 -Format png");
        Assert.Equal(["UnsupportedFormat"], output.ErrorIds);
        Assert.Contains("\"jpeg\"", output.Errors.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_are_put_together_and_cut() => AssertMade(HeicSamples.Grid, 120, 100, Red, Green, Green, Red);

    [Fact]
    public void Ten_bits_are_read_as_eight_and_that_is_told()
    {
        RunOutput output = AssertMade(HeicSamples.Deep, 64, 64, Red, Green, Blue, Yellow);
        Assert.Equal(["Depth"], output.The<string[]>("Dropped"));
        Assert.Equal(16, Session.Run("Get-ImageInfo -LiteralPath $args[0]", In("a.heic")).The<int>("BitDepth"));
    }

    [Fact]
    public void Alpha_is_kept()
    {
        RunOutput output = AssertMade(HeicSamples.Transparent, 64, 64, [.. Red, 64], [.. Green, 255], [.. Blue, 255], [.. Yellow, 64]);
        Assert.Empty(output.The<string[]>("Dropped"));
        Assert.True(Session.Run("Get-ImageInfo -LiteralPath $args[0]", In("a.heic")).The<bool>("HasAlpha"));
    }

    [Fact]
    public void A_tile_that_is_not_there_is_damage()
    {
        byte[] whole = HeicSamples.Grid;
        File.WriteAllBytes(In("a.heic"), whole[..^10]);
        Assert.Equal(["Damaged"], Resize("-Size 30 -Format png").ErrorIds);
    }

    /// <summary>The corners clockwise from the top left, and what Get-ImageInfo says of the size before.</summary>
    private RunOutput AssertMade(byte[] file, int width, int height, params double[][] corners)
    {
        File.WriteAllBytes(In("a.heic"), file);
        RunOutput info = Session.Run("Get-ImageInfo -LiteralPath $args[0]", In("a.heic"));
        Assert.Equal((width, height), (info.The<int>("Width"), info.The<int>("Height")));
        RunOutput output = Resize("-Format png -IfExists Overwrite");
        Assert.Empty(output.Errors);
        Assert.Equal((width, height), (output.The<int>("Width"), output.The<int>("Height")));
        (double, double)[] places = [(0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92)];
        foreach (((double across, double down), double[] wanted) in places.Zip(corners))
        {
            double[] found = PixelOf(Out("a.png"), across, down);
            Assert.True(found.Length == wanted.Length && found.Zip(wanted).All(pair => Math.Abs(pair.First - pair.Second) < 16), $"At {across} {down}: {string.Join(' ', found)} in the place of {string.Join(' ', wanted)}");
        }

        return output;
    }
}
