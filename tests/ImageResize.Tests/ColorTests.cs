using System.IO.Compression;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>What the pixels look like, whatever told their colours. littlecms is the measure, through libvips.</summary>
public sealed class ColorTests(EngineSession session) : ModuleTest(session)
{
    private const double Levels = 2;

    private static readonly string[] Formats = ["jpeg", "png", "webp", "gif", "tiff", "avif"];

    public static TheoryData<string, string> ProfilesAndFormats()
    {
        var data = new TheoryData<string, string>();
        foreach (string profile in new[] { "AdobeRgb", "DisplayP3", "ProPhoto", "Linear" })
            foreach (string format in Formats)
                data.Add(profile, format);
        return data;
    }

    public static TheoryData<string> AllFormats => [.. Formats];

    [Theory]
    [MemberData(nameof(ProfilesAndFormats))]
    public void Colours_look_the_same_in_every_format(string profile, string format)
    {
        using Image image = Flat([180, 120, 100]);
        using Image tagged = TestProfile.Tag(image, TestProfile.Named(profile));
        tagged.Pngsave(In("a.png"));
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100"), TestProfile.Look(tagged, 5, 5));
    }

    [Theory]
    [MemberData(nameof(ProfilesAndFormats))]
    public void Colours_look_the_same_as_sRGB_in_every_format(string profile, string format)
    {
        using Image image = Flat([180, 120, 100]);
        using Image tagged = TestProfile.Tag(image, TestProfile.Named(profile));
        tagged.Jpegsave(In("a.jpg"), q: 100);
        using Image stored = Image.NewFromFile(In("a.jpg"));
        RunOutput output = Resize($"-Size 40 -Format {format} -Quality 100 -Metadata None");
        AssertLooks(output, TestProfile.Look(stored, 5, 5));
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.False(picture.Has("icc-profile-data"));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Grey_of_another_gamma_looks_the_same_in_every_format(string format)
    {
        using Image image = Flat([64]);
        using Image tagged = TestProfile.Tag(image, TestProfile.Gray(1));
        tagged.Pngsave(In("a.png"));
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100"), TestProfile.Look(tagged, 5, 5));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Inks_look_the_same_in_every_format(string format)
    {
        using Image image = Flat([200, 100, 60]);
        using Image cmyk = image.IccTransform("cmyk", inputProfile: "srgb");
        cmyk.Tiffsave(In("a.tif"));
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100"), TestProfile.Look(cmyk, 5, 5));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void A_profile_for_RGB_on_a_grey_image_counts_by_its_curve(string format)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
            zlib.Write(TestProfile.Linear("linear"));
        WritePng(In("a.png"), [64], ("iCCP", [.. "profile\0\0"u8, .. compressed.ToArray()]));
        double light = 255 * (1.055 * Math.Pow(64 / 255.0, 1 / 2.4) - 0.055);
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100"), [light, light, light]);
    }

    [Fact]
    public void A_profile_is_sRGB_by_its_numbers_not_by_its_name()
    {
        using Image image = Flat([180, 120, 100]);
        using Image linear = TestProfile.Tag(image, TestProfile.Linear("sRGB-elle-V2-g10.icc"));
        using Image srgb = TestProfile.Tag(image, TestProfile.Srgb("Nothing in particular"));
        linear.Pngsave(In("linear.png"));
        srgb.Pngsave(In("srgb.png"));
        Resize("-Size 40 -Metadata None");
        using Picture brighter = Picture.Open(Out("linear.png"));
        using Picture same = Picture.Open(Out("srgb.png"));
        Assert.True(brighter.Samples(0.5, 0.5)[0] > 210);
        Assert.Equal([180, 120, 100], same.Samples(0.5, 0.5));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void The_gamma_and_the_primaries_of_a_PNG_count(string format)
    {
        WritePng(In("a.png"), [180, 120, 100], ("gAMA", Number(100_000)));
        using Image image = Flat([180, 120, 100]);
        using Image tagged = TestProfile.Tag(image, TestProfile.Linear("linear"));
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100"), TestProfile.Look(tagged, 5, 5));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Adobe_RGB_told_by_EXIF_alone_looks_the_same_in_every_format(string format)
    {
        using Image image = Flat([180, 120, 100]);
        using Image told = image.Mutate(m => m.Set(GValue.GStrType, "exif-ifd2-ColorSpace", "2 (Adobe RGB, Short, 1 components, 2 bytes)"));
        told.Jpegsave(In("a.jpg"), q: 100);
        using Image stored = Image.NewFromFile(In("a.jpg"));
        using Image tagged = TestProfile.Tag(stored, TestProfile.Named("AdobeRgb"));
        RunOutput output = Resize($"-Size 40 -Format {format} -Quality 100");
        if (format == "jpeg")
        {
            // Its readers know DCF's way.
            using Picture picture = Picture.Open(output.The<string>("Path"));
            Assert.Equal(stored.Getpoint(5, 5)[1], picture.Samples(0.5, 0.5)[1], Levels);
            Assert.StartsWith("2", (string)picture.Field("exif-ifd2-ColorSpace"), StringComparison.Ordinal);
        }
        else
        {
            AssertLooks(output, TestProfile.Look(tagged, 5, 5));
        }
    }

    [Fact]
    public void Adobe_RGB_told_by_EXIF_gets_a_profile_where_the_EXIF_goes()
    {
        using Image image = Flat([180, 120, 100]);
        using Image told = image.Mutate(m => m.Set(GValue.GStrType, "exif-ifd2-ColorSpace", "2 (Adobe RGB, Short, 1 components, 2 bytes)"));
        told.Jpegsave(In("a.jpg"), q: 100);
        using Image stored = Image.NewFromFile(In("a.jpg"));
        using Image tagged = TestProfile.Tag(stored, TestProfile.Named("AdobeRgb"));
        AssertLooks(Resize("-Size 40 -Quality 100 -Metadata ColorProfile"), TestProfile.Look(tagged, 5, 5));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(18)]
    public void HDR_keeps_its_numbers_where_the_output_can_say_what_they_mean(byte transfer)
    {
        WritePng(In("a.png"), [150, 120, 100], ("cICP", [9, transfer, 0, 1]));
        RunOutput output = Resize("-Size 40");
        Assert.Empty(output.Warnings);
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal([150, 120, 100], picture.Samples(0.5, 0.5));
        Assert.True(File.ReadAllBytes(Out("a.png")).AsSpan().IndexOf((byte[])[.. "cICP"u8, 9, transfer, 0, 1]) > 0);
    }

    [Fact]
    public void HDR_keeps_its_numbers_from_PNG_to_AVIF_and_back()
    {
        WritePng(In("a.png"), [150, 120, 100], ("cICP", [9, 16, 0, 1]));
        RunOutput there = Resize("-Size 40 -Format avif -Quality 100");
        Assert.Empty(there.Warnings);
        Assert.True(File.ReadAllBytes(Out("a.avif")).AsSpan().IndexOf((byte[])[.. "nclx"u8, 0, 9, 0, 16]) > 0);
        RunOutput back = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Destination $args[1] -Size 20 -Format png", Out("a.avif"), Out("back"));
        Assert.Empty(back.Warnings);
        using Picture picture = Picture.Open(Out("back/a.png"));
        double scale = picture.IsDeep ? 257 : 1;
        Assert.Equal(150, picture.Samples(0.5, 0.5)[0] / scale, Levels);
        Assert.Equal(100, picture.Samples(0.5, 0.5)[2] / scale, Levels);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("tiff")]
    public void HDR_is_brought_into_the_range_of_sRGB_with_a_word_where_the_output_cannot(string format)
    {
        // 58 % of the perceptual quantiser is the white of paper (203 cd/m²).
        WritePng(In("a.png"), [148, 148, 148], ("cICP", [9, 16, 0, 1]));
        RunOutput output = Resize($"-Size 40 -Format {format}");
        Assert.Contains("HDR", Assert.Single(output.Warnings), StringComparison.Ordinal);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Rgb white = picture.At(0.5, 0.5);
        Assert.InRange(white.R, 225, 250);
        Assert.True(white.IsNear(new Rgb(white.R, white.R, white.R), 2));
    }

    [Fact]
    public void A_wide_gamut_told_by_code_points_gets_a_profile()
    {
        WritePng(In("a.png"), [180, 120, 100], ("cICP", [12, 13, 0, 1]));
        using Image image = Flat([180, 120, 100]);
        using Image tagged = TestProfile.Tag(image, TestProfile.Named("DisplayP3"));
        AssertLooks(Resize("-Size 40 -Format webp -Quality 100"), TestProfile.Look(tagged, 5, 5));
    }

    private static void AssertLooks(RunOutput output, double[] expected)
    {
        Assert.Empty(output.Errors);
        using Image image = Image.NewFromBuffer(File.ReadAllBytes(output.The<string>("Path")));
        double[] look = TestProfile.Look(image, image.Width / 2, image.Height / 2);
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[Math.Min(i, expected.Length - 1)], look[Math.Min(i, look.Length - 1)], Levels);
    }

    private static Image Flat(int[] color)
    {
        using Image black = Image.Black(80, 60, bands: color.Length);
        using Image flat = black + color.Select(sample => (double)sample).ToArray();
        using Image bytes = flat.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: color.Length == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    /// <summary>A PNG with a chunk of colours behind its header.</summary>
    private static void WritePng(string path, int[] color, (string Type, byte[] Data) chunk)
    {
        using Image image = Flat(color);
        byte[] png = image.PngsaveBuffer();
        using var stream = new MemoryStream();
        stream.Write(png, 0, 33);
        PngChunk.Write(stream, chunk.Type, chunk.Data);
        stream.Write(png, 33, png.Length - 33);
        File.WriteAllBytes(path, stream.ToArray());
    }

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
