using System.Buffers.Binary;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Samples of every kind come out as what they are, and where they belong.</summary>
public sealed class PixelTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    [InlineData("png", 3)]
    public void A_flat_colour_survives_alpha(string format, int alpha = 200)
    {
        using Image image = Flat([10, 250, 77, alpha]);
        image.Pngsave(In("a.png"));
        RunOutput output = Resize($"-Size 40 -Format {format}");
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal([10, 250, 77, alpha], picture.Samples(0.5, 0.5));
        Assert.Equal([10, 250, 77, alpha], picture.Samples(0, 0));
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("avif")]
    public void A_flat_colour_survives_alpha_as_far_as_a_lossy_format_lets_it(string format)
    {
        using Image image = Flat([10, 250, 77, 200]);
        image.Pngsave(In("a.png"));
        RunOutput output = Resize($"-Size 40 -Format {format} -Quality 100");
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.At(0.5, 0.5).IsNear(new Rgb(10, 250, 77), 3));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    public void Colours_under_transparent_pixels_do_not_run_into_others(string format)
    {
        // Transparent red beside opaque blue.
        using Image red = Flat([255, 0, 0, 0]);
        using Image blue = Flat([0, 0, 255, 255]);
        using Image both = red.Join(blue, Enums.Direction.Horizontal);
        if (format == "webp")
            both.Webpsave(In("a.webp"), lossless: true, exact: true);
        else
            both.WriteToFile(In("a." + format));
        Resize("-Size 35 -Format png");
        using Picture picture = Picture.Open(Out("a.png"));
        for (double x = 0; x <= 1; x += 0.02)
        {
            if (picture.Samples(x, 0.5) is [var r, _, _, > 20])
                Assert.InRange(r, 0, 6);
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void Colours_of_an_AVIF_that_are_multiplied_with_alpha_are_taken_as_such(int side)
    {
        using Image image = Flat([100, 60, 20, 128]);
        using Image described = image.Mutate(m => m.Set(GValue.GStrType, "exif-ifd0-Model", "Testcam (Testcam, ASCII, 8 components, 8 bytes)"));
        byte[] avif = described.HeifsaveBuffer(q: 100, compression: Enums.ForeignHeifCompression.Av1);

        // The reference from the EXIF item becomes one from the picture to its alpha.
        int alpha = avif.AsSpan().IndexOf("auxl"u8), reference = avif.AsSpan().IndexOf("cdsc"u8);
        (byte alphaId, byte pictureId) = (avif[alpha + 5], avif[alpha + 9]);
        ((byte[])[.. "prem"u8, 0, pictureId, 0, 1, 0, alphaId]).CopyTo(avif, reference);
        File.WriteAllBytes(In("a.avif"), avif);
        Resize($"-Size {side} -Format png");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.At(0.5, 0.5).IsNear(new Rgb(199, 120, 40), 3), picture.At(0.5, 0.5).ToString());
        Assert.Equal(128, picture.Samples(0.5, 0.5)[3], 2.0);
    }

    [Theory]
    [InlineData("jpeg", 1, 0, 255)]
    [InlineData("jpeg", 2, 0, 255)]
    [InlineData("jpeg", 0, 0, 200)]
    [InlineData("png", 2, 0, 200)]
    [InlineData("jpeg", 0, 1, 255)]
    [InlineData("jpeg", 0, 2, 255)]
    [InlineData("png", 0, 2, 200)]
    public void Of_the_extra_channels_of_a_TIFF_the_first_that_says_so_is_alpha(string format, int first, int second, int red)
    {
        // A transparent pixel with a mask behind it, or before it.
        using Image image = first == 0 && second != 0 ? Flat([200, 30, 30, 255, 0]) : Flat([200, 30, 30, 0, 255]);
        File.WriteAllBytes(In("a.tif"), WithExtraSamples(image.TiffsaveBuffer(), [first, second]));
        RunOutput output = Resize($"-Size 40 -Format {format} -Quality 100");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        if (format == "png")
            Assert.Equal(0, picture.Samples(0.5, 0.5)[3]);
        else
            Assert.Equal(red, picture.At(0.5, 0.5).R, 3.0);
    }

    [Theory]
    [InlineData("png", 257)]
    [InlineData("tiff", 257)]
    [InlineData("jpeg", 1)]
    [InlineData("webp", 1)]
    public void Floats_from_0_to_1_go_from_black_to_white(string format, double scale)
    {
        using Image ramp = Image.Identity(size: 200);
        using Image unit = (ramp / 199).Embed(0, 0, 200, 50, extend: Enums.Extend.Copy);
        using Image grey = unit.Cast(Enums.BandFormat.Float).Copy(interpretation: Enums.Interpretation.Bw);
        grey.Tiffsave(In("a.tif"));
        RunOutput output = Resize($"-Size 100 -Format {format} -Quality 100");
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal(64, picture.Samples(0.25, 0.5)[0] / scale, 3.0);
        Assert.Equal(191, picture.Samples(0.75, 0.5)[0] / scale, 3.0);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    public void Floats_of_another_range_are_refused(string format)
    {
        using Image image = Flat([200]);
        using Image floats = image.Cast(Enums.BandFormat.Float);
        floats.Tiffsave(In("a.tif"));
        RunOutput output = Resize($"-Size 40 -Format {format}");
        Assert.Equal(["UnsupportedFormat"], output.ErrorIds);
        Assert.Contains("200", output.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_of_32_bits_count_by_their_range()
    {
        using Image image = Flat([128]);
        using Image wide = (image * 16_843_009.0).Cast(Enums.BandFormat.Uint);
        wide.Tiffsave(In("a.tif"));
        Resize("-Size 40 -Format png");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.Equal(128, picture.Samples(0.5, 0.5)[0] / 257, 0.5);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("gif")]
    public void A_turned_animation_comes_out_upright_frame_by_frame(string format)
    {
        // An encoder makes one of two frames that are the same.
        using Image first = TestImage.Corners(120, 80).Rot270();
        using Image second = first.Rot180();
        using Image roll = Image.Arrayjoin([first, second], across: 1);
        using Image animation = roll.Mutate(m =>
        {
            m.Set(GValue.GIntType, "page-height", 120);
            m.Set(GValue.GIntType, "orientation", 6);
            m.Set(GValue.ArrayIntType, "delay", new[] { 70, 70 });
        });
        animation.Webpsave(In("a.webp"), lossless: true);
        Resize($"-Size 60 -Format {format}");
        using Picture picture = Picture.Open(Out("a." + format));
        Assert.Equal((60, 40, 2), (picture.Width, picture.Height, picture.Frames));
        Assert.True(picture.At(0.2, 0.2, 0).IsNear(Rgb.Red));
        Assert.True(picture.At(0.8, 0.2, 0).IsNear(Rgb.Green));
        Assert.True(picture.At(0.2, 0.2, 1).IsNear(Rgb.Blue));
        Assert.True(picture.At(0.8, 0.2, 1).IsNear(Rgb.Yellow));
    }

    [Fact]
    public void Frames_do_not_run_into_each_other()
    {
        TestImage.WriteAnimation(In("a.webp"));
        Resize("-Size 24 -Format gif");
        using Picture picture = Picture.Open(Out("a.gif"));
        Assert.True(picture.At(0.5, 1, 0).IsNear(picture.At(0.5, 0.5, 0), 6));
        Assert.True(picture.At(0.5, 0, 1).IsNear(picture.At(0.5, 0.5, 1), 6));
    }

    public static TheoryData<string, string, int> Cuts()
    {
        var data = new TheoryData<string, string, int>();
        foreach (string source in new[] { "png", "jpg", "webp", "tif", "avif" })
            foreach (string format in new[] { "png", "jpeg" })
                foreach (int side in new[] { 100, 200, 333, 850 })
                    data.Add(source, format, side);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void What_fills_a_square_is_cut_from_the_centre_within_a_quarter_of_a_pixel(string source, string format, int side)
    {
        // Black up to the centre, white from there on: half of the output's light.
        using Image black = Flat([0, 0, 0], 600, 900);
        using Image white = Flat([255, 255, 255], 600, 900);
        using Image edge = black.Join(white, Enums.Direction.Horizontal);
        edge.WriteToFile(In("a." + source));
        RunOutput output = Resize($"-Size {side},{side} -Mode Fill -Format {format} -Quality 100");
        using Image cut = Image.NewFromBuffer(File.ReadAllBytes(output.The<string>("Path")));
        Assert.Equal((side, side), (cut.Width, cut.Height));
        using Image row = cut.ExtractArea(0, side / 2, side, 1);
        Assert.Equal(side / 2.0, side * row.Avg() / 255, 0.25);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void What_fills_a_box_is_cut_upright(int orientation)
    {
        TestImage.WriteOriented(In("a.jpg"), orientation, 640, 480);
        Resize("-Size 160,160 -Mode Fill -Position TopLeft -Format png");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.At(0.2, 0.2).IsNear(Rgb.Red));
        Assert.True(picture.At(0.9, 0.2).IsNear(Rgb.Green));
        Assert.True(picture.At(0.2, 0.9).IsNear(Rgb.Yellow));
    }

    [Theory]
    [InlineData(65_500, null)]
    [InlineData(65_501, "TooLarge")]
    [InlineData(65_535, "TooLarge")]
    public void A_JPEG_beyond_what_can_be_written_is_refused_as_such(int width, string? error)
    {
        using Image image = Flat([80], width, 3);
        image.Pngsave(In("a.png"));
        RunOutput output = Resize("-Format jpeg");
        Assert.Equal(error is null ? [] : [error], output.ErrorIds);
    }

    private static Image Flat(int[] color, int width = 80, int height = 60)
    {
        using Image black = Image.Black(width, height, bands: color.Length);
        using Image flat = black + color.Select(sample => (double)sample).ToArray();
        using Image bytes = flat.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: color.Length < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    /// <summary>The TIFF file with other kinds of extra samples, which libvips writes as two numbers in the entry.</summary>
    private static byte[] WithExtraSamples(byte[] tiff, int[] kinds)
    {
        int directory = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        for (int i = 0, count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(directory)); i < count; i++)
        {
            Span<byte> entry = tiff.AsSpan(directory + 2 + 12 * i, 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) != 338)
                continue;
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], (ushort)kinds[0]);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[10..], (ushort)kinds[1]);
            return tiff;
        }

        throw new InvalidOperationException("The file has no extra samples.");
    }
}
