using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

public sealed class EncoderSettingTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("a.png", "png")]
    [InlineData("a.tif", "png")]
    [InlineData("a.png", "webp")]
    [InlineData("a.png", "avif")]
    [InlineData("a.png", "gif")]
    [InlineData("a.png", "jpeg")]
    [InlineData("a.jpg", "jpeg")]
    public void More_effort_makes_no_longer_file_and_the_same_picture(string name, string format)
    {
        Write(name);
        long quick = Resize($"-Size 300 -Format {format} -Effort 0").The<long>("Length");
        RunOutput output = Resize($"-Size 300 -Format {format} -Effort 10");
        Assert.Empty(output.Warnings);
        Assert.InRange(output.The<long>("Length"), 1, (long)(quick * 1.02));
        using Image picture = Load(output.The<string>("Path"));
        Assert.Equal((300, 225), (picture.Width, picture.Height));
    }

    [Fact]
    public void Nearly_without_loss_is_shorter_than_without_and_differs_by_a_few_levels_the_fewer_the_higher_the_quality()
    {
        Write("a.png");
        (long Length, double Most, double Mean) Made(string parameters)
        {
            RunOutput output = Resize($"-Size 300 -Format webp -IfExists Rename {parameters}");
            Assert.Empty(output.Warnings);
            using Image exact = Load(Resize("-Size 300 -Format png -IfExists Rename").The<string>("Path")), made = Load(output.The<string>("Path"));
            using Image difference = (exact - made).Abs();
            Assert.Contains("VP8L", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(output.The<string>("Path"))), StringComparison.Ordinal);
            return (output.The<long>("Length"), difference.Max(), difference.Avg());
        }

        (long lossless, double none, _) = Made("-Lossless");
        (long near, double most, double mean) = Made("-NearLossless -Quality 60");
        (long far, _, double more) = Made("-NearLossless -Quality 10");
        Assert.Equal(0, none);
        Assert.InRange(most, 1, 16);
        Assert.True(near < lossless && far < near, $"{lossless} {near} {far}");
        Assert.True(mean < more);
    }

    [Fact]
    public void Without_dithering_a_GIF_is_plainer_and_shorter()
    {
        Write("a.png");
        (long Length, double Unrest) Made(string parameters)
        {
            RunOutput output = Resize($"-Size 300 -Format gif -IfExists Rename {parameters}");
            Assert.Empty(output.Warnings);
            using Image made = Load(output.The<string>("Path"));
            using Image edges = made.ExtractBand(0).Conv(Image.NewFromArray(new double[,] { { -1, 1 } })).Abs();
            return (output.The<long>("Length"), edges.Avg());
        }

        (long dithered, double unrest) = Made("");
        Assert.Equal((dithered, unrest), Made("-Dither 1"));
        (long plain, double rest) = Made("-Dither 0");
        Assert.InRange(plain, 1, dithered - 1);
        Assert.True(rest < unrest, $"{rest} {unrest}");
    }

    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    public void Effort_changes_no_pixel_of_a_format_without_loss(string format)
    {
        Write("a.png");
        using Image quick = Load(Resize($"-Size 300 -Format {format} -Compression Deflate -Effort 0").The<string>("Path")).CopyMemory();
        using Image slow = Load(Resize($"-Size 300 -Format {format} -Compression Deflate -Effort 10").The<string>("Path"));
        using Image difference = (quick - slow).Abs();
        Assert.Equal(0, difference.Max());
    }

    [Theory]
    [InlineData("a.jpg", "-Quality 30", true)]
    [InlineData("a.jpg", "-Quality 30 -Format jpeg", true)]
    [InlineData("a.jpg", "-Progressive", true)]
    [InlineData("a.png", "-Progressive", true)]
    [InlineData("a.tif", "-Compression Deflate", true)]
    [InlineData("a.webp", "-NearLossless", true)]
    [InlineData("a.gif", "-Dither 0", true)]
    [InlineData("a.jpg", "-Dither 0", false)]
    [InlineData("a.png", "-Quality 30", false)]
    [InlineData("a.tif", "-Quality 30", false)]
    [InlineData("a.jpg", "-Compression Deflate", false)]
    [InlineData("a.jpg", "-Quality 30 -Size 5000", false)]
    public void Without_a_size_what_is_said_of_encoding_counts_for_images_of_its_formats(string name, string parameters, bool isAnew)
    {
        Write(name);
        RunOutput output = Resize(parameters);
        Assert.Empty(output.Errors);
        Assert.Equal(isAnew ? "Resized" : "Copied", output.The<string>("Status"));
        Assert.NotEqual(isAnew, File.ReadAllBytes(In(name)).AsSpan().SequenceEqual(File.ReadAllBytes(output.The<string>("Path"))));
        if (parameters == "-Progressive" && name == "a.jpg")
            Assert.True(IsProgressive(output.The<string>("Path")));
    }

    [Theory]
    [InlineData("-Format tiff -Compression Jpeg -Lossless", "LosslessConflict")]
    [InlineData("-Format webp -NearLossless -Lossless", "LosslessConflict")]
    [InlineData("-Format webp -NearLossless -TargetLength 20KB", "TargetLengthConflict")]
    [InlineData("-Size 100 -Copyright ('x' * 2001)", "InvalidText")]
    [InlineData("-Size 100 -Artist ('x' * 2001)", "InvalidText")]
    public void What_contradicts_itself_or_does_not_fit_is_an_error_before_any_work(string parameters, string id)
    {
        Write("a.jpg");
        RunOutput output = Resize(parameters);
        Assert.Equal([id], output.ErrorIds);
        Assert.Empty(output.Objects);
    }

    [Fact]
    public void From_seven_on_a_JPEG_comes_in_passes()
    {
        Write("a.jpg");
        Assert.True(IsProgressive(Resize("-Size 300 -Effort 7").The<string>("Path")));
        Assert.False(IsProgressive(Resize("-Size 300 -Effort 6").The<string>("Path")));
    }

    [Theory]
    [InlineData("a.jpg", "4:2:0", 95, 2)]
    [InlineData("a.jpg", "4:4:4", 50, 1)]
    [InlineData("a.jpg", "Auto", 50, 2)]
    [InlineData("a.jpg", "Auto", 95, 1)]
    [InlineData("a.png", "4:2:0", 95, 2)]
    [InlineData("a.png", "4:4:4", 50, 1)]
    [InlineData("a.png", "Auto", 95, 1)]
    [InlineData("a.tif", "420", 95, 2)]
    [InlineData("a.tif", "Yuv444", 50, 1)]
    public void The_chroma_of_a_JPEG_is_as_asked_for(string name, string chroma, int quality, int sampling)
    {
        Write(name);
        string path = Resize($"-Size 300 -Format jpg -Quality {quality} -ChromaSubsampling {chroma}").The<string>("Path");
        Assert.Equal(sampling, SamplingOf(path));
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("avif")]
    public void Whole_chroma_keeps_coloured_edges_better(string format)
    {
        using (Image stripes = Image.Xyz(256, 192).ExtractBand(0).Linear([1.0 / 3], [0.0]).Cast(Enums.BandFormat.Uchar) % 2 * 255)
        using (Image image = stripes.Bandjoin(stripes.Linear([-1.0], [255.0]), stripes * 0).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
            image.WriteToFile(In("a.png"));
        double half = ErrorOf("4:2:0"), whole = ErrorOf("4:4:4");
        Assert.InRange(whole, 0, half * 0.95);

        double ErrorOf(string chroma)
        {
            using Image made = Load(Resize($"-Format {format} -Quality 80 -ChromaSubsampling {chroma}").The<string>("Path"));
            using Image source = Load(In("a.png"));
            using Image difference = (made - source).Abs();
            return difference.Avg();
        }
    }

    [Theory]
    [InlineData("Lzw", "lzw")]
    [InlineData("Deflate", "deflate")]
    [InlineData("None", "none")]
    [InlineData("Jpeg", "jpeg")]
    public void A_TIFF_is_compressed_as_asked_for(string compression, string expected)
    {
        Write("a.png");
        RunOutput output = Resize($"-Size 300 -Format tiff -Compression {compression}");
        Assert.Empty(output.Warnings);
        Assert.Equal(expected, CompressionOf(File.ReadAllBytes(output.The<string>("Path"))));
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((300, 225), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("a.png", 8)]
    [InlineData("a.png", 10)]
    [InlineData("a.png", 12)]
    [InlineData("deep.png", 10)]
    [InlineData("deep.png", 8)]
    public void An_AVIF_has_the_bits_asked_for(string name, int bits)
    {
        Write("a.png");
        if (name == "deep.png")
        {
            using Image image = Load(In("a.png")).Linear([257.0], [0.0]).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
            image.WriteToFile(In("deep.png"));
        }

        using Image before = Load(In("a.png"));
        string path = Session.Run("Invoke-ImageResize -Path $args[0] -Destination $args[1] -Format avif -Quality 95 -BitDepth $args[2] -WarningAction SilentlyContinue", In(name), Out(), bits).The<string>("Path");
        using Image made = Load(path);
        Assert.Equal(bits, (int)made.Get("bits-per-sample"));
        using Image shown = made.Format == Enums.BandFormat.Ushort ? made.Linear([1.0 / 257], [0.0]) : made.Copy();
        using Image difference = (shown - before).Abs();
        Assert.InRange(difference.Avg(), 0, 3);
    }

    [Theory]
    [InlineData("-Format png -ChromaSubsampling 4:4:4", "-ChromaSubsampling is for JPEG, WebP and AVIF; PNG outputs are made without it.")]
    [InlineData("-Format bmp -Effort 3", "-Effort is for JPEG, PNG, WebP, GIF, TIFF, AVIF and JPEG XL; BMP outputs are made without it.")]
    [InlineData("-Format png -Compression Deflate", "-Compression is for TIFF; PNG outputs are made without it.")]
    [InlineData("-Format webp -BitDepth 10", "-BitDepth is for AVIF; WebP outputs are made without it.")]
    public void What_does_not_count_for_a_format_is_one_warning(string parameters, string expected)
    {
        Write("a.png");
        File.Copy(In("a.png"), In("b.png"));
        Assert.Equal([expected], Resize("-Size 100 " + parameters).Warnings);
    }

    [Theory]
    [InlineData("-ChromaSubsampling 4:1:1", "4:2:0")]
    [InlineData("-Format webp -Lossless -ChromaSubsampling 4:2:0", "-Lossless")]
    [InlineData("-Effort 11", "10")]
    [InlineData("-Format avif -BitDepth 9", "8,10,12")]
    [InlineData("-Compression Zip", "Deflate")]
    public void A_wrong_value_says_what_to_give(string parameters, string expected)
    {
        Write("a.png");
        Assert.Contains(expected, Assert.Single(Resize("-Size 100 " + parameters).Errors).ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void A_resumed_run_with_other_settings_makes_the_outputs_again()
    {
        Write("a.png");
        string journal = $"-JournalPath '{Folder["run.jsonl"]}' -Resume";
        foreach (string settings in (string[])["", "-Effort 9", "-ChromaSubsampling 4:4:4", "-TargetLength 30KB"])
            Assert.Equal("Resized", Resize($"-Size 100 -Format jpg {settings} {journal}").The<string>("Status"));
        Assert.Equal("Skipped", Resize($"-Size 100 -Format jpg -TargetLength 30KB {journal}").The<string>("Status"));
    }

    private static bool IsProgressive(string path)
    {
        using Image image = Load(path);
        return (int)image.Get("jpeg-multiscan") != 0;
    }

    /// <summary>By content: libvips remembers what it has read under a name.</summary>
    private static Image Load(string path) => Image.NewFromBuffer(File.ReadAllBytes(path));

    /// <summary>The horizontal sampling factor of luma in the frame header (T.81, B.2.2).</summary>
    private static int SamplingOf(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        for (int at = 2; ; at += 2 + (file[at + 2] << 8 | file[at + 3]))
            if (file[at + 1] is >= 0xC0 and <= 0xC2)
                return file[at + 11] >> 4;
    }

    /// <summary>The value of tag 259 of the first directory (TIFF 6.0).</summary>
    private static string CompressionOf(byte[] file)
    {
        int directory = BitConverter.ToInt32(file, 4);
        for (int i = 0; i < BitConverter.ToUInt16(file, directory); i++)
            if (BitConverter.ToUInt16(file, directory + 2 + 12 * i) == 259)
                return BitConverter.ToUInt16(file, directory + 2 + 12 * i + 8) switch { 1 => "none", 5 => "lzw", 7 => "jpeg", 8 or 32946 => "deflate", var other => $"{other}" };
        return "";
    }

    private void Write(string name)
    {
        using Image noise = Image.Gaussnoise(640, 480, sigma: 12, mean: 0, seed: 3);
        using Image smooth = Image.Perlin(640, 480, cellSize: 128, seed: 5).Linear([90.0], [128.0]);
        using Image gray = smooth + noise.Gaussblur(1);
        using Image image = gray.Bandjoin(gray.Flip(Enums.Direction.Horizontal), smooth).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        image.WriteToFile(In(name));
    }
}
