using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Trimming, turning and mirroring, told by pixels.</summary>
public sealed class TurnTests(EngineSession session) : ModuleTest(session)
{
    private static readonly Dictionary<char, Rgb> Colors = new() { ['R'] = Rgb.Red, ['G'] = Rgb.Green, ['B'] = Rgb.Blue, ['Y'] = Rgb.Yellow };

    /// <summary>The corners clockwise from the upper left, of a picture that has red, green, blue and yellow.</summary>
    [Theory]
    [InlineData("a.jpg", "-Rotate 90", "YRGB")]
    [InlineData("a.png", "-Rotate 90", "YRGB")]
    [InlineData("a.webp", "-Rotate 90", "YRGB")]
    [InlineData("a.tif", "-Rotate 90", "YRGB")]
    [InlineData("a.bmp", "-Rotate 90", "YRGB")]
    [InlineData("a.jpg", "-Rotate 180", "BYRG")]
    [InlineData("a.jpg", "-Rotate 270", "GBYR")]
    [InlineData("a.png", "-Rotate -90", "GBYR")]
    [InlineData("a.jpg", "-Flip Horizontal", "GRYB")]
    [InlineData("a.png", "-Flip Vertical", "YBGR")]
    [InlineData("a.jpg", "-Flip Both", "BYRG")]
    [InlineData("a.png", "-Rotate 90 -Flip Horizontal", "RYBG")]
    [InlineData("a.jpg", "-Rotate 90 -Flip Vertical", "BGRY")]
    public void Quarter_turns_and_mirrors_come_out_as_they_are_called(string name, string parameters, string corners)
    {
        TestImage.Write(In(name), 640, 480);
        RunOutput output = Resize($"-Size 320 {parameters}");
        Assert.Empty(output.Errors);
        bool swaps = parameters.Contains("90", StringComparison.Ordinal) || parameters.Contains("270", StringComparison.Ordinal);
        Assert.Equal(swaps ? (240, 320) : (320, 240), (output.The<int>("Width"), output.The<int>("Height")));
        AssertCorners(Out(name), corners);
    }

    [Fact]
    public void The_orientation_is_applied_first()
    {
        TestImage.WriteOriented(In("a.jpg"), 6, 640, 480);
        Resize("-Size 320 -Rotate 90");
        AssertCorners(Out("a.jpg"), "YRGB");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal((240, 320), (picture.Width, picture.Height));
        Assert.True(!picture.Has("orientation") || (int)picture.Field("orientation") == 1);
    }

    [Fact]
    public void A_quarter_turn_without_a_size_loses_no_pixel()
    {
        TestImage.WriteDeepRamp(In("a.png"), 1024, 8);
        RunOutput output = Resize("-Rotate 90");
        Assert.Equal("Resized", output.The<string>("Status"));
        using Picture before = Picture.Open(In("a.png")), after = Picture.Open(Out("a.png"));
        Assert.Equal((8, 1024), (after.Width, after.Height));
        for (double at = 0; at <= 1; at += 0.01)
            Assert.Equal(before.Samples(at, 0.5)[0], after.Samples(0.5, at)[0]);
    }

    [Theory]
    [InlineData("a.png", 10)]
    [InlineData("a.jpg", 10)]
    [InlineData("a.webp", -20)]
    [InlineData("a.tif", 100)]
    [InlineData("a.gif", 30)]
    public void Another_angle_uncovers_corners_in_the_colour_of_the_background(string name, double degrees)
    {
        TestImage.Write(In(name), 400, 400);
        RunOutput output = Resize(FormattableString.Invariant($"-Rotate {degrees} -Background navy"));
        Assert.Empty(output.Errors);
        double radians = Math.Abs(degrees) * Math.PI / 180, side = 400 * (Math.Abs(Math.Cos(radians)) + Math.Abs(Math.Sin(radians)));
        Assert.InRange(output.The<int>("Width"), side - 1, side + 1);
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((output.The<int>("Width"), output.The<int>("Height")), (picture.Width, picture.Height));
        foreach ((double x, double y) in ((double, double)[])[(0.01, 0.01), (0.99, 0.01), (0.99, 0.99), (0.01, 0.99)])
            Assert.True(picture.At(x, y).IsNear(new Rgb(0, 0, 128), 30), $"{picture.At(x, y)}");

        // A point of the red quarter, clockwise around the middle.
        double angle = degrees * Math.PI / 180, dx = -100 / side, dy = -100 / side;
        double px = 0.5 + dx * Math.Cos(angle) - dy * Math.Sin(angle), py = 0.5 + dx * Math.Sin(angle) + dy * Math.Cos(angle);
        Assert.True(picture.At(px, py).IsNear(Rgb.Red, 40), $"{picture.At(px, py)}");
    }

    [Theory]
    [InlineData("-Size 200,100 -Mode Fill", 200, 100)]
    [InlineData("-Size 200,100 -Mode Stretch", 200, 100)]
    [InlineData("-Size 200,100 -Mode Pad", 200, 100)]
    [InlineData("-Size 200x", 200, 200)]
    public void What_is_turned_meets_the_size(string parameters, int width, int height)
    {
        TestImage.Write(In("a.png"), 400, 400);
        RunOutput output = Resize($"{parameters} -Rotate 45");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal((width, height), (picture.Width, picture.Height));

        // Turned by an eighth, red is on top, blue below.
        Assert.True(picture.At(0.5, 0.3).IsNear(Rgb.Red, 40) && picture.At(0.5, 0.7).IsNear(Rgb.Blue, 40));
    }

