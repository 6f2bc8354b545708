using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class SeveralFormatsTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.tif")]
    [InlineData("a.bmp")]
    public void Each_size_comes_in_each_format(string name)
    {
        TestImage.Write(In(name), 320, 240);
        RunOutput output = Resize("-Size '200x','100x' -Format jpg,webp,png");
        Assert.Empty(output.Errors);
        string[] expected = ["a-200x.jpg", "a-200x.webp", "a-200x.png", "a-100x.jpg", "a-100x.webp", "a-100x.png"];
        Assert.Equal(expected, output.All<string>("Name"));
        foreach (string file in expected)
        {
            using Picture picture = Picture.Open(Out(file));
            int width = file.Contains("200", StringComparison.Ordinal) ? 200 : 100;
            Assert.Equal((width, width * 3 / 4), (picture.Width, picture.Height));
            Assert.True(picture.IsUpright(40));
        }

        Assert.Equal(["Jpeg", "WebP", "Png", "Jpeg", "WebP", "Png"], output.All<string>("Format"));
    }

    [Theory]
    [InlineData("a.jpg", "ImageResize.Jpeg ")]
    [InlineData("a.png", "ImageResize.Png ")]
    public void Our_decoder_makes_every_format_of_one_image(string name, string engine)
    {
        TestImage.Write(In(name), 320, 240);
        RunOutput output = Resize("-Size 100 -Format jpg,png,webp,tiff,avif,gif,bmp,ico");
        Assert.Empty(output.Errors);
        Assert.Equal(8, output.All<string>("Engine").Count(made => made.StartsWith(engine, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-Metadata None", false)]
    public void A_PNG_tells_the_density_of_the_JPEG_that_it_is_made_of(string parameters, bool isKept)
    {
        TestImage.Write(In("a.jpg"), 320, 240);
        byte[] jpeg = File.ReadAllBytes(In("a.jpg"));

        // Behind the name and the version: the unit, here inches, and the density across and down (ITU-T T.871, 10.1).
        byte[] jfif = [0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 2, 1, 300 >> 8, 300 & 255, 300 >> 8, 300 & 255, 0, 0];
        File.WriteAllBytes(In("a.jpg"), [.. jpeg[..2], .. jfif, .. jpeg[2..]]);
        Assert.Empty(Resize($"-Size 100 -Format png {parameters}").Errors);

        // 300 to the inch are 11,811 to the metre (PNG specification, 11.3.4.3).
        byte[] density = [.. "pHYs"u8, 0, 0, 11_811 >> 8, 11_811 & 255, 0, 0, 11_811 >> 8, 11_811 & 255, 1];
        Assert.Equal(isKept, File.ReadAllBytes(Out("a.png")).AsSpan().IndexOf(density) > 0);
    }

    [Fact]
    public void A_format_named_twice_is_made_once()
    {
        TestImage.Write(In("a.png"), 64, 48);
        Assert.Equal(["a.jpg", "a.webp"], Resize("-Size 32 -Format jpg,Jpeg,.jpeg,webp").All<string>("Name"));
    }

    [Fact]
    public void An_image_that_fits_is_copied_for_its_own_format_and_converted_for_the_other()
    {
        TestImage.Write(In("a.png"), 64, 48);
        RunOutput output = Resize("-Size 100 -Format png,webp");
        Assert.Equal(["Copied", "Resized"], output.All<string>("Status"));
        Assert.Equal(File.ReadAllBytes(In("a.png")), File.ReadAllBytes(Out("a.png")));
    }

    [Fact]
    public void A_format_that_is_not_written_among_others_is_told()
    {
        TestImage.Write(In("a.png"), 64, 48);
        RunOutput refused = Resize("-Size 32 -Format jpg,tga");
        Assert.Contains("read and not written", Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void One_warning_tells_of_the_formats_that_a_parameter_does_not_count_for()
    {
        TestImage.Write(In("a.png"), 64, 48);
        string warning = Assert.Single(Resize("-Size 32 -Format jpg,png,bmp -Quality 70").Warnings);
        Assert.Equal("-Quality is for JPEG, WebP, AVIF and JPEG XL; PNG and BMP outputs are made without it.", warning);
    }

    [Fact]
    public void A_resumed_run_with_another_format_makes_what_is_missing()
    {
        TestImage.Write(In("a.jpg"), 64, 48);
        string journal = Folder["run.jsonl"];
        Resize($"-Size 32 -Format jpg,webp -JournalPath '{journal}'");
        Assert.Equal(["Skipped", "Skipped"], Resize($"-Size 32 -Format jpg,webp -JournalPath '{journal}' -Resume").All<string>("Status"));
        File.Delete(Out("a.webp"));
        Assert.Equal(["Skipped", "Resized"], Resize($"-Size 32 -Format jpg,webp -JournalPath '{journal}' -Resume").All<string>("Status"));
    }

    [Fact]
    public void What_would_be_made_is_told_for_each_format()
    {
        TestImage.Write(In("a.jpg"), 64, 48);
        RunOutput output = Resize("-Size 32 -Format jpg,webp -WhatIf");
        Assert.Empty(output.Objects);
        Assert.False(Directory.Exists(Out()));
    }
}
