using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Grey, blur, border and watermark, told by pixels.</summary>
public sealed class StepTests(EngineSession session) : ModuleTest(session)
{
    private static readonly Rgb Navy = new(0, 0, 128);

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    [InlineData("a.gif")]
    [InlineData("a.avif")]
    public void Grey_is_luminance(string name)
    {
        TestImage.Write(In(name), 320, 240);
        Assert.Empty(Resize("-Size 160 -Grayscale").Errors);
        using Picture picture = Picture.Open(Out(name));

        // CIE Y of the test's red (220, 30, 30) is 0.16, which is 112 of 255 in sRGB; of its yellow (230, 220, 40) 0.70, which is 217.
        Assert.True(picture.At(0.2, 0.2).IsNear(new Rgb(112, 112, 112), 8), $"{picture.At(0.2, 0.2)}");
        Assert.True(picture.At(0.2, 0.8).IsNear(new Rgb(217, 217, 217), 8), $"{picture.At(0.2, 0.8)}");
    }

    [Fact]
    public void Grey_keeps_alpha_and_depth_and_drops_the_profile_of_colours()
    {
        TestImage.WriteTransparent(In("a.png"), 320, 240);
        TestImage.WriteWithMetadata(In("b.jpg"), 320, 240);
        Assert.Empty(Resize("-Grayscale").Errors);
        using Picture transparent = Picture.Open(Out("a.png")), photo = Picture.Open(Out("b.jpg"));
        Assert.True(transparent.HasAlpha);
        Assert.Equal(0, transparent.Samples(0.1, 0.5)[^1]);
        Assert.Equal(1, photo.Bands);
        Assert.False(photo.Has("icc-profile-data"));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void A_blur_spreads_an_edge_by_its_standard_deviation(string name)
    {
        using (Image black = Image.Black(200, 100, bands: 3).Cast(Enums.BandFormat.Uchar))
        using (Image edge = black.Insert((Image.Black(100, 100, bands: 3) + 255).Cast(Enums.BandFormat.Uchar), 100, 0).Copy(interpretation: Enums.Interpretation.Srgb))
            edge.WriteToFile(In(name));
        Resize("-Blur 5 -Quality 95");
        using Picture picture = Picture.Open(Out(name));

        // A Gaussian's integral: one standard deviation from the edge 16 and 84 of 100.
        Assert.InRange(picture.At(95.01 / 199, 0.5).G, 30, 55);
        Assert.InRange(picture.At(104.01 / 199, 0.5).G, 200, 225);
        Assert.InRange(picture.At(0.1, 0.5).G, 0, 3);
    }

    [Fact]
    public void Alpha_grey_and_sixteen_bits_are_sharpened_and_blurred_as_they_are()
    {
        TestImage.WriteTransparent(In("a.png"), 200, 100);
        TestImage.WriteDeepRamp(In("b.png"), 512, 64);
        TestImage.WriteGrey(In("c.jpg"), 200, 100);
        foreach (string parameters in (string[])["-Sharpen 50", "-Blur 2", "-Blur 500"])
        {
            RunOutput output = Resize($"{parameters} -IfExists Overwrite");
            Assert.Empty(output.Errors);
            using Picture transparent = Picture.Open(Out("a.png")), deep = Picture.Open(Out("b.png")), grey = Picture.Open(Out("c.jpg"));
            Assert.Equal((4, 1, 1), (transparent.Bands, deep.Bands, grey.Bands));
            if (parameters == "-Blur 500")
                continue;
            Assert.Equal((0, 255), (transparent.Samples(0.1, 0.5)[3], transparent.Samples(0.9, 0.5)[3]));
            Assert.True(transparent.At(0.9, 0.1).IsNear(Rgb.Green, 10), $"{transparent.At(0.9, 0.1)}");
            Assert.True(deep.IsDeep);
            Assert.InRange(deep.Samples(0.5, 0.5)[0], 32_000, 33_600);
        }
    }

    [Fact]
    public void A_blur_leaves_the_padding_sharp_and_colours_under_alpha_where_they_are()
    {
        TestImage.WriteTransparent(In("a.png"), 200, 100);
        Resize("-Size 200,200 -Mode Pad -Background navy -Blur 8");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.At(0.75, 0.2).IsNear(Navy, 1));
        Assert.True(picture.At(0.9, 0.35).IsNear(Rgb.Green, 30), $"{picture.At(0.9, 0.35)}");
    }

