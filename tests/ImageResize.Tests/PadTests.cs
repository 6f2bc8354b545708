using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class PadTests(EngineSession session) : ModuleTest(session)
{
    private static readonly Rgb Navy = new(0, 0, 128);

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    [InlineData("a.avif")]
    [InlineData("a.gif")]
    [InlineData("a.bmp")]
    public void Padding_gives_the_box_with_the_picture_whole_and_the_background_around_it(string name)
    {
        TestImage.Write(In(name), 640, 480);
        RunOutput output = Resize("-Size 200,200 -Mode Pad -Background navy");
        Assert.Empty(output.Errors);
        Assert.Equal((200, 200), (output.The<int>("Width"), output.The<int>("Height")));
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((200, 200), (picture.Width, picture.Height));
        Assert.True(picture.At(0.5, 0.03).IsNear(Navy, 20) && picture.At(0.5, 0.97).IsNear(Navy, 20), name);
        Assert.True(picture.At(0.25, 0.2).IsNear(Rgb.Red, 40) && picture.At(0.75, 0.8).IsNear(Rgb.Blue, 40), name);
    }

    [Theory]
    [InlineData("Top", 0.02, 0.98)]
    [InlineData("Bottom", 0.98, 0.02)]
    public void The_position_places_the_picture_in_the_padding(string position, double inside, double outside)
    {
        TestImage.Write(In("a.png"), 640, 320);
        Resize($"-Size 100,100 -Mode Pad -Background black -Position {position}");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.False(picture.At(0.25, inside).IsNear(new Rgb(0, 0, 0), 20));
        Assert.True(picture.At(0.25, outside).IsNear(new Rgb(0, 0, 0), 2));
    }

    [Fact]
    public void Padding_is_white_without_a_background_and_transparent_where_the_picture_has_alpha()
    {
        TestImage.Write(In("a.png"), 640, 320);
        TestImage.WriteTransparent(In("b.png"), 640, 320);
        Assert.Empty(Resize("-Size 100,100 -Mode Pad").Errors);
        using Picture opaque = Picture.Open(Out("a.png")), transparent = Picture.Open(Out("b.png"));
        Assert.False(opaque.HasAlpha);
        Assert.True(opaque.At(0.5, 0.02).IsNear(Rgb.White, 1));
        Assert.True(transparent.HasAlpha);
        Assert.Equal(0, transparent.Samples(0.5, 0.02)[3]);
    }

    [Theory]
    [InlineData("transparent", 0)]
    [InlineData("'#ff000080'", 128)]
    public void A_background_that_shines_through_gives_alpha_to_what_can_hold_it(string background, int alpha)
    {
        TestImage.Write(In("a.jpg"), 640, 320);
        Assert.Empty(Resize($"-Size 100,100 -Mode Pad -Background {background} -Format png").Errors);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal(alpha, picture.Samples(0.5, 0.02)[3]);
        Assert.Equal(255, picture.Samples(0.5, 0.5)[3]);
    }

    [Fact]
    public void A_jpeg_that_stays_one_gets_what_the_background_makes_on_white_and_that_is_told()
    {
        TestImage.Write(In("a.jpg"), 640, 320);
        Assert.Contains(Resize("-Size 100,100 -Mode Pad -Background '#ff000080'").Warnings, warning => warning.Contains("transparency", StringComparison.Ordinal));
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.True(picture.At(0.5, 0.02).IsNear(new Rgb(255, 127, 127), 8));
    }

    [Fact]
    public void Alpha_is_flattened_on_the_background()
    {
        TestImage.WriteTransparent(In("a.png"), 320, 200);
        TestImage.WriteTransparent(In("b.webp"), 320, 200);
        Assert.Empty(Resize("-Format jpeg -Background '#0a0'").Errors);
        foreach (string name in (string[])["a.jpg", "b.jpg"])
        {
            using Picture picture = Picture.Open(Out(name));
            Assert.True(picture.At(0.1, 0.5).IsNear(new Rgb(0, 170, 0), 8), name);
        }
    }

    [Fact]
    public void Every_frame_of_an_animation_is_padded()
    {
        TestImage.WriteAnimation(In("a.gif"), 3, 120, 60);
        Assert.Empty(Resize("-Size 60,60 -Mode Pad -Background black").Errors);
        using Picture picture = Picture.Open(Out("a.gif"));
        Assert.Equal((60, 60, 3), (picture.Width, picture.Height, picture.Frames));
        for (int frame = 0; frame < 3; frame++)
            Assert.True(picture.At(0.5, 0.05, frame).IsNear(new Rgb(0, 0, 0), 10), $"frame {frame}");
        Assert.True(picture.At(0.5, 0.5, 2).IsNear(Rgb.Blue, 40));
    }

    [Fact]
    public void Grey_images_become_colours_where_the_background_is_one()
    {
        TestImage.WriteGrey(In("a.jpg"), 640, 320);
        Assert.Empty(Resize("-Size 100,100 -Mode Pad -Background red").Errors);
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.True(picture.At(0.5, 0.04).IsNear(new Rgb(255, 0, 0), 12));
    }

    [Fact]
    public void Sixteen_bits_are_padded_as_well()
    {
        TestImage.WriteDeepRamp(In("a.png"), 1024, 64);
        Resize("-Size 64,64 -Mode Pad");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.IsDeep);
        Assert.Equal(65_535, picture.Samples(0.5, 0.05)[0]);
    }

    [Fact]
    public void The_upright_image_is_padded_and_its_dimensions_are_told_as_they_are()
    {
        TestImage.WriteOriented(In("a.jpg"), 6, 640, 480);
        Resize("-Size 200,200 -Mode Pad -Background navy");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.True(picture.At(0.5, 0.03).IsNear(Navy, 20) && picture.At(0.25, 0.2).IsNear(Rgb.Red, 40));
    }

    [Theory]
    [InlineData("-Size 100,100 -Mode Pad -Background reddish", "ParameterArgumentTransformationError")]
    [InlineData("-Size 100,100 -Mode Pad -Background transparent -Format jpeg", "BackgroundConflict")]
    [InlineData("-Size 100,100 -Mode Pad -Position Attention", "PositionConflict")]
    public void What_cannot_be_is_refused_with_what_to_do(string parameters, string id)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Equal([id], output.ErrorIds);
        Assert.Contains("Give", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Fact]
    public void A_picture_that_fills_the_box_needs_no_padding_and_is_copied()
    {
        TestImage.Write(In("a.jpg"), 640, 480);
        RunOutput output = Resize("-Size 640,480 -Mode Pad -Background navy");
        Assert.Equal("Copied", output.The<string>("Status"));
        Assert.Equal(File.ReadAllBytes(In("a.jpg")), File.ReadAllBytes(Out("a.jpg")));
    }

    [Fact]
    public void A_side_alone_is_no_box_to_pad_and_that_is_told()
    {
        TestImage.Write(In("a.png"), 640, 480);
        RunOutput output = Resize("-Size 320x -Mode Pad");
        Assert.Contains(output.Warnings, warning => warning.Contains("box", StringComparison.Ordinal));
        Assert.Equal((320, 240), (output.The<int>("Width"), output.The<int>("Height")));
    }
}