    [Theory]
    [InlineData("a.png", "")]
    [InlineData("a.jpg", "")]
    [InlineData("a.tif", "")]
    [InlineData("a.webp", "-Format png")]
    [InlineData("a.bmp", "-Format png")]
    public void Edges_of_one_colour_are_cut_off(string name, string parameters)
    {
        WriteFramed(In(name), 50, 30);
        RunOutput output = Resize($"-AutoTrim {parameters}");
        Assert.Empty(output.Errors);
        Assert.InRange(output.The<int>("Width"), 200, name.EndsWith(".jpg", StringComparison.Ordinal) || name.EndsWith(".webp", StringComparison.Ordinal) ? 216 : 200);
        Assert.InRange(output.The<int>("Height"), 150, name.EndsWith(".jpg", StringComparison.Ordinal) || name.EndsWith(".webp", StringComparison.Ordinal) ? 166 : 150);
        using Picture picture = Picture.Open(Directory.GetFiles(Out()).Single());
        Assert.Equal((output.The<int>("Width"), output.The<int>("Height")), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright(40));
    }

    [Fact]
    public void What_is_left_meets_the_size_and_is_turned()
    {
        WriteFramed(In("a.png"), 50, 30);
        RunOutput output = Resize("-AutoTrim -Size 100,100 -Mode Fill -Rotate 90");
        Assert.Equal((100, 100), (output.The<int>("Width"), output.The<int>("Height")));
        AssertCorners(Out("a.png"), "YRGB");
    }

    [Fact]
    public void What_is_left_must_not_grow_beyond_all_bounds()
    {
        using (Image frame = (Image.Black(400, 2000, bands: 3) + 255).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
        using (Image line = frame.Insert(Image.Black(1, 1000, bands: 3).Cast(Enums.BandFormat.Uchar), 200, 500))
            line.WriteToFile(In("a.png"));
        Assert.Equal(["TooLarge"], Resize("-AutoTrim -Size 1000x -AllowEnlarge").ErrorIds);
        Assert.Equal((1, 1000), (Resize("-AutoTrim -Size 1000x").The<int>("Width"), Resize("-AutoTrim -Size 1000x").The<int>("Height")));
    }

    [Fact]
    public void The_tolerance_says_what_counts_as_one_colour()
    {
        using (Image frame = (Image.Black(120, 120, bands: 3) + 240).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
        using (Image inner = frame.Insert((Image.Black(80, 80, bands: 3) + 220).Cast(Enums.BandFormat.Uchar), 20, 20))
        using (Image core = inner.Insert(Image.Black(40, 40, bands: 3).Cast(Enums.BandFormat.Uchar), 40, 40))
            core.WriteToFile(In("a.png"));
        Assert.Equal(80, Resize("-AutoTrim").The<int>("Width"));
        Assert.Equal(40, Resize("-AutoTrim -TrimTolerance 30").The<int>("Width"));
        Assert.Equal(120, Resize("-AutoTrim -TrimTolerance 255").The<int>("Width"));
    }

    [Fact]
    public void What_is_transparent_around_is_cut_off_whatever_is_under_it()
    {
        TestImage.WriteTransparent(In("a.png"), 200, 100);
        RunOutput output = Resize("-AutoTrim");
        Assert.Equal((100, 100), (output.The<int>("Width"), output.The<int>("Height")));
    }

    [Fact]
    public void Frames_of_an_animation_are_trimmed_and_turned_alike()
    {
        TestImage.WriteAnimation(In("a.gif"), 3, 120, 80);
        RunOutput output = Resize("-AutoTrim -Rotate 90");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.gif"));
        Assert.Equal(3, picture.Frames);
        Assert.Equal((80, 120), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("-Rotate 90", 80, 120)]
    [InlineData("-Rotate 90 -AutoTrim -Border 5,navy", 90, 130)]
    [InlineData("-Size 40,40 -Mode Pad -Background black", 40, 40)]
    [InlineData("-Size 40,40 -Mode Fill -Position Attention", 40, 40)]
    public void An_animated_png_is_treated_as_any_animation(string parameters, int width, int height)
    {
        TestImage.WriteAnimation(Folder["source/a.gif"], 3, 120, 80);
        Session.Run("Invoke-ImageResize $args[0] -Format png -Destination $args[1]", Folder["source/a.gif"], Path.GetDirectoryName(In("a.png"))!);
        RunOutput output = Resize($"{parameters} -Format gif");
        Assert.Empty(output.Errors);
        Assert.Equal((width, height), (output.The<int>("Width"), output.The<int>("Height")));
        using Picture picture = Picture.Open(Out("a.gif"));
        Assert.Equal((width, height, 3), (picture.Width, picture.Height, picture.Frames));
        Assert.True(picture.At(0.5, 0.5, 0).IsNear(Rgb.Red, 40) && picture.At(0.5, 0.5, 2).IsNear(Rgb.Blue, 40));
    }

    private static void AssertCorners(string path, string corners)
    {
        using Picture picture = Picture.Open(path);
        (double, double)[] places = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)];
        for (int i = 0; i < 4; i++)
            Assert.True(picture.At(places[i].Item1, places[i].Item2).IsNear(Colors[corners[i]], 40), $"corner {i}: {picture.At(places[i].Item1, places[i].Item2)}");
    }

    private static void WriteFramed(string path, int left, int top)
    {
        using Image corners = TestImage.Corners(200, 150);
        using Image white = corners.Embed(left, top, 320, 240, extend: Enums.Extend.White);
        if (Path.GetExtension(path) == ".bmp")
            File.WriteAllBytes(path, BitmapSamples.Bmp(white.WriteToMemory<byte>(), 320, 240));
        else
            white.WriteToFile(path, Path.GetExtension(path) is ".jpg" or ".webp" ? new VOption { { "Q", 98 } } : null);
    }
}