    [Theory]
    [InlineData("a.jpg", "10,navy")]
    [InlineData("a.png", "'10,#000080'")]
    [InlineData("a.webp", "'10,navy'")]
    [InlineData("a.gif", "10,navy")]
    public void A_border_is_around_the_size_and_told_in_the_result(string name, string border)
    {
        TestImage.Write(In(name), 320, 240);
        RunOutput output = Resize($"-Size 160 -Border {border}");
        Assert.Empty(output.Errors);
        Assert.Equal((180, 140), (output.The<int>("Width"), output.The<int>("Height")));
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((180, 140), (picture.Width, picture.Height));
        Assert.True(picture.At(0.02, 0.5).IsNear(Navy, 25) && picture.At(0.5, 0.98).IsNear(Navy, 25));
        Assert.True(picture.At(0.2, 0.2).IsNear(Rgb.Red, 40) && picture.At(0.8, 0.8).IsNear(Rgb.Blue, 40));
    }

    [Fact]
    public void The_dimensions_in_exif_are_those_with_the_border()
    {
        TestImage.WriteWithMetadata(In("a.jpg"), 320, 240);
        Resize("-Size 160 -Border 10");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.StartsWith("180", (string)picture.Field("exif-ifd2-PixelXDimension"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    [InlineData("a.bmp")]
    public void A_watermark_is_laid_over_at_its_place_and_scale(string name)
    {
        TestImage.Write(In(name), 800, 600);
        WriteMark(Folder["mark.png"]);
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Destination $args[1] -Size 400 -Watermark @{ Path = $args[2]; Scale = 0.25; Margin = 20; Position = 'BottomRight' }", In(name), Out(), Folder["mark.png"]);
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((400, 300), (picture.Width, picture.Height));
        var black = new Rgb(0, 0, 0);
        Assert.True(picture.At(330.0 / 400, 255.0 / 300).IsNear(black, 20), $"{picture.At(330.0 / 400, 255.0 / 300)}");
        Assert.True(picture.At(285.0 / 400, 235.0 / 300).IsNear(black, 20) && picture.At(376.0 / 400, 276.0 / 300).IsNear(black, 20));
        Assert.True(picture.At(274.0 / 400, 255.0 / 300).IsNear(Rgb.Blue, 40) && picture.At(386.0 / 400, 255.0 / 300).IsNear(Rgb.Blue, 40));
    }

    [Theory]
    [InlineData("mark.jpg")]
    [InlineData("mark.webp")]
    [InlineData("mark.tif")]
    [InlineData("mark.bmp")]
    public void Any_image_that_is_read_is_a_watermark_upright(string mark)
    {
        TestImage.Write(In("a.png"), 400, 300);
        if (mark.EndsWith(".jpg", StringComparison.Ordinal))
            TestImage.WriteOriented(Folder[mark], 6, 200, 100);
        else
            TestImage.Write(Folder[mark], 200, 100);
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Destination $args[1] -Watermark @{ Path = $args[2]; Scale = 0.5; Margin = 0; Position = 'Center' }", In("a.png"), Out(), Folder[mark]);
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.At(130.0 / 400, 125.0 / 300).IsNear(Rgb.Red, 40) && picture.At(270.0 / 400, 175.0 / 300).IsNear(Rgb.Blue, 40));
        Assert.True(picture.At(130.0 / 400, 175.0 / 300).IsNear(Rgb.Yellow, 40) && picture.At(270.0 / 400, 125.0 / 300).IsNear(Rgb.Green, 40));
    }

    [Fact]
    public void Opacity_mixes_and_tiles_are_all_over()
    {
        TestImage.Write(In("a.png"), 400, 400);
        WriteMark(Folder["mark.png"]);
        Session.Run("Invoke-ImageResize $args[0] -Destination $args[1] -Watermark @{ Path = $args[2]; Scale = 0.1; Margin = 10; Opacity = 0.5; Tile = $true }", In("a.png"), Out(), Folder["mark.png"]);
        using Picture picture = Picture.Open(Out("a.png"));
        int dark = 0;
        for (int y = 0; y < 400; y += 5)
            for (int x = 0; x < 200; x += 5)
                dark += picture.At((x + 0.01) / 399, (y + 0.01) / 399) is { R: >= 105 and <= 120 } ? 1 : 0;

        // Marks of 40 by 20 pixels, 50 by 30 apart: over half of the area, half as bright.
        Assert.InRange(dark / 3200.0, 0.40, 0.62);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void A_watermark_for_which_the_margins_leave_no_room_is_told(int margin, bool isTold)
    {
        TestImage.Write(In("a.jpg"), 400, 400);
        RunOutput output = Resize($"-Size 100 -Watermark @{{ Text = 'a'; Margin = {margin} }} -Verbose");
        Assert.Equal("Resized", output.The<string>("Status"));
        Assert.Equal(isTold, output.Verbose.Any(line => line.Contains("has no watermark", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_is_drawn()
    {
        using (Image gray = (Image.Black(600, 300, bands: 3) + 90).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
            gray.WriteToFile(In("a.png"));
        RunOutput output = Resize("-Watermark @{ Text = '<b>& © 2026'; Scale = 0.5; Opacity = 1; Color = 'yellow'; Position = 'Center' }");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        int yellow = 0, left = 600, right = 0;
        for (int y = 100; y < 200; y++)
        {
            for (int x = 0; x < 600; x++)
            {
                if (picture.At((x + 0.01) / 599, (y + 0.01) / 299) is { R: > 200, G: > 200, B: < 80 })
                    (yellow, left, right) = (yellow + 1, Math.Min(left, x), Math.Max(right, x));
            }
        }

        Assert.True(yellow > 300, $"{yellow}");
        Assert.InRange(right - left, 280, 302);
        Assert.InRange((left + right) / 2.0, 292, 308);
    }

    [Fact]
    public void Animations_grey_and_deep_images_get_it_too()
    {
        TestImage.WriteAnimation(In("a.gif"), 3, 200, 120);
        TestImage.WriteDeepRamp(In("b.png"), 512, 256);
        TestImage.WriteTransparent(In("c.png"), 200, 120);
        WriteMark(Folder["mark.png"]);
        RunOutput output = Session.Run("Invoke-ImageResize $args[0] -Destination $args[1] -Watermark @{ Path = $args[2]; Position = 'Center'; Scale = 0.5 }", Path.GetDirectoryName(In("a.gif"))!, Out(), Folder["mark.png"]);
        Assert.Empty(output.Errors);
        using Picture animation = Picture.Open(Out("a.gif")), deep = Picture.Open(Out("b.png")), transparent = Picture.Open(Out("c.png"));
        for (int frame = 0; frame < 3; frame++)
            Assert.True(animation.At(0.5, 0.5, frame).IsNear(new Rgb(0, 0, 0), 20));
        Assert.True(deep.IsDeep);
        Assert.Equal(0, deep.Samples(0.6, 0.5)[0]);
        Assert.InRange(deep.Samples(0.9, 0.1)[0], 57_000, 60_000);
        Assert.Equal(255, transparent.Samples(0.4, 0.5)[3]);
        Assert.Equal(0, transparent.Samples(0.1, 0.1)[3]);
    }

    [Fact]
    public void A_path_alone_is_a_watermark_relative_to_the_location()
    {
        TestImage.Write(In("a.png"), 400, 300);
        WriteMark(Folder["mark.png"]);
        RunOutput output = Session.Run("Push-Location $args[2]; try { Invoke-ImageResize $args[0] -Destination $args[1] -Watermark mark.png } finally { Pop-Location }", In("a.png"), Out(), Folder.Path);
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.At(0.85, 0.9).IsNear(new Rgb(0, 0, 0), 20));
    }

    [Theory]
    [InlineData("-Watermark missing.png", "InvalidWatermark", "missing.png")]
    [InlineData("-Watermark @{ Path = 'broken.png' }", "InvalidWatermark", "broken.png")]
    [InlineData("-Watermark missing.png", "InvalidWatermark", "There is no such file.")]
    [InlineData("-Watermark in", "InvalidWatermark", "It is a folder.")]
    [InlineData("-Watermark cut.jpg", "InvalidWatermark", "Give one that is whole.")]
    [InlineData("-Watermark @{ Text = 'a' * 1001 }", "ParameterArgumentTransformationError", "more than 1000 characters")]
    [InlineData("-Watermark @{ Text = '' }", "ParameterArgumentTransformationError", "Text")]
    [InlineData("-Watermark @{ Opacity = 1 }", "ParameterArgumentTransformationError", "either Path or Text")]
    [InlineData("-Watermark @{ Path = 'a'; Text = 'b' }", "ParameterArgumentTransformationError", "either Path or Text")]
    [InlineData("-Watermark @{ Text = 'a'; Opacity = 2 }", "ParameterArgumentTransformationError", "0 to 1")]
    [InlineData("-Watermark @{ Text = 'a'; Scale = 0 }", "ParameterArgumentTransformationError", "0.001 to 1")]
    [InlineData("-Watermark @{ Text = 'a'; Colour = 'red' }", "ParameterArgumentTransformationError", "Color")]
    [InlineData("-Watermark @{ Text = 'a'; Position = 'Attention' }", "ParameterArgumentTransformationError", "corner")]
    [InlineData("-Border -1", "ParameterArgumentTransformationError", "10,navy")]
    [InlineData("-Border '5,reddish'", "ParameterArgumentTransformationError", "#1a2b3c")]
    [InlineData("-Blur 3 -Sharpen 30", "BlurConflict", "Leave one")]
    [InlineData("-Rotate 400", "ParameterArgumentValidationError", "360")]
    [InlineData("-Flip Sideways", "CannotConvertArgument", "Horizontal")]
    [InlineData("-AutoTrim -TrimTolerance 300", "ParameterArgumentValidationError", "255")]
    public void What_cannot_be_is_one_error_before_any_work(string parameters, string id, string text)
    {
        TestImage.Write(In("a.jpg"));
        TestImage.Write(In("b.jpg"));
        File.WriteAllText(Folder["broken.png"], "no image");
        File.WriteAllBytes(Folder["cut.jpg"], File.ReadAllBytes(In("a.jpg"))[..^2000]);
        RunOutput output = Session.Run($"Push-Location $args[2]; try {{ Invoke-ImageResize $args[0] -Destination $args[1] {parameters} }} finally {{ Pop-Location }}", Path.GetDirectoryName(In("a.jpg"))!, Out(), Folder.Path);
        Assert.StartsWith(id, Assert.Single(output.ErrorIds), StringComparison.Ordinal);
        Assert.Contains(text, output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(output.Objects);
        Assert.False(Directory.Exists(Out()));
    }

    /// <summary>A black bar on transparent ground, twice as wide as it is high.</summary>
    private static void WriteMark(string path)
    {
        using Image black = Image.Black(200, 100, bands: 3).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image mark = black.Bandjoin(255.0);
        mark.WriteToFile(path);
    }
}
