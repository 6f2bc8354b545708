using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>BMP, TGA, PNM and icons, in and out.</summary>
public sealed class BitmapFormatTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("bmp", "Bmp", "bmp")]
    [InlineData("tga", "Tga", "png")]
    [InlineData("ppm", "Pnm", "png")]
    [InlineData("cur", "Cur", "png")]
    [InlineData("ico", "Ico", "ico")]
    public void An_image_keeps_its_format_or_gets_the_nearest_one_that_is_written(string extension, string source, string output)
    {
        BitmapSamples.Write(In("a." + extension), 128, 96);

        RunOutput run = Resize("-Size 64");

        Assert.Empty(run.Errors);
        Assert.Equal(source, run.The<object>("SourceFormat").ToString());
        Assert.Equal(Out("a." + output), run.The<string>("Path"));
        using Picture picture = Picture.Open(Out("a." + output));
        Assert.Equal((64, 48), (picture.Width, picture.Height));
        Assert.True(picture.At(0.8, 0.2).IsNear(Rgb.Green) && picture.At(0.8, 0.8).IsNear(Rgb.Blue));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tiff")]
    [InlineData("avif")]
    [InlineData("bmp")]
    [InlineData("ico")]
    public void Each_becomes_any_format_that_is_written(string format)
    {
        foreach (string extension in (string[])["bmp", "tga", "ppm"])
            BitmapSamples.Write(In($"{extension}.{extension}"), 128, 96);

        RunOutput run = Resize($"-Size 64 -Format {format}");

        Assert.Empty(run.Errors);
        Assert.All(run.All<string>("Path"), path =>
        {
            using Picture picture = Picture.Open(path);
            Assert.Equal((64, 48), (picture.Width, picture.Height));
            Assert.True(picture.IsUpright(40), path);
        });
        Assert.Equal(3, run.Objects.Length);
    }

    [Theory]
    [InlineData("ico")]
    [InlineData("pam")]
    public void What_is_transparent_stays_so_and_is_white_in_a_JPEG(string extension)
    {
        BitmapSamples.Write(In("a." + extension), 128, 96);

        RunOutput png = Resize("-Size 64 -Format png"), jpeg = Resize("-Size 64 -Format jpg");

        using Picture kept = Picture.Open(png.The<string>("Path")), flat = Picture.Open(jpeg.The<string>("Path"));
        Assert.True(kept.Samples(0.1, 0.5)[3] < 10 && kept.Samples(0.9, 0.5)[3] > 245);
        Assert.True(flat.At(0.1, 0.2).IsNear(Rgb.White) && flat.At(0.8, 0.8).IsNear(Rgb.Blue));
    }

    [Fact]
    public void Sixteen_bits_of_a_PGM_stay_sixteen_bits()
    {
        BitmapSamples.Write(In("a.pgm"), 128, 96);

        using Picture picture = Picture.Open(Resize("-Size 64").The<string>("Path"));

        Assert.True(picture.IsDeep);
        Assert.Equal(["Depth"], Resize("-Size 64 -Format jpeg").The<string[]>("Dropped"));
        Assert.Equal(Rgb.Red.R * 257, picture.Samples(0.2, 0.2)[0], 300.0);
    }

    [Fact]
    public void An_icon_holds_all_the_usual_sizes_up_to_the_one_asked_for()
    {
        TestImage.WriteTransparent(In("a.png"), 640, 640);

        RunOutput run = Resize("-Size 256 -Format ico");

        byte[] icon = File.ReadAllBytes(run.The<string>("Path"));
        Assert.Equal([16, 24, 32, 48, 64, 128, 0], Enumerable.Range(0, icon[4]).Select(i => (int)icon[6 + i * 16]));
        using Picture picture = Picture.Open(run.The<string>("Path"));
        Assert.Equal((256, 256), (picture.Width, picture.Height));
        Assert.True(picture.Samples(0.1, 0.5)[3] < 10 && picture.At(0.8, 0.8).IsNear(Rgb.Blue));
    }

    [Fact]
    public void An_icon_is_not_larger_than_icons_are()
    {
        TestImage.Write(In("a.png"));
        Assert.Equal(["TooLarge"], Resize("-Size 300 -Format ico").ErrorIds);
    }

    [Fact]
    public void The_picture_of_an_icon_may_be_a_PNG()
    {
        TestImage.Write(In("a.png"), 512, 512);
        string icon = Resize("-Size 256 -Format ico").The<string>("Path");

        RunOutput run = Session.Run("Invoke-ImageResize $args[0] -Destination $args[1] -Size 128 -Format png", icon, Out("again"));

        Assert.Empty(run.Errors);
        Assert.Contains("(ICO)", run.The<string>("Engine"), StringComparison.Ordinal);
        using Picture picture = Picture.Open(run.The<string>("Path"));
        Assert.Equal(128, picture.Width);
        Assert.True(picture.IsUpright());
    }

    [Theory]
    [InlineData("bmp")]
    [InlineData("tga")]
    [InlineData("ppm")]
    [InlineData("ico")]
    public void A_file_that_breaks_off_is_damaged_for_every_output_and_salvaged_on_request(string extension)
    {
        byte[] file = File.ReadAllBytes(BitmapSamples.Write(In("a." + extension), 128, 96));
        foreach (int length in (int[])[file.Length * 99 / 100 - 4, file.Length * 6 / 10, file.Length / 5])
        {
            File.WriteAllBytes(In("a." + extension), file[..length]);
            foreach (string format in (string[])["jpeg", "png", "bmp"])
            {
                RunOutput output = Resize($"-Size 64 -Format {format}");
                Assert.Equal(["Damaged"], output.ErrorIds);
                if (extension != "ico")
                    Assert.Contains("-OnDamage Salvage", output.Errors[0].ToString(), StringComparison.Ordinal);
            }

            if (extension == "ico")
                continue;
            RunOutput salvaged = Resize("-Size 64 -Format png -OnDamage Salvage");
            Assert.Contains("What could be decoded was kept", Assert.Single(salvaged.The<string[]>("Warnings")), StringComparison.Ordinal);
            File.Delete(salvaged.The<string>("Path"));
        }
    }

    [Fact]
    public void The_profile_of_a_BMP_is_kept_where_the_output_holds_one_and_else_applied()
    {
        using Image corners = TestImage.Corners(64, 48);
        using Image wide = corners.IccTransform("p3", inputProfile: "srgb");
        byte[] profile = (byte[])wide.Get("icc-profile-data"), plain = BitmapSamples.Bmp(wide.WriteToMemory<byte>(), 64, 48);

        // A header of version 5 in the place of the one of 40 bytes, and the profile behind the pixels.
        byte[] header = [.. plain[14..54], .. new byte[84]];
        BitConverter.GetBytes(124).CopyTo(header, 0);
        "DEBM"u8.CopyTo(header.AsSpan(56));
        BitConverter.GetBytes(124 + plain.Length - 54).CopyTo(header, 112);
        BitConverter.GetBytes(profile.Length).CopyTo(header, 116);
        File.WriteAllBytes(In("a.bmp"), [.. plain[..10], .. BitConverter.GetBytes(138), .. header, .. plain[54..], .. profile]);

        string png = Resize("-Size 32 -Format png").The<string>("Path"), bmp = Resize("-Size 32").The<string>("Path");

        using Picture kept = Picture.Open(png), applied = Picture.Open(bmp);
        Assert.Equal(profile, (byte[])kept.Field("icc-profile-data"));
        Assert.False(kept.At(0.2, 0.2).IsNear(Rgb.Red, 8));
        Assert.True(applied.At(0.2, 0.2).IsNear(Rgb.Red, 8) && applied.At(0.8, 0.2).IsNear(Rgb.Green, 8));
    }

    [Fact]
    public void A_wide_gamut_becomes_sRGB_in_a_format_that_holds_no_profile()
    {
        using Image corners = TestImage.Corners(64, 48);
        using Image wide = corners.IccTransform("p3", inputProfile: "srgb");
        wide.Pngsave(In("a.png"));

        using Picture picture = Picture.Open(Resize("-Size 32 -Format bmp").The<string>("Path"));

        Assert.True(picture.At(0.2, 0.2).IsNear(Rgb.Red, 8) && picture.At(0.8, 0.8).IsNear(Rgb.Blue, 8));
    }

    [Fact]
    public void Further_pictures_in_a_file_are_told()
    {
        File.WriteAllText(In("a.pgm"), "P5 1 1 255\naP5 1 1 255\nb");
        RunOutput output = Resize("-Size 64");
        Assert.Contains("Only the first of several pictures in the file was kept.", output.The<string[]>("Warnings"));
        Assert.Equal(["Pictures"], output.The<string[]>("Dropped"));
        Assert.Equal(["WouldLose"], Resize("-Size 64 -OnLoss Fail -IfExists Overwrite").ErrorIds);
    }

    [Theory]
    [InlineData("bmp")]
    [InlineData("ico")]
    public void What_is_written_can_be_replaced(string extension)
    {
        string path = BitmapSamples.Write(In("a." + extension), 128, 96);

        RunOutput run = Session.Run("Invoke-ImageResize $args[0] -Size 64 -InPlace -Force", path);

        Assert.Empty(run.Errors);
        using Picture picture = Picture.Open(path);
        Assert.Equal(64, picture.Width);
    }

    [Fact]
    public void A_text_under_the_name_of_a_TGA_is_no_image()
    {
        File.WriteAllText(In("a.tga"), "This is what somebody wrote down, and it has no pixel.");
        Assert.Equal(["NotAnImage"], Resize("-Size 64").ErrorIds);
    }

    [Theory]
    [InlineData("tga")]
    [InlineData("cur")]
    public void What_is_not_written_is_not_replaced(string extension)
    {
        string path = BitmapSamples.Write(In("a." + extension), 128, 96);
        byte[] before = File.ReadAllBytes(path);

        RunOutput run = Session.Run("Invoke-ImageResize $args[0] -Size 64 -InPlace -Force", path);

        Assert.Equal(["UnsupportedFormat"], run.ErrorIds);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("tga")]
    [InlineData("Raw")]
    [InlineData(".pnm")]
    public void A_format_that_is_only_read_cannot_be_asked_for(string format)
    {
        TestImage.Write(In("a.png"));

        RunOutput run = Resize($"-Size 64 -Format {format}");

        Assert.Empty(run.Objects);
        Assert.Contains("is read and not written", Assert.Single(run.Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("webp,nonsense")]
    public void A_format_that_is_none_is_told_which_there_are(string format)
    {
        TestImage.Write(In("a.png"));
        RunOutput run = Resize($"-Size 64 -Format {format}");
        Assert.Empty(run.Objects);
        string text = Assert.Single(run.Errors).ToString();
        Assert.Contains("Avif", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tga", text, StringComparison.Ordinal);
    }

    /// <summary>The reader had no part in writing.</summary>
    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tif")]
    [InlineData("bmp")]
    public void An_independent_reader_sees_the_same_picture(string format)
    {
        TestImage.Write(In("a.png"), 320, 240);
        string path = Resize($"-Size 160 -Format {format}").The<string>("Path");

        using Image other = OtherReader.Decode(File.ReadAllBytes(path));

        Assert.Equal((160, 120), (other.Width, other.Height));
        foreach ((int x, int y, Rgb color) in ((int, int, Rgb)[])[(30, 30, Rgb.Red), (130, 30, Rgb.Green), (130, 90, Rgb.Blue), (30, 90, Rgb.Yellow)])
        {
            double[] pixel = other.Getpoint(x, y);
            Assert.True(new Rgb((int)pixel[0], (int)pixel[1], (int)pixel[2]).IsNear(color, 12), $"{format} at {x}, {y}");
        }
    }
}
