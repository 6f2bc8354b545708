using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class SalvageTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("jpg", "jpeg")]
    [InlineData("jpg", "png")]
    [InlineData("png", "png")]
    public void What_can_be_decoded_is_written_with_a_warning(string extension, string format)
    {
        string path = TestImage.Write(In("half." + extension), 1600, 1200);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length * 6 / 10)]);
        RunOutput output = Resize($"-Size 400 -Format {format} -OnDamage Salvage");
        Assert.Empty(output.Errors);
        Assert.Equal("Resized", output.The<string>("Status"));
        Assert.Contains("damaged", Assert.Single(output.The<string[]>("Warnings")), StringComparison.Ordinal);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((400, 300), (picture.Width, picture.Height));
        Assert.True(picture.At(0.2, 0.1).IsNear(Rgb.Red));
        Assert.True(picture.At(0.8, 0.1).IsNear(Rgb.Green));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tif")]
    public void A_damaged_image_that_fits_is_not_copied_as_if_it_were_sound(string extension)
    {
        string path = TestImage.Write(In("half." + extension), 90, 60);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length * 7 / 10)]);
        Assert.Equal(["Damaged"], Resize("-Size 100").ErrorIds);
        Assert.False(File.Exists(Out("half." + extension)));
    }

    [Fact]
    public void An_animation_cut_behind_its_first_frame_is_not_copied()
    {
        using (NetVips.Image noise = NetVips.Image.Gaussnoise(60, 240, sigma: 60, mean: 128, seed: 1))
        using (NetVips.Image roll = noise.Cast(NetVips.Enums.BandFormat.Uchar).Bandjoin(noise.Cast(NetVips.Enums.BandFormat.Uchar), noise.Cast(NetVips.Enums.BandFormat.Uchar)))
        using (NetVips.Image animation = roll.Copy(interpretation: NetVips.Enums.Interpretation.Srgb).Mutate(m => m.Set(NetVips.GValue.GIntType, "page-height", 60)))
            animation.Webpsave(In("cut.webp"), lossless: true);
        byte[] whole = File.ReadAllBytes(In("cut.webp"));
        File.WriteAllBytes(In("cut.webp"), whole[..(whole.Length * 9 / 10)]);
        Assert.Equal(["Damaged"], Resize("-Size 100").ErrorIds);
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public void A_sound_animation_that_fits_is_copied(string extension)
    {
        TestImage.WriteAnimation(In("a." + extension));
        Assert.Equal("Copied", Resize("-Size 500").The<string>("Status"));
    }

    [Fact]
    public void An_image_far_longer_than_a_JPEG_can_be_is_copied_when_it_fits()
    {
        TestImage.Write(In("a.png"), 90_000, 4);
        Assert.Equal("Copied", Resize("-Size 100000").The<string>("Status"));
    }

    [Fact]
    public void A_damaged_image_that_fits_is_copied_with_a_warning_when_it_is_to_be_salvaged()
    {
        string path = TestImage.Write(In("half.jpg"), 90, 60);
        byte[] half = File.ReadAllBytes(path)[..^200];
        File.WriteAllBytes(path, half);
        RunOutput output = Resize("-Size 100 -OnDamage Salvage");
        Assert.Equal("Copied", output.The<string>("Status"));
        Assert.Single(output.The<string[]>("Warnings"));
        Assert.Equal(half, File.ReadAllBytes(Out("half.jpg")));
    }

    [Fact]
    public void A_sound_image_bears_no_warning()
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize("-Size 100 -OnDamage Salvage");
        Assert.Empty(output.The<string[]>("Warnings"));
    }

    [Theory]
    [InlineData("jpg", "jpeg")]
    [InlineData("png", "jpeg")]
    [InlineData("jpg", "png")]
    public void Progressive_outputs_come_in_passes(string extension, string format)
    {
        TestImage.Write(In("a." + extension));
        Assert.False(Session.Run("Get-ImageInfo $args[0]", Resize($"-Size 100 -Format {format}").The<string>("Path")).The<bool>("IsInterlaced"));
        RunOutput output = Resize($"-Size 100 -Format {format} -Progressive");
        Assert.True(Session.Run("Get-ImageInfo $args[0]", output.The<string>("Path")).The<bool>("IsInterlaced"));
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.IsUpright());
    }
}
