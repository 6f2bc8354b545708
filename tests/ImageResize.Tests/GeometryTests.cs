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
    [InlineData("-Size 800,600 -Format bmp")]
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
