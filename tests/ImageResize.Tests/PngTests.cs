using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>PNG to PNG and to JPEG, which our own codecs do.</summary>
public sealed class PngTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("png", "a.png")]
    [InlineData("jpeg", "a.jpg")]
    public void Both_ways_are_the_engines_own_and_give_the_whole_picture(string format, string name)
    {
        TestImage.Write(In("a.png"));
        RunOutput output = Resize($"-Size 200 -Format {format}");
        Assert.Empty(output.Errors);
        Assert.StartsWith("ImageResize.Png", output.The<string>("Engine"), StringComparison.Ordinal);
        using Picture picture = Picture.Open(Out(name));
        Assert.Equal((200, 150), (picture.Width, picture.Height));
        Assert.True(picture.IsUpright());
    }

    [Theory]
    [InlineData("-Size 300 -Quality 95", 300, 225)]
    [InlineData("-Size 300", 300, 225)]
    [InlineData("-Size 299", 299, 224)]
    [InlineData("-Size 301,99 -Mode Stretch", 301, 99)]
    [InlineData("-Size 30,21 -Mode Stretch -Quality 95", 30, 21)]
    [InlineData("-Size 1,1 -Mode Stretch", 1, 1)]
    public void A_jpeg_of_it_is_what_libvips_makes_of_the_same_pixels(string parameters, int width, int height)
    {
        TestImage.Write(In("a.png"), 640, 480);
        RunOutput output = Resize($"{parameters} -Format jpeg");
        Assert.Empty(output.Errors);
        using Image made = Image.NewFromFile(Out("a.jpg"));
        using Image corners = TestImage.Corners(640, 480);
        using Image expected = corners.Resize(width / 640.0, vscale: height / 480.0);
        Assert.Equal((width, height), (made.Width, made.Height));
        using Image difference = (made - expected).Abs();
        Assert.True(difference.Avg() < 6, $"They differ by {difference.Avg()}.");
    }

    [Fact]
    public void Half_transparent_colours_stay_to_the_last_bit()
    {
        using (Image flat = (Image.Black(80, 60, bands: 4) + new double[] { 10, 250, 77, 200 }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
            flat.Pngsave(In("flat.png"));
        Assert.Empty(Resize("-Size 40").Errors);
        using Image made = Image.NewFromFile(Out("flat.png"));
        Assert.Equal([10, 250, 77, 200], made.Getpoint(20, 15));
    }

    [Fact]
    public void What_is_transparent_becomes_white_in_a_jpeg()
    {
        TestImage.WriteTransparent(In("a.png"));
        Assert.Empty(Resize("-Size 200 -Format jpeg").Errors);
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.True(picture.At(0.2, 0.5).IsNear(new Rgb(255, 255, 255), 3));
        Assert.True(picture.At(0.75, 0.25).IsNear(Rgb.Green, 10));
    }

    [Fact]
    public void Grey_stays_one_channel_and_sixteen_bits_stay_sixteen()
    {
        TestImage.WriteDeepRamp(In("deep.png"));
        Assert.Empty(Resize("-Size 512").Errors);
        Assert.Empty(Resize("-Size 512 -Format jpeg").Errors);
        using Picture deep = Picture.Open(Out("deep.png")), jpeg = Picture.Open(Out("deep.jpg"));
        Assert.True(deep.IsDeep);
        Assert.Equal((1, 1), (deep.Bands, jpeg.Bands));
    }

    [Fact]
    public void A_few_colours_come_out_with_a_palette_where_that_is_smaller()
    {
        TestImage.WritePalette(In("a.png"), 640, 480);
        Assert.Empty(Resize("-Size 400,480 -Mode Stretch").Errors);
        Assert.Equal(3, File.ReadAllBytes(Out("a.png"))[25]);
    }

    [Fact]
    public void Metadata_go_along_and_are_put_right()
    {
        using (Image corners = TestImage.Corners(640, 480))
        using (Image stored = corners.Rot270())
        using (Image tagged = stored.Mutate(m =>
        {
            m.Set(GValue.GIntType, "orientation", 6);
            m.Set(GValue.GStrType, "exif-ifd0-Model", "Testcam 3000 (Testcam 3000, ASCII, 13 components, 13 bytes)");
            m.Set(GValue.GStrType, "png-comment-0-Title", "The corners");
        }))
            tagged.Pngsave(In("a.png"));
        Assert.Empty(Resize("-Size 200").Errors);
        Assert.Empty(Resize("-Size 200 -Format jpeg").Errors);
        foreach (string name in new[] { "a.png", "a.jpg" })
        {
            using Picture picture = Picture.Open(Out(name));
            Assert.Equal((200, 150), (picture.Width, picture.Height));
            Assert.True(picture.IsUpright());
            using Image made = Image.NewFromFile(Out(name));
            Assert.StartsWith("Testcam 3000", (string)made.Get("exif-ifd0-Model"), StringComparison.Ordinal);
            Assert.Equal(1, made.Contains("orientation") ? (int)made.Get("orientation") : 1);
        }

        using Image png = Image.NewFromFile(Out("a.png"));
        Assert.Equal("The corners", (string)png.Get("png-comment-0-Title"));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    public void A_cut_file_is_damaged_and_what_is_there_can_be_salvaged(string format)
    {
        TestImage.Write(In("a.png"));
        byte[] bytes = File.ReadAllBytes(In("a.png"));
        File.WriteAllBytes(In("a.png"), bytes[..(bytes.Length * 6 / 10)]);
        Assert.Equal(["Damaged"], Resize($"-Size 200 -Format {format}").ErrorIds);
        RunOutput salvaged = Resize($"-Size 200 -Format {format} -OnDamage Salvage");
        Assert.Empty(salvaged.Errors);
        Assert.Contains("kept", Assert.Single(salvaged.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_outputs_are_made_from_one_decoding()
    {
        TestImage.Write(In("a.png"));
        RunOutput output = Resize("-Size '320x','160x' -Progressive");
        Assert.Empty(output.Errors);
        using Picture large = Picture.Open(Out("a-320x.png")), small = Picture.Open(Out("a-160x.png"));
        Assert.Equal((320, 160), (large.Width, small.Width));
        Assert.True(large.IsUpright() && small.IsUpright());
    }
}
