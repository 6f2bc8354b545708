using System.Buffers.Binary;
using System.Text;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Where metadata alone change, nothing is decoded and encoded again: scans, chunks and frames are copied bit for bit.</summary>
public sealed class MetadataAloneTests(EngineSession session) : ModuleTest(session)
{
    internal const string Rewriting = "ImageResize.Metadata";

    [Theory]
    [InlineData("-Metadata NoLocation")]
    [InlineData("-Metadata NoLocation -Size 4000")]
    [InlineData("-Metadata NoLocation -Size 640,480 -Mode Fill")]
    [InlineData("-Metadata ColorProfile")]
    public void The_scan_of_a_JPEG_is_copied_bit_for_bit(string parameters)
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        Assert.StartsWith(Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
        Assert.Equal(ScanOf(File.ReadAllBytes(In("a.jpg"))), ScanOf(File.ReadAllBytes(Out("a.jpg"))));
    }

    [Fact]
    public void NoLocation_takes_the_position_and_leaves_camera_thumbnail_profile_and_texts()
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        Resize("-Metadata NoLocation");
        using Picture picture = Picture.Open(Out("a.jpg"));
        Assert.DoesNotContain(picture.Fields(), field => field.Contains("GPS", StringComparison.Ordinal));
        Assert.StartsWith("Testcam 3000", (string)picture.Field("exif-ifd0-Model"), StringComparison.Ordinal);
        Assert.True(picture.Has("jpeg-thumbnail-data"));
        Assert.True(picture.Has("icc-profile-data"));
        string xmp = Encoding.UTF8.GetString((byte[])picture.Field("xmp-data"));
        Assert.Contains("the test", xmp, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", xmp, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Metadata NoLocation -Quality 85")]
    [InlineData("-Metadata NoLocation -Progressive")]
    [InlineData("-Metadata NoLocation -Size 320")]
    [InlineData("-Metadata NoLocation -Size 320,320 -Mode Fill")]
    [InlineData("-Metadata None")]
    [InlineData("-Metadata NoLocation -ColorSpace Srgb")]
    public void Where_pixels_are_asked_to_change_or_colours_must_the_image_is_encoded_anew(string parameters)
    {
        // Display P3 becomes sRGB where the profile may not stay.
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        Assert.DoesNotContain(Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NoLocation", 6)]
    [InlineData("ColorProfile", 6)]
    [InlineData("None", 6)]
    [InlineData("None", 3)]
    [InlineData("None", 1)]
    public void A_turned_picture_stays_turned_and_says_so(string policy, int orientation)
    {
        TestImage.WriteOriented(In("a.jpg"), orientation);
        RunOutput output = Resize($"-Metadata {policy}");
        Assert.StartsWith(Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
        Assert.Equal((640, 480), (output.The<int>("Width"), output.The<int>("Height")));
        using Image stored = Image.NewFromFile(Out("a.jpg"));
        using Image upright = stored.Autorot();
        Assert.Equal((640, 480), (upright.Width, upright.Height));
        Assert.Equal(orientation == 1 ? 1 : orientation, stored.Contains("orientation") ? (int)stored.Get("orientation") : 1);
        upright.Jpegsave(In("upright.jpg"), q: 95, keep: Enums.ForeignKeep.None);
        using Picture picture = Picture.Open(In("upright.jpg"));
        Assert.True(picture.IsUpright(14), $"{picture.At(0.2, 0.2)} {picture.At(0.8, 0.2)}");
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    public void The_pixels_of_PNG_and_WebP_are_copied_with_their_alpha(string name)
    {
        using (Image plain = Image.NewFromFile(TestImage.WriteTransparent(In("plain.png"))))
        using (Image tagged = plain.Mutate(m =>
        {
            m.Set(GValue.GStrType, "exif-ifd0-Model", "Testcam 3000 (Testcam 3000, ASCII, 13 components, 13 bytes)");
            m.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "52/1 31/1 12/1 (52, 31, 12, Rational, 3 components, 24 bytes)");
        }))
            tagged.WriteToFile(In(name));
        File.Delete(In("plain.png"));
        RunOutput output = Resize("-Metadata NoLocation");
        Assert.StartsWith(Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
        Assert.Equal(0, Difference(In(name), Out(name)));
        using Picture picture = Picture.Open(Out(name));
        Assert.True(picture.Has("exif-ifd0-Model"));
        Assert.False(picture.Has("exif-ifd3-GPSLatitude"));
    }

    [Fact]
    public void An_animation_keeps_its_frames_bit_for_bit()
    {
        TestImage.WriteAnimation(In("a.webp"));
        RunOutput output = Resize("-Metadata None");
        Assert.StartsWith(Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
        Assert.Empty(output.The<string[]>("Dropped"));
        Assert.Equal(0, Difference(In("a.webp"), Out("a.webp"), "n=-1"));
    }

    [Fact]
    public void An_animated_PNG_keeps_its_frames()
    {
        byte[] animation = File.ReadAllBytes(AnimatedPng.Write(In("a.png"), frames: 2));
        using var file = new MemoryStream();
        file.Write(animation.AsSpan(0, 33));
        PngChunk.Write(file, "tEXt", "Comment\0Where it was"u8);
        PngChunk.Write(file, "prVt", "geo"u8);
        file.Write(animation.AsSpan(33));
        File.WriteAllBytes(In("a.png"), file.ToArray());
        RunOutput output = Resize("-Metadata None");
        Assert.Empty(output.The<string[]>("Dropped"));
        ReadOnlySpan<byte> made = File.ReadAllBytes(Out("a.png"));
        Assert.True(made.IndexOf("acTL"u8) > 0);
        Assert.Equal((-1, -1), (made.IndexOf("Where it was"u8), made.IndexOf("prVt"u8)));
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    public void A_damaged_image_does_not_pass_for_a_sound_one(string name)
    {
        byte[] whole = File.ReadAllBytes(TestImage.Write(In(name)));
        File.WriteAllBytes(In(name), whole[..(whole.Length / 2)]);
        RunOutput scaled = Resize("-Size 100");
        RunOutput output = Resize("-Metadata None");
        Assert.Equal(["Damaged"], output.ErrorIds);
        Assert.Equal(scaled.Errors[0].Exception.Message, output.Errors[0].Exception.Message);
        Assert.Equal(Resize("-Size 100 -OnDamage Salvage").ErrorIds, Resize("-Metadata None -OnDamage Salvage").ErrorIds);
    }

    [Fact]
    public void Segments_that_only_their_maker_knows_may_tell_a_position_and_go()
    {
        byte[] plain = File.ReadAllBytes(TestImage.Write(In("a.jpg")));
        File.WriteAllBytes(In("a.jpg"), [.. plain[..2], 0xFF, 0xE6, 0, 12, .. "GoPro\0GPS5"u8, .. plain[2..]]);
        RunOutput output = Resize("-Metadata NoLocation");
        Assert.Equal(["Segments"], output.The<string[]>("Dropped"));
        Assert.Empty(output.Warnings);
        Assert.True(File.ReadAllBytes(Out("a.jpg")).AsSpan().IndexOf("GPS5"u8) < 0);
    }

    [Theory]
    [InlineData("a.tif")]
    [InlineData("a.gif")]
    [InlineData("a.avif")]
    public void Other_formats_are_encoded_anew(string name)
    {
        TestImage.Write(In(name));
        RunOutput output = Resize("-Metadata None");
        Assert.Empty(output.Errors);
        Assert.DoesNotContain(Rewriting, output.The<string>("Engine"), StringComparison.Ordinal);
    }

    private static double Difference(string left, string right, string options = "")
    {
        using Image one = Image.NewFromFile($"{left}[{options}]"), other = Image.NewFromFile($"{right}[{options}]");
        using Image difference = (one - other).Abs();
        return difference.Max();
    }

    /// <summary>Everything from the first scan on.</summary>
    internal static byte[] ScanOf(byte[] jpeg)
    {
        int at = 2;
        while (jpeg[at + 1] != 0xDA)
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
        return jpeg[at..];
    }
}
