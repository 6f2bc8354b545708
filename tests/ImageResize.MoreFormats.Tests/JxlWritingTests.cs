using ImageMagick;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>What -Format jxl makes, as libjxl reads it in this process.</summary>
public sealed class JxlWritingTests(EngineSession session) : FurtherModuleTest(session)
{
    /// <summary>The signature of the file in boxes; a code stream alone begins with FF 0A.</summary>
    private static readonly byte[] Boxes = [0, 0, 0, 12, .. "JXL "u8, 0x0D, 0x0A, 0x87, 0x0A];

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    [InlineData("a.tif")]
    [InlineData("a.bmp")]
    [InlineData("a.gif")]
    public void Every_format_becomes_one(string name)
    {
        TestImage.Write(In(name));
        RunOutput output = Resize("-Size 160 -Format jxl");
        Assert.Empty(output.Errors);
        Assert.Equal("Jxl", output.The<string>("Format"));
        Assert.Equal(85, output.The<int>("Quality"));
        Assert.EndsWith("a.jxl", output.The<string>("Path"), StringComparison.Ordinal);
        using var image = new MagickImage(Out("a.jxl"));
        Assert.Equal((160u, 120u), (image.Width, image.Height));
        AssertCorners(image);
    }

    [Fact]
    public void A_turned_photo_stands_upright_and_is_not_turned_again()
    {
        TestImage.WriteOriented(In("a.jpg"), 6);
        Assert.Empty(Resize("-Size 160 -Format jxl").Errors);
        using var image = new MagickImage(Out("a.jxl"));
        Assert.Equal((160u, 120u), (image.Width, image.Height));
        Assert.True(image.Orientation is ImageMagick.Orientation.Undefined or ImageMagick.Orientation.TopLeft);
        Assert.Equal((ushort)1, image.GetExifProfile()?.GetValue(ExifTag.Orientation)?.Value ?? 1);
        AssertCorners(image);
    }

    [Theory]
    [InlineData("color")]
    [InlineData("alpha")]
    [InlineData("gray")]
    [InlineData("grayalpha")]
    public void Without_loss_the_pixels_come_out_as_they_went_in(string kind)
    {
        using (NetVips.Image noise = NetVips.Image.Gaussnoise(97, 61, sigma: 60, mean: 128, seed: 3))
        {
            NetVips.Image[] bands = [.. Enumerable.Range(0, kind switch { "color" => 3, "alpha" => 4, "gray" => 1, _ => 2 }).Select(i => (noise + 9 * i).Cast(NetVips.Enums.BandFormat.Uchar))];
            using NetVips.Image joined = bands[0].Bandjoin(bands[1..]).Copy(interpretation: bands.Length < 3 ? NetVips.Enums.Interpretation.Bw : NetVips.Enums.Interpretation.Srgb);
            joined.WriteToFile(In("a.png"));
        }

        RunOutput output = Resize("-Format jxl -Lossless");
        Assert.Empty(output.Errors);
        Assert.Null(output.Single.Properties["Quality"].Value);
        using var before = new MagickImage(In("a.png"));
        using var after = new MagickImage(Out("a.jxl"));
        Assert.Equal(kind.StartsWith("gray", StringComparison.Ordinal), after.ColorSpace == ColorSpace.Gray);
        Assert.Equal(kind.EndsWith("alpha", StringComparison.Ordinal), after.HasAlpha);
        Assert.Equal(before.GetPixels().ToByteArray("RGBA"), after.GetPixels().ToByteArray("RGBA"));
    }

    [Fact]
    public void Alpha_is_kept()
    {
        TestImage.WriteTransparent(In("a.png"));
        Assert.Empty(Resize("-Size 160 -Format jxl").Errors);
        using var image = new MagickImage(Out("a.jxl"));
        Assert.True(image.HasAlpha);
        IPixelCollection<byte> pixels = image.GetPixels();
        Assert.InRange(pixels.GetPixel(8, 8).ToColor()!.A, 0, 6);
        Assert.InRange(pixels.GetPixel(150, 8).ToColor()!.A, 249, 255);
    }

