using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class GeometryTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("-Size 320,320", 320, 240)]
    [InlineData("-Size 320", 320, 240)]
    [InlineData("-Size '320x100'", 133, 100)]
    [InlineData("-Size '320,100'", 133, 100)]
    [InlineData("-Size ([Math]::Round(319.6)),([Math]::Round(100.4))", 133, 100)]
    [InlineData("-Size (640 * 0.5)", 320, 240)]
    [InlineData("-Size '320x'", 320, 240)]
    [InlineData("-Size 'x120'", 160, 120)]
    [InlineData("-Size '50%'", 320, 240)]
    [InlineData("-Size '33.3%'", 213, 160)]
    [InlineData("-Size 100,100 -Mode Stretch", 100, 100)]
    [InlineData("-Size '100x' -Mode Stretch", 100, 480)]
    [InlineData("-Size 1280,1280 -AllowEnlarge", 1280, 960)]
    [InlineData("-Size '150%' -AllowEnlarge", 960, 720)]
    [InlineData("-Size 900,100 -Mode Stretch -AllowEnlarge", 900, 100)]
    public void Every_form_of_size_gives_its_dimensions_and_the_whole_picture(string parameters, int width, int height)
    {
        TestImage.Write(In("a.png"));
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal((width, height), (output.The<int>("Width"), output.The<int>("Height")));
        Assert.True(picture.IsUpright());
    }

    /// <summary>The corners are red, green, blue and yellow, clockwise: of a wide box's image only the kept ones are seen.</summary>
    [Theory]
    [InlineData("a.jpg", "Top", "red", "green")]
    [InlineData("a.jpg", "Bottom", "yellow", "blue")]
    [InlineData("a.png", "TopLeft", "red", "green")]
    [InlineData("a.png", "BottomRight", "yellow", "blue")]
    [InlineData("a.webp", "Bottom", "yellow", "blue")]
    [InlineData("a.tif", "Top", "red", "green")]
    public void Fill_gives_the_box_and_keeps_the_part_that_was_asked_for(string name, string position, string left, string right)
    {
        TestImage.Write(In(name), 640, 480);
        RunOutput output = Resize($"-Size 200,60 -Mode Fill -Position {position}");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((200, 60), (picture.Width, picture.Height));
        var colors = new Dictionary<string, Rgb> { ["red"] = Rgb.Red, ["green"] = Rgb.Green, ["blue"] = Rgb.Blue, ["yellow"] = Rgb.Yellow };
        Assert.True(picture.At(0.2, 0.5).IsNear(colors[left], 40));
        Assert.True(picture.At(0.8, 0.5).IsNear(colors[right], 40));
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.avif")]
    public void Fill_keeps_the_middle_without_a_position(string name)
    {
        TestImage.Write(In(name), 640, 480);
        Resize("-Size 100,100 -Mode Fill");
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((100, 100), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright(40));
        Assert.True(picture.At(0.45, 0.2).IsNear(Rgb.Red, 40) && picture.At(0.55, 0.2).IsNear(Rgb.Green, 40));
    }

    [Fact]
    public void Fill_cuts_the_upright_image()
    {
        TestImage.WriteOriented(In("a.jpg"), 6, 640, 480);
        Resize("-Size 200,60 -Mode Fill -Position Bottom");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal((200, 60), (picture.Width, picture.Height));
        Assert.True(picture.At(0.2, 0.5).IsNear(Rgb.Yellow, 40) && picture.At(0.8, 0.5).IsNear(Rgb.Blue, 40));
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("a.webp")]
    public void Fill_cuts_every_frame_of_an_animation(string name)
    {
        TestImage.WriteAnimation(In(name), 3, 120, 80);
        RunOutput output = Resize("-Size 40,40 -Mode Fill");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((40, 40, 3), (picture.Width, picture.Height, picture.Frames));
        Assert.True(picture.At(0.5, 0.5, 0).IsNear(Rgb.Red, 40) && picture.At(0.5, 0.5, 1).IsNear(Rgb.Green, 40) && picture.At(0.5, 0.5, 2).IsNear(Rgb.Blue, 40));
    }

    [Fact]
    public void Fill_cuts_sixteen_bits_as_well()
    {
        TestImage.WriteDeepRamp(In("a.png"), 1024, 64);
        Resize("-Size 32,32 -Mode Fill -Position Right");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal((32, 32, true), (picture.Width, picture.Height, picture.IsDeep));
        Assert.True(picture.Samples(1, 0.5)[0] > 65_000);
        Assert.InRange(picture.Samples(0, 0.5)[0], 60_000, 63_000);
    }

    [Fact]
    public void Our_scaler_and_libvips_cut_the_same_part()
    {
        TestImage.Write(In("a.jpg"), 637, 481);
        Resize("-Size 90,70 -Mode Fill -Position TopLeft");
        Resize("-Size 90,70 -Mode Fill -Position TopLeft -Format png");
        using Picture ours = Picture.Open(Out("a.jpg")), other = Picture.Open(Out("a.png"));
        for (double at = 0.05; at < 1; at += 0.1)
        {
            Assert.True(ours.At(at, 0.2).IsNear(other.At(at, 0.2), 60));
            Assert.True(ours.At(0.2, at).IsNear(other.At(0.2, at), 60));
        }
    }

    [Fact]
    public void A_position_that_does_nothing_is_told()
    {
        TestImage.Write(In("a.png"));
        Assert.Contains(Resize("-Size 100 -Position Top").Warnings, warning => warning.Contains("-Mode Fill", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_sizes_give_several_files_of_one_image()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize("-Size '320x','x120','25%'");
        Assert.Empty(output.Errors);
        Assert.Equal(["in/a.jpg", "out/a-25pct.jpg", "out/a-320x.jpg", "out/a-x120.jpg"], Folder.Files());
        Assert.Equal([320, 160, 160], output.All<int>("Width"));
    }

    [Fact]
    public void An_image_is_not_enlarged_but_copied_byte_for_byte()
    {
        TestImage.Write(In("a.jpg"), 300, 200);
        RunOutput output = Resize("-Size 800,600");
        Assert.Equal("Copied", output.The<string>("Status"));
        Assert.Equal(File.ReadAllBytes(In("a.jpg")), File.ReadAllBytes(Out("a.jpg")));
    }

    [Theory]
    [InlineData("-Size 800,600 -Format png")]
    [InlineData("-Size 800,600 -Metadata None")]
    [InlineData("-Format png")]
    [InlineData("-Metadata ColorProfile")]
    public void An_image_that_fits_is_converted_when_something_else_was_asked_for(string parameters)
    {
        TestImage.Write(In("a.jpg"), 300, 200);
        Assert.Equal("Resized", Resize(parameters).The<string>("Status"));
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
    public void Every_orientation_comes_out_upright_with_its_tag_reset(int orientation)
    {
        TestImage.WriteOriented(In("a.jpg"), orientation);
        RunOutput output = Resize("-Size 320,320");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal((320, 240), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright());
        Assert.True(!picture.Has("orientation") || (int)picture.Field("orientation") == 1);
    }

    [Theory]
    [InlineData("-Size 0,600")]
    [InlineData("-Size -1,600")]
    [InlineData("-Size 'abc'")]
    [InlineData("-Size 100.5,100.5")]
    [InlineData("-Size '800,'")]
    [InlineData("-Size ',600'")]
    [InlineData("-Size ([double]::NaN)")]
    [InlineData("-Size 1,2,3")]
    [InlineData("-Size '0%'")]
    [InlineData("-Size 'x'")]
    [InlineData("-Size 1000000,2")]
    [InlineData("-Size 800,600 -Quality 0")]
    [InlineData("-Size 800,600 -Quality 101")]
    [InlineData("-Size 800,600 -ThrottleLimit 0")]
    [InlineData("-Size 800,600 -Mode Squash")]
    [InlineData("-Size 800,600 -Format psd")]
    public void A_wrong_parameter_ends_the_command_before_any_work(string parameters)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Single(output.Errors);
        Assert.Empty(output.Objects);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Fact]
    public void Without_anything_to_do_the_command_says_what_to_give()
    {
        RunOutput output = Resize(string.Empty);
        Assert.Equal(["NothingToDo"], output.ErrorIds);
        Assert.Contains("-Size", output.Errors[0].ToString(), StringComparison.Ordinal);
    }
}
