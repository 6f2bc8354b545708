using System.Text;
using ImageResize.Testing;

namespace ImageResize.Tests;

public sealed class MetadataTests(EngineSession session) : ModuleTest(session)
{
    private const string Gps = "exif-ifd3-GPSLatitude";

    [Fact]
    public void By_default_all_is_kept_but_the_stale_thumbnail_and_dimensions_are_true()
    {
        using Picture picture = Convert("-Size 320");
        Assert.True(picture.Has("icc-profile-data"));
        Assert.True(picture.Has(Gps));
        Assert.True(picture.Has("xmp-data"));
        Assert.StartsWith("Testcam 3000", (string)picture.Field("exif-ifd0-Model"), StringComparison.Ordinal);
        Assert.StartsWith("320 ", (string)picture.Field("exif-ifd2-PixelXDimension"), StringComparison.Ordinal);
        Assert.StartsWith("240 ", (string)picture.Field("exif-ifd2-PixelYDimension"), StringComparison.Ordinal);
        Assert.False(picture.Has("jpeg-thumbnail-data"));
    }

    [Fact]
    public void NoLocation_removes_the_position_from_exif_and_xmp_and_nothing_else()
    {
        using Picture picture = Convert("-Size 320 -Metadata NoLocation");
        Assert.DoesNotContain(picture.Fields(), field => field.Contains("GPS", StringComparison.Ordinal));
        Assert.StartsWith("Testcam 3000", (string)picture.Field("exif-ifd0-Model"), StringComparison.Ordinal);
        string xmp = System.Text.Encoding.UTF8.GetString((byte[])picture.Field("xmp-data"));
        Assert.DoesNotContain("GPS", xmp, StringComparison.Ordinal);
        Assert.Contains("the test", xmp, StringComparison.Ordinal);
        Assert.True(picture.Has("icc-profile-data"));
        Assert.DoesNotContain("GPSLatitude", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Out("a.jpg"))), StringComparison.Ordinal);
    }

    [Fact]
    public void ColorProfile_keeps_the_profile_alone()
    {
        using Picture picture = Convert("-Size 320 -Metadata ColorProfile");
        Assert.True(picture.Has("icc-profile-data"));
        Assert.False(picture.Has("exif-data"));
        Assert.False(picture.Has("xmp-data"));
    }

    [Fact]
    public void None_keeps_nothing_and_brings_wide_colours_to_srgb()
    {
        using Picture picture = Convert("-Size 320 -Metadata None");
        Assert.False(picture.Has("icc-profile-data"));
        Assert.False(picture.Has("exif-data"));
        Assert.True(picture.IsUpright(12), $"{picture.At(0.2, 0.2)} {picture.At(0.8, 0.2)}");
    }

    [Fact]
    public void A_kept_profile_leaves_the_pixels_in_its_space()
    {
        // Display P3's numbers for the same colours are less extreme than sRGB's.
        using Picture picture = Convert("-Size 320");
        Assert.False(picture.At(0.8, 0.2).IsNear(Rgb.Green, 12));
        Assert.True(picture.At(0.8, 0.2).IsNear(Rgb.Green, 90));
    }

    [Theory]
    [InlineData("-Size 320 -ColorSpace Srgb")]
    [InlineData("-ColorSpace Srgb")]
    [InlineData("-Size 320 -ColorSpace Srgb -Format webp")]
    public void Colours_are_converted_to_srgb_where_that_is_asked_for_and_the_rest_is_kept(string parameters)
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.IsUpright(14), $"{picture.At(0.2, 0.2)} {picture.At(0.8, 0.2)}");
        Assert.True(picture.Has(Gps));
        RunOutput info = Session.Run("(Get-ImageInfo $args[0]).ColorProfile", output.The<string>("Path"));
        Assert.DoesNotContain("P3", string.Concat(info.Objects.Select(o => o?.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_in_srgb_needs_no_conversion()
    {
        TestImage.Write(In("a.jpg"), 300, 200);
        Assert.Equal("Copied", Resize("-Size 800 -ColorSpace Srgb").The<string>("Status"));
        TestImage.Write(In("a.jpg"));
        Assert.StartsWith("ImageResize.Jpeg", Resize("-Size 320 -ColorSpace Srgb").The<string>("Engine"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Size 320", true)]
    [InlineData("-Size 320 -Metadata NoLocation", true)]
    [InlineData("-Size 320 -Metadata ColorProfile", false)]
    public void The_gain_map_of_an_Ultra_HDR_photo_is_scaled_along_with_all_its_light(string parameters, bool kept)
    {
        TestImage.WriteUltraHdr(In("hdr.jpg"));
        RunOutput output = Session.Run($"Invoke-ImageResize $args[0] {parameters} -Destination $args[1]", In("hdr.jpg"), Out());
        Assert.Empty(output.Errors);
        Assert.StartsWith("ImageResize.Jpeg ", output.All<string>("Engine").Single(), StringComparison.Ordinal);
        RunOutput info = Session.Run("(Get-ImageInfo $args[0]).Metadata", Out("hdr.jpg"));
        Assert.Equal(kept, info.Objects.Any(o => o.BaseObject is "GainMap"));
        using Picture picture = Picture.Open(Out("hdr.jpg"));
        Assert.Equal((320, 240), (picture.Width, picture.Height));
        Assert.True(picture.At(0.25, 0.25).IsNear(Rgb.Red, 40));
        if (kept)
            Assert.InRange(picture.BrightestLight(), 3.0, 5.5);
    }

    [Theory]
    [InlineData(0x08)]
    [InlineData(0)]
    public void The_orientation_in_the_EXIF_of_a_WebP_counts_whether_its_flags_tell_of_it_or_not(byte flags)
    {
        using NetVips.Image corners = TestImage.Corners(300, 200);
        byte[] sound = corners.WebpsaveBuffer(keep: NetVips.Enums.ForeignKeep.None);
        byte[] canvas = [.. "VP8X"u8, 10, 0, 0, 0, flags, 0, 0, 0, 299 & 0xFF, 299 >> 8, 0, 199, 0, 0];
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        byte[] chunks = [.. "WEBP"u8, .. canvas, .. sound[12..], .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif];
        File.WriteAllBytes(In("a.webp"), [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks]);
        RunOutput output = Resize("-Size 100");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((67, 100), (picture.Width, picture.Height));
        Assert.True(picture.At(0.8, 0.2).IsNear(Rgb.Red, 20), picture.At(0.8, 0.2).ToString());
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tiff")]
    [InlineData("avif")]
    public void A_comment_that_tells_a_position_is_in_no_output_without_one(string format)
    {
        byte[] png = File.ReadAllBytes(TestImage.Write(In("a.png"), 300, 200));
        using (var stream = new MemoryStream())
        {
            stream.Write(png, 0, 33);
            PngChunk.Write(stream, "tEXt", "Comment\0Seen at 48.8582, 2.2945"u8);
            PngChunk.Write(stream, "tEXt", "Title\0The tower"u8);
            stream.Write(png, 33, png.Length - 33);
            File.WriteAllBytes(In("a.png"), stream.ToArray());
        }

        RunOutput output = Resize($"-Size 100 -Format {format} -Metadata NoLocation");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        string made = Encoding.Latin1.GetString(File.ReadAllBytes(output.The<string>("Path")));
        Assert.DoesNotContain("48.8582", made, StringComparison.Ordinal);
        Assert.Equal(format == "png", made.Contains("The tower", StringComparison.Ordinal));
        string kept = Encoding.Latin1.GetString(File.ReadAllBytes(Resize($"-Size 100 -Format {format}").The<string>("Path")));
        Assert.Equal(format is "png" or "jpeg" or "gif", kept.Contains("48.8582", StringComparison.Ordinal));
    }

    private Picture Convert(string parameters)
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        return Picture.Open(Out("a.jpg"));
    }
}