    [Fact]
    public void EXIF_XMP_and_profile_come_along_and_without_metadata_the_code_stream_stands_alone()
    {
        TestImage.WriteWithMetadata(In("a.jpg"));
        RunOutput output = Resize("-Size 160 -Format jxl -Copyright 'Nobody 2026' -Density 300");
        Assert.Empty(output.Errors);
        Assert.Empty(output.The<string[]>("Dropped"));
        byte[] file = File.ReadAllBytes(Out("a.jxl"));
        Assert.True(file.AsSpan().StartsWith(Boxes));
        using var image = new MagickImage(file);
        Assert.Equal("Nobody 2026", image.GetExifProfile()?.GetValue(ExifTag.Copyright)?.Value);
        Assert.Equal(300, image.GetExifProfile()?.GetValue(ExifTag.XResolution)?.Value.ToDouble());
        Assert.Contains("Nobody 2026", System.Text.Encoding.UTF8.GetString(image.GetXmpProfile()!.ToByteArray()), StringComparison.Ordinal);
        using var source = new MagickImage(In("a.jpg"));
        Assert.Equal(source.GetColorProfile()?.Description, image.GetColorProfile()?.Description);

        RunOutput info = Session.Run("Get-ImageInfo -LiteralPath $args[0]", Out("a.jxl"));
        Assert.Equal("Jxl", info.The<string>("Format"));
        Assert.Equal((160, 120), (info.The<int>("Width"), info.The<int>("Height")));

        Assert.Empty(Resize("-Size 160 -Format jxl -Metadata None -IfExists Overwrite").Errors);
        Assert.Equal([0xFF, 0x0A], File.ReadAllBytes(Out("a.jxl"))[..2]);
    }

    [Fact]
    public void One_of_several_outputs_is_that_which_it_is_alone_and_isolation_changes_nothing()
    {
        TestImage.Write(In("a.webp"));
        Assert.Empty(Resize("-Size 160 -Format jxl").Errors);
        byte[] alone = File.ReadAllBytes(Out("a.jxl"));
        RunOutput output = Resize("-Size 160 -Format jpeg, jxl, png -IfExists Overwrite");
        Assert.Empty(output.Errors);
        Assert.Equal(["Jpeg", "Jxl", "Png"], output.All<string>("Format"));
        Assert.Equal(alone, File.ReadAllBytes(Out("a.jxl")));
        Assert.Equal([0xFF, 0xD8], File.ReadAllBytes(Out("a.jpg"))[..2]);
        Assert.Empty(Resize("-Size 160 -Format jxl -Isolation Process -IfExists Overwrite").Errors);
        Assert.Equal(alone, File.ReadAllBytes(Out("a.jxl")));
    }

    [Fact]
    public void Quality_effort_and_a_length_count()
    {
        WritePhoto(In("a.png"));
        long Length(string parameters)
        {
            RunOutput output = Resize($"-Size 400 -Format jxl -IfExists Overwrite {parameters}");
            Assert.Empty(output.Errors);
            return output.The<long>("Length");
        }

        long usual = Length("");
        Assert.InRange(Length("-Quality 40"), 1, usual * 2 / 3);
        Assert.InRange(Length("-Quality 95"), usual * 4 / 3, long.MaxValue);
        Assert.NotEqual(Length("-Effort 1"), Length("-Effort 9"));
        long target = usual * 2 / 3;
        Assert.InRange(Length($"-TargetLength {target}"), target * 8 / 10, target);
    }

    /// <summary>From 8 on (without loss from 9 on) libjxl takes over 160 bytes a pixel, which no estimate allows for.</summary>
    [Fact]
    public void No_effort_asks_for_what_takes_memory_without_bounds()
    {
        Assert.All(Enumerable.Range(0, 11), effort => Assert.InRange(EncodingEffort.Jxl(effort, isLossless: false), 1, 7));
        Assert.All(Enumerable.Range(0, 11), effort => Assert.InRange(EncodingEffort.Jxl(effort, isLossless: true), 1, 8));
    }

