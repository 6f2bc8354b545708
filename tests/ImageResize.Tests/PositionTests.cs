using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Which part of a picture -Mode Fill keeps.</summary>
public sealed class PositionTests(EngineSession session) : ModuleTest(session)
{
    /// <summary>Samples rise from left to right, so that each tells where it was.</summary>
    [Theory]
    [InlineData("a.png", "0.3,0.6", 0.3)]
    [InlineData("a.jpg", "0.3,0.6", 0.3)]
    [InlineData("a.webp", "0.3,0.6", 0.3)]
    [InlineData("a.png", "0.05,0.5", 0.125)]
    [InlineData("a.jpg", "1,0.5", 0.875)]
    [InlineData("a.tif", "Right", 0.875)]
    public void The_point_is_as_near_to_the_middle_as_the_edges_allow(string name, string position, double middle)
    {
        WriteRamp(In(name), 1024, 256);
        Assert.Empty(Resize($"-Size 64,64 -Mode Fill -Position '{position}'").Errors);
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((64, 64), (picture.Width, picture.Height));

        // 1024 columns hold the levels 16 to 240; 4 columns become one pixel, which is a level of 0.875.
        double level = (picture.Samples(0.5, 0.5)[0] + picture.Samples(0.52, 0.5)[0]) / 2;
        Assert.InRange(level - (16 + 224 * middle), -1.5, 1.5);
    }

    [Fact]
    public void A_point_may_be_two_numbers()
    {
        WriteRamp(In("a.png"), 1024, 256);
        Resize("-Size 64,64 -Mode Fill -Position 0.3,0.6");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.InRange(picture.Samples(0.5, 0.5)[0], 81, 85);
    }

    /// <summary>An edge in the middle of what is kept comes out in the middle, whichever decoder made the image smaller.</summary>
    [Theory]
    [InlineData("a.jpg", "")]
    [InlineData("a.jpg", "-Format png")]
    [InlineData("a.webp", "")]
    [InlineData("a.png", "")]
    [InlineData("a.png", "-Format webp")]
    public void The_edges_of_what_is_kept_are_within_a_quarter_of_a_pixel(string name, string parameters)
    {
        // Left of column 803 it is black, right of it white; kept is the square of 601 columns around it.
        using (Image black = Image.Black(1601, 601), white = black.ExtractArea(0, 0, 1601 - 803, 601).Linear([1], [255]).Cast(Enums.BandFormat.Uchar))
        using (Image edge = black.Insert(white, 803, 0).Copy(interpretation: Enums.Interpretation.Bw))
            edge.WriteToFile(In(name));
        foreach (int side in (int[])[50, 110, 200, 290, 333, 401, 500, 590])
        {
            Resize($"-Size {side},{side} -Mode Fill -Position '{803 / 1601.0:R},0.5' {parameters} -IfExists Overwrite");
            using Picture picture = Picture.Open(Directory.GetFiles(Out()).Single());
            // A lossy codec adds a little to the quarter.
            double dark = 0;
            for (int x = 0; x < side; x++)
                dark += 1 - picture.At((x + 0.01) / (side - 1), 0.5).G / 255.0;
            Assert.InRange(dark - side / 2.0, -0.28, 0.28);
        }
    }

    [Theory]
    [InlineData("Attention", "a.jpg")]
    [InlineData("Attention", "a.png")]
    [InlineData("Entropy", "a.jpg")]
    [InlineData("Entropy", "a.tif")]
    [InlineData("Entropy", "a.bmp")]
    public void What_counts_is_found_in_the_pixels(string position, string name)
    {
        WriteSpot(In("source.png"));
        Session.Run("Get-Item $args[0] | Invoke-ImageResize -Format $args[2] -Destination $args[1]", In("source.png"), Folder["made"], Path.GetExtension(name)[1..]);
        File.Delete(In("source.png"));
        File.Move(Directory.GetFiles(Folder["made"]).Single(), In(name));
        RunOutput output = Resize($"-Size 100,100 -Mode Fill -Position {position} -Format png");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal((100, 100), (picture.Width, picture.Height));
        int seen = 0;
        for (double x = 0.02; x < 1; x += 0.04)
            for (double y = 0.02; y < 1; y += 0.04)
                seen += picture.At(x, y) is { R: > 150, B: < 120 } ? 1 : 0;
        Assert.True(seen > 20, $"{seen} of the spot");
    }

    [Fact]
    public void The_result_has_the_size_of_what_was_found()
    {
        WriteSpot(In("a.png"));
        RunOutput output = Resize("-Size 120,60 -Mode Fill -Position Attention");
        Assert.Equal((120, 60), (output.The<int>("Width"), output.The<int>("Height")));
    }

    [Theory]
    [InlineData(300, 200, "800,600", 267, 200)]
    [InlineData(300, 200, "800", 200, 200)]
    [InlineData(1000, 100, "200,200", 100, 100)]
    public void A_small_image_gets_the_shape_of_the_box_is_not_enlarged_and_that_is_told(int width, int height, string size, int cutWidth, int cutHeight)
    {
        foreach (string name in (string[])["a.jpg", "b.png", "c.webp"])
            TestImage.Write(In(name), width, height);
        RunOutput output = Resize($"-Size {size} -Mode Fill -Verbose");
        Assert.Equal([cutWidth, cutWidth, cutWidth], output.All<int>("Width"));
        Assert.Equal([cutHeight, cutHeight, cutHeight], output.All<int>("Height"));
        Assert.Equal(3, output.Verbose.Count(text => text.Contains("-AllowEnlarge", StringComparison.Ordinal)));
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal((cutWidth, cutHeight), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("1.2,0.5")]
    [InlineData("-0.1,0.5")]
    [InlineData("Middle")]
    [InlineData("0.5")]
    [InlineData("Attention,Top")]
    public void What_is_no_position_is_refused_with_the_forms_that_are(string position)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize($"-Size 100,100 -Mode Fill -Position '{position}'");
        Assert.Contains("0.3,0.6", Assert.Single(output.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_and_colours_are_offered()
    {
        string[] Offered(string line) => [.. Session.Run("(TabExpansion2 $args[0]).CompletionMatches.CompletionText", line).Objects.Select(one => one.ToString())];
        Assert.Contains("Attention", Offered("Invoke-ImageResize -Position "));
        Assert.Equal(["transparent"], Offered("Invoke-ImageResize -Background tran"));
        Assert.Contains("'1920 longest'", Offered("Invoke-ImageResize -Size '19"));
    }

    private static void WriteRamp(string path, int width, int height)
    {
        using Image ramp = Image.Identity().ExtractArea(16, 0, 224, 1).Resize((double)width / 224, vscale: height, kernel: Enums.Kernel.Linear);
        using Image gray = ramp.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        gray.WriteToFile(path, Path.GetExtension(path) == ".webp" ? new VOption { { "lossless", true } } : null);
    }

    /// <summary>A wide grey picture, and far on the right a red and yellow pattern.</summary>
    private static void WriteSpot(string path)
    {
        using Image ground = (Image.Black(900, 300, bands: 3) + 120).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image spot = ground.Mutate(m =>
        {
            for (int i = 0; i < 100; i++)
                m.DrawRect([230, i % 3 * 100, 20], 740 + i % 10 * 10, 100 + i / 10 * 10, 10, 10, fill: true);
        });
        spot.WriteToFile(path);
    }
}
