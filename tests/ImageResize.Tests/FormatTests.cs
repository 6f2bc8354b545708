using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class FormatTests(EngineSession session) : ModuleTest(session)
{
    private static readonly string[] Extensions = ["jpg", "png", "webp", "gif", "tif", "avif"];
    private static readonly string[] Formats = ["jpeg", "png", "webp", "gif", "tiff", "avif"];

    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (string from in Extensions)
            foreach (string to in Formats)
                data.Add(from, to);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_format_converts_to_every_other_with_its_colours(string from, string to)
    {
        TestImage.Write(In("a." + from), 256, 192);
        RunOutput output = Resize($"-Size 128,128 -Format {to}");
        Assert.Empty(output.Errors);
        string extension = Extensions[Array.IndexOf(Formats, to)];
        using Picture picture = Picture.Open(Out("a." + extension));
        Assert.Equal((128, 96), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright(40));
        Assert.Equal(to, output.The<string>("Format"), ignoreCase: true);
    }

    /// <summary>What decoded it, and what encoded it where that is another.</summary>
    [Theory]
    [InlineData("jpg", "jpeg", "ImageResize.Jpeg")]
    [InlineData("png", "png", "ImageResize.Png")]
    [InlineData("png", "webp", "ImageResize.Png, libvips")]
    [InlineData("tif", "jpeg", "ImageResize.Tiff, ImageResize.Jpeg")]
    [InlineData("tif", "tiff", "ImageResize.Tiff")]
    [InlineData("webp", "png", "ImageResize.WebP, ImageResize.Png")]
    [InlineData("avif", "gif", "libvips, ImageResize.Bitmaps")]
    [InlineData("avif", "avif", "libvips")]
    public void A_result_says_what_made_it(string from, string to, string engines)
    {
        TestImage.Write(In("a." + from), 256, 192);
        string[] named = Resize($"-Size 128,128 -Format {to}").The<string>("Engine").Split(", ");
        Assert.Equal(engines, string.Join(", ", named.Select(name => name[..name.IndexOf(' ', StringComparison.Ordinal)])));
    }

    [Fact]
    public void Transparent_pixels_become_white_where_the_output_has_no_alpha()
    {
        TestImage.WriteTransparent(In("a.png"));
        Resize("-Size 320 -Format jpg");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.True(picture.At(0.2, 0.2).IsNear(Rgb.White));
        Assert.True(picture.At(0.8, 0.8).IsNear(Rgb.Blue));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("avif")]
    [InlineData("tiff")]
    public void Alpha_is_kept_where_the_output_has_it(string format)
    {
        TestImage.WriteTransparent(In("a.png"));
        RunOutput output = Resize($"-Size 320 -Format {format}");
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.HasAlpha);
        Assert.True(picture.Samples(0.1, 0.5)[^1] < 10);
        Assert.True(picture.Samples(0.9, 0.5)[^1] > 245);
    }

    [Theory]
    [InlineData("gif", "gif")]
    [InlineData("gif", "webp")]
    [InlineData("webp", "gif")]
    [InlineData("webp", "webp")]
    public void An_animation_keeps_all_its_frames(string from, string to)
    {
        TestImage.WriteAnimation(In("a." + from));
        RunOutput output = Resize($"-Size 60 -Format {to}");
        Assert.Empty(output.Warnings);
        using Picture picture = Picture.Open(Out("a." + to));
        Assert.Equal((60, 40, 3), (picture.Width, picture.Height, picture.Frames));
        Assert.True(picture.At(0.5, 0.5, 0).IsNear(Rgb.Red, 45));
        Assert.True(picture.At(0.5, 0.5, 1).IsNear(Rgb.Green, 45));
        Assert.True(picture.At(0.5, 0.5, 2).IsNear(Rgb.Blue, 45));
    }

    [Theory]
    [InlineData("webp", 4)]
    [InlineData("avif", 3)]
    [InlineData("avif", 4)]
    [InlineData("png", 4)]
    [InlineData("tiff", 4)]
    public void Lossless_outputs_hold_the_very_pixels_also_where_they_are_transparent(string format, int bands)
    {
        using (NetVips.Image noise = NetVips.Image.Gaussnoise(97, 61, mean: 128, sigma: 60, seed: 7))
        using (NetVips.Image image = Joined(noise, bands))
            image.Pngsave(In("a.png"));
        RunOutput output = Resize($"-Format {format} -Lossless");
        Assert.Empty(output.Warnings);
        using NetVips.Image before = NetVips.Image.NewFromFile(In("a.png"));
        using NetVips.Image after = NetVips.Image.NewFromFile(output.The<string>("Path"));
        Assert.Equal(before.Bands, after.Bands);
        using NetVips.Image difference = (before - after).Abs();
        Assert.Equal(0, difference.Max());

        static NetVips.Image Joined(NetVips.Image noise, int bands)
        {
            NetVips.Image[] turned = [noise, noise.Flip(NetVips.Enums.Direction.Horizontal), noise.Flip(NetVips.Enums.Direction.Vertical), noise.Rot(NetVips.Enums.Angle.D180)];
            return turned[0].Bandjoin(turned[1..bands]).Cast(NetVips.Enums.BandFormat.Uchar).Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        }
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("gif")]
    public void Lossless_does_not_go_with_a_format_that_always_loses_something(string format)
    {
        TestImage.Write(In("a.png"));
        RunOutput output = Resize($"-Size 100 -Format {format} -Lossless");
        Assert.Equal(["LosslessConflict"], output.ErrorIds);
        Assert.Contains("WebP", output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void Lossless_of_an_image_that_stays_a_JPEG_is_a_warning()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize("-Size 100 -Lossless");
        Assert.Contains("-Lossless", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal("Resized", output.The<string>("Status"));
    }

    [Theory]
    [InlineData("-Metadata None")]
    [InlineData("-Metadata All")]
    public void An_animation_keeps_its_pace_under_any_metadata_policy(string policy)
    {
        TestImage.WriteAnimation(In("a.gif"));
        Resize($"-Size 60 {policy}");
        using Picture picture = Picture.Open(Out("a.gif"));
        Assert.Equal([70, 70, 70], (int[])picture.Field("delay"));
    }

    [Fact]
    public void Where_only_one_frame_can_be_kept_a_warning_says_so()
    {
        TestImage.WriteAnimation(In("a.gif"));
        RunOutput output = Resize("-Size 60 -Format jpg");
        Assert.Contains("first of 3 frames", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Contains("first of 3 frames", Assert.Single(output.The<string[]>("Warnings")), StringComparison.Ordinal);
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.True(picture.At(0.5, 0.5).IsNear(Rgb.Red));
    }

    [Fact]
    public void Cmyk_becomes_srgb_with_the_right_colours()
    {
        TestImage.WriteCmyk(In("a.jpg"));
        RunOutput output = Resize("-Size 320");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal(3, picture.Bands);

        // Print inks cannot show every colour: what the profile itself gives is the measure.
        using Picture reference = Picture.Open(In("a.jpg"));
        foreach ((double across, double down) in new[] { (0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8) })
            Assert.True(picture.At(across, down).IsNear(reference.At(across, down), 12), $"{picture.At(across, down)} {reference.At(across, down)}");
    }

    [Theory]
    [InlineData("png", true)]
    [InlineData("tiff", true)]
    [InlineData("jpeg", false)]
    public void Sixteen_bits_stay_where_the_output_holds_them(string format, bool deep)
    {
        TestImage.WriteDeepRamp(In("a.png"));
        RunOutput output = Resize($"-Size 512 -Format {format}");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal(deep, picture.IsDeep);
        double scale = deep ? 65_535 : 255;
        Assert.Equal(0.25, picture.Samples(0.25, 0.5)[0] / scale, 0.02);
        Assert.Equal(0.75, picture.Samples(0.75, 0.5)[0] / scale, 0.02);
    }

    [Fact]
    public void Sixteen_bits_with_alpha_and_orientation_scale_right()
    {
        using (NetVips.Image corners = TestImage.Corners(400, 300))
        using (NetVips.Image deep = (corners * 257).Cast(NetVips.Enums.BandFormat.Ushort).Copy(interpretation: NetVips.Enums.Interpretation.Rgb16))
        using (NetVips.Image alpha = deep.Bandjoin(65_535))
            alpha.Pngsave(In("a.png"));
        Resize("-Size 200");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.IsDeep && picture.HasAlpha);
        Assert.Equal(220 * 257, picture.Samples(0.2, 0.2)[0], 600.0);
        Assert.Equal(65_535, picture.Samples(0.2, 0.2)[3], 300.0);
    }

    [Fact]
    public void Grey_stays_grey()
    {
        TestImage.WriteGrey(In("a.jpg"));
        Resize("-Size 320");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.Equal(1, picture.Bands);
    }

    [Fact]
    public void A_palette_is_scaled_by_its_colours_not_by_its_indices()
    {
        TestImage.WritePalette(In("a.png"));
        Resize("-Size 100");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.IsUpright());
    }

    [Fact]
    public void The_content_decides_the_format_and_a_wrong_name_is_told()
    {
        File.Move(TestImage.Write(In("a.png")), In("a.jpg"));
        RunOutput output = Resize("-Size 100");
        Assert.Equal("Png", output.The<string>("Format"));
        Assert.Contains("PNG", Assert.Single(output.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Quality_decides_the_size_of_the_file()
    {
        Session.Run("[ImageResize.SamplePhoto]::Write($args[0], 800, 600, 7)", In("a.jpg"));
        long good = Resize("-Size 400 -Quality 95").The<long>("Length");
        long poor = Resize("-Size 400 -Quality 30").The<long>("Length");
        Assert.True(poor * 2 < good, $"{poor} {good}");
    }

    [Fact]
    public void An_output_beyond_what_the_format_holds_is_refused_with_advice()
    {
        TestImage.Write(In("a.png"), 20_000, 10);
        RunOutput output = Resize("-Format webp");
        Assert.Equal(["TooLarge"], output.ErrorIds);
        Assert.Contains("16383", output.Errors[0].ToString(), StringComparison.Ordinal);
    }
}
