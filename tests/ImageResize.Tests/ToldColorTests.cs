using System.IO.Compression;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Colours that something other than a profile tells: PNG's chunks and EXIF, as writers put them. The measure is the formula of the standard.</summary>
public sealed class ToldColorTests(EngineSession session) : ModuleTest(session)
{
    private const double Levels = 2;

    private static readonly string[] Formats = ["jpeg", "png", "webp", "gif", "tiff", "avif"];

    public static TheoryData<string> AllFormats => [.. Formats];

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Samples_of_the_narrow_range_come_out_over_the_full_one(string format)
    {
        // ITU-T H.273, 8.3: black is 16, white 235.
        WritePng(In("black.png"), [16, 16, 16], ("cICP", [1, 13, 0, 0]));
        WritePng(In("white.png"), [235, 235, 235], ("cICP", [1, 13, 0, 0]));
        WritePng(In("half.png"), [125, 70, 200], ("cICP", [1, 13, 0, 0]));
        Assert.Empty(Resize($"-Size 40 -Format {format} -Quality 100 -WarningAction Ignore").Errors);
        AssertPixel($"black.{Extension(format)}", [0, 0, 0]);
        AssertPixel($"white.{Extension(format)}", [255, 255, 255]);
        AssertPixel($"half.{Extension(format)}", [127, 63, 214]);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    public void Samples_of_16_bits_of_the_narrow_range_come_out_over_the_full_one(string format)
    {
        using (Image black = Image.Black(80, 60, bands: 3))
        using (Image flat = (black + new[] { 16.0 * 256, 125.5 * 256, 235 * 256 }).Cast(Enums.BandFormat.Ushort))
        using (Image named = flat.Copy(interpretation: Enums.Interpretation.Rgb16))
            WriteChunk(In("a.png"), named, ("cICP", [1, 13, 0, 0]));
        RunOutput output = Resize($"-Size 40 -Format {format}");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.IsDeep);
        Assert.Equal([0, 32_768, 65_535], picture.Samples(0.5, 0.5).Select(sample => Math.Round(sample)));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("avif")]
    public void HDR_of_the_narrow_range_is_told_to_have_the_full_one(string format)
    {
        WritePng(In("a.png"), [235, 125, 16], ("cICP", [9, 16, 0, 0]));
        RunOutput output = Resize($"-Size 40 -Format {format} -Quality 100 -WarningAction Ignore");
        AssertPixel($"a.{Extension(format)}", [255, 127, 0]);
        byte[] said = format == "png" ? [.. "cICP"u8, 9, 16, 0, 1] : [.. "nclx"u8, 0, 9, 0, 16, 0, 6, 0x80];
        Assert.True(File.ReadAllBytes(output.The<string>("Path")).AsSpan().IndexOf(said) > 0);
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void A_gamma_of_2_2_means_just_that_beside_other_primaries_than_those_of_sRGB(string format)
    {
        // Adobe RGB (1998) as Photoshop writes it without a profile.
        WritePng(In("a.png"), [24, 24, 24], ("gAMA", Number(45_470)), ("cHRM", [.. new[] { 31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000 }.SelectMany(Number)]));
        double light = Math.Pow(24 / 255.0, 1 / 0.4547);
        double grey = 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055);
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100 -WarningAction Ignore"), [grey, grey, grey]);
    }

