using ImageMagick;
using ImageResize.MoreFormats.Containers;
using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>A JPEG XL whose metadata alone change keeps its code stream.</summary>
public sealed class JxlRewritingTests(EngineSession session) : FurtherModuleTest(session)
{
    [Theory]
    [InlineData("-Metadata None")]
    [InlineData("-Metadata NoLocation")]
    [InlineData("-Artist Somebody")]
    public void The_code_stream_stays_bit_for_bit(string parameters)
    {
        byte[] before = Write();
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        byte[] after = File.ReadAllBytes(Out("a.jxl"));
        Assert.Equal(JxlReader.CodeStream(before), JxlReader.CodeStream(after));
        Assert.NotEqual(before, after);
        using var image = new MagickImage(Out("a.jxl"));
        string? artist = image.GetExifProfile()?.GetValue(ExifTag.Artist)?.Value;
        Assert.Equal(parameters switch { "-Metadata None" => null, "-Artist Somebody" => "Somebody", _ => "Nobody" }, artist);
        Assert.Empty(output.The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData("-Metadata None -Quality 40")]
    [InlineData("-Metadata None -Size 100")]
    public void What_asks_for_other_pixels_gets_them(string parameters)
    {
        byte[] before = Write();
        Assert.Empty(Resize(parameters).Errors);
        Assert.NotEqual(JxlReader.CodeStream(before), JxlReader.CodeStream(File.ReadAllBytes(Out("a.jxl"))));
    }

    [Fact]
    public void A_profile_that_nobody_has_read_is_not_taken_for_that_of_sRGB()
    {
        Samples.Write(In("a.jxl"), change: static image =>
        {
            image.SetProfile(ColorProfiles.ColorMatchRGB);
            image.Quality = 90;
        });
        Assert.Equal("Resized", Resize("-ColorSpace Srgb").The<object>("Status").ToString());
        Assert.Null(Session.Run("(Get-ImageInfo -LiteralPath $args[0]).ColorProfile", Out("a.jxl")).Objects.SingleOrDefault());
    }

    [Fact]
    public void A_file_that_is_cut_off_is_damaged_all_the_same()
    {
        byte[] before = Write();
        File.WriteAllBytes(In("a.jxl"), before[..^9]);
        Assert.Equal(["Damaged"], Resize("-Metadata None").ErrorIds);
    }

    private byte[] Write() => File.ReadAllBytes(Samples.Write(In("a.jxl"), change: static image =>
    {
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Artist, "Nobody");
        image.SetProfile(exif);
        image.Quality = 80;
    }));
}