    [Fact]
    public void A_name_tells_the_format()
    {
        TestImage.Write(In("a.png"));
        RunOutput output = Resize("-Size 160 -Name '{name}-small.jxl'");
        Assert.Empty(output.Errors);
        Assert.Equal("Jxl", output.The<string>("Format"));
        using var image = new MagickImage(Out("a-small.jxl"));
        Assert.Equal(160u, image.Width);
    }

    [Fact]
    public void One_is_replaced_in_place_and_stays_one()
    {
        Samples.Write(In("a.jxl"), change: static image => image.Orientation = ImageMagick.Orientation.RightTop);
        RunOutput output = Session.Run("Invoke-ImageResize -LiteralPath $args[0] -Size 100 -InPlace -Confirm:$false", In("a.jxl"));
        Assert.Empty(output.Errors);
        using var image = new MagickImage(In("a.jxl"));
        Assert.Equal((75u, 100u), (image.Width, image.Height));
        Assert.True(image.Orientation is ImageMagick.Orientation.Undefined or ImageMagick.Orientation.TopLeft);
    }

    [Fact]
    public void What_it_cannot_hold_is_told()
    {
        TestImage.WriteDeepRamp(In("deep.png"));
        TestImage.WriteAnimation(In("frames.gif"));
        RunOutput output = Resize("-Size 64 -Format jxl");
        Assert.Empty(output.Errors);
        Assert.Equal(["Depth"], Dropped("deep"));
        Assert.Equal(["Frames"], Dropped("frames"));
        Assert.Equal(["WouldLose", "WouldLose"], Resize("-Size 64 -Format jxl -OnLoss Fail -IfExists Overwrite").ErrorIds);

        IEnumerable<string> Dropped(string name) => (IEnumerable<string>)output.Objects.Single(one => ((string)one.Properties["Path"].Value).EndsWith(name + ".jxl", StringComparison.Ordinal)).Properties["Dropped"].Value;
    }

    [Fact]
    public void A_parameter_for_other_formats_is_told_of()
    {
        TestImage.Write(In("a.png"));
        Assert.Contains(Resize("-Size 64 -Format jxl -ChromaSubsampling 4:2:0").Warnings, text => text.Contains("JPEG XL outputs are made without it", StringComparison.Ordinal));
        Assert.Empty(Resize("-Size 64 -Format jxl -Quality 70 -Effort 3 -IfExists Overwrite").Warnings);
    }

    private static void WritePhoto(string path)
    {
        using NetVips.Image noise = NetVips.Image.Perlin(480, 360, cellSize: 40, seed: 5) * 100 + NetVips.Image.Gaussnoise(480, 360, sigma: 6, mean: 128, seed: 4);
        using NetVips.Image photo = noise.Bandjoin(noise * 0.8, noise * 0.6 + 40).Cast(NetVips.Enums.BandFormat.Uchar).Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        photo.WriteToFile(path);
    }

    private static void AssertCorners(MagickImage image)
    {
        IPixelCollection<byte> pixels = image.GetPixels();
        AssertNear(Rgb.Red, pixels.GetPixel(8, 8).ToColor()!);
        AssertNear(Rgb.Green, pixels.GetPixel((int)image.Width - 8, 8).ToColor()!);
        AssertNear(Rgb.Blue, pixels.GetPixel((int)image.Width - 8, (int)image.Height - 8).ToColor()!);
        AssertNear(Rgb.Yellow, pixels.GetPixel(8, (int)image.Height - 8).ToColor()!);
    }

    private static void AssertNear(Rgb wanted, IMagickColor<byte> found)
    {
        Assert.InRange(found.R, wanted.R - 14, wanted.R + 14);
        Assert.InRange(found.G, wanted.G - 14, wanted.G + 14);
        Assert.InRange(found.B, wanted.B - 14, wanted.B + 14);
    }
}