    [Fact]
    public void A_gamma_of_2_2_alone_is_what_writers_of_sRGB_put_there()
    {
        WritePng(In("a.png"), [24, 90, 200], ("gAMA", Number(45_455)));
        Resize("-Size 40 -Format tiff");
        AssertPixel("a.tif", [24, 90, 200]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(11)]
    public void Grey_of_video_is_taken_as_its_colours_are(byte transfer)
    {
        WritePng(In("gray.png"), [60], ("cICP", [1, transfer, 0, 1]));
        WritePng(In("color.png"), [60, 60, 60], ("cICP", [1, transfer, 0, 1]));
        Assert.Empty(Resize("-Size 40 -Format webp -Quality 100").Errors);
        AssertPixel("gray.webp", [60, 60, 60]);
        AssertPixel("color.webp", [60, 60, 60]);
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Adobe_RGB_is_told_by_the_interoperability_index_alone(string format)
    {
        // Directory 0: the EXIF directory; that: the interoperability directory; that: R03 (DCF 2.0).
        byte[] exif = [.. "MM\0*\0\0\0\x08"u8, 0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 1, 0xA0, 0x05, 0, 4, 0, 0, 0, 1, 0, 0, 0, 44, 0, 0, 0, 0, 0, 1, 0, 1, 0, 2, 0, 0, 0, 4, .. "R03\0"u8, 0, 0, 0, 0];
        using Image flat = Flat([100, 180, 120]);
        using Image tagged = TestProfile.Tag(flat, TestProfile.Named("AdobeRgb"));
        byte[] jpeg = flat.JpegsaveBuffer(q: 100);
        File.WriteAllBytes(In("a.jpg"), [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. jpeg[2..]]);
        WritePng(In("b.png"), [100, 180, 120], ("eXIf", exif));
        RunOutput output = Session.Run($"Invoke-ImageResize -LiteralPath $args[0] -Destination $args[1] -Size 40 -Format {format} -Quality 100 -WarningAction Ignore", In("b.png"), Out(string.Empty));
        if (format != "jpeg")
        {
            AssertLooks(output, TestProfile.Look(tagged, 5, 5));
            output = Session.Run($"Invoke-ImageResize -LiteralPath $args[0] -Destination $args[1] -Size 40 -Format {format} -Quality 100 -WarningAction Ignore", In("a.jpg"), Out(string.Empty));
            AssertLooks(output, TestProfile.Look(tagged, 5, 5));
        }
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void A_grey_profile_may_tell_lightness_in_the_place_of_light(string format)
    {
        using Image flat = Flat([137]);
        byte[] profile = TestProfile.Gray(1);
        "Lab "u8.CopyTo(profile.AsSpan(20));
        using Image tagged = TestProfile.Tag(flat, profile);
        tagged.Pngsave(In("a.png"));
        double[] look = TestProfile.Look(tagged, 5, 5);
        Assert.True(look[0] < 135);
        AssertLooks(Resize($"-Size 40 -Format {format} -Quality 100 -WarningAction Ignore"), [look[0], look[0], look[0]]);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    public void A_profile_that_is_cut_off_is_left_out_with_a_word(string format)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(TestProfile.Named("AdobeRgb").AsSpan(0, 250));
        WritePng(In("a.png"), [100, 180, 120], ("iCCP", [.. "profile\0\0"u8, .. compressed.ToArray()]));
        RunOutput output = Resize($"-Size 40 -Format {format} -Quality 100");
        Assert.Contains(output.Warnings, warning => warning.Contains("broken", StringComparison.Ordinal));
        AssertPixel($"a.{format}", [100, 180, 120]);
        using Picture picture = Picture.Open(Out($"a.{format}"));
        Assert.False(picture.Has("icc-profile-data"));
    }

    [Fact]
    public void A_profile_with_the_curve_of_cameras_for_video_is_not_sRGB()
    {
        // Dark samples are far lighter by the curve of BT.709 than by that of sRGB.
        using Image flat = Flat([60, 60, 60]);
        using Image tagged = TestProfile.Tag(flat, TestProfile.Video("sRGB"));
        tagged.Pngsave(In("a.png"));
        Assert.Empty(Resize("-Size 40 -Metadata None").Errors);
        double[] look = TestProfile.Look(tagged, 5, 5);
        Assert.True(look[0] > 70);
        AssertPixel("a.png", look);
    }

    private void AssertPixel(string name, double[] expected)
    {
        using Picture picture = Picture.Open(Out(name));
        double scale = picture.IsDeep ? 257 : 1;
        double[] samples = picture.Samples(0.5, 0.5);
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], samples[Math.Min(i, samples.Length - 1)] / scale, Levels);
    }

    private static void AssertLooks(RunOutput output, double[] expected)
    {
        Assert.Empty(output.Errors);
        using Image image = Image.NewFromBuffer(File.ReadAllBytes(output.The<string>("Path")));
        double[] look = TestProfile.Look(image, image.Width / 2, image.Height / 2);
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], look[Math.Min(i, look.Length - 1)], Levels);
    }

    private static string Extension(string format) => format switch { "jpeg" => "jpg", "tiff" => "tif", _ => format };

    private static Image Flat(int[] color)
    {
        using Image black = Image.Black(80, 60, bands: color.Length);
        using Image flat = black + color.Select(sample => (double)sample).ToArray();
        using Image bytes = flat.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: color.Length == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    private static void WritePng(string path, int[] color, params (string Type, byte[] Data)[] chunks)
    {
        using Image image = Flat(color);
        WriteChunk(path, image, chunks);
    }

    /// <summary>A PNG with chunks behind its header.</summary>
    private static void WriteChunk(string path, Image image, params (string Type, byte[] Data)[] chunks)
    {
        byte[] png = image.PngsaveBuffer();
        using var stream = new MemoryStream();
        stream.Write(png, 0, 33);
        foreach ((string type, byte[] data) in chunks)
            PngChunk.Write(stream, type, data);
        stream.Write(png, 33, png.Length - 33);
        File.WriteAllBytes(path, stream.ToArray());
    }

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
