using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

public sealed class TargetLengthTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("a.jpg", "jpg", 12_000)]
    [InlineData("a.jpg", "jpg", 60_000)]
    [InlineData("a.jpg", "webp", 12_000)]
    [InlineData("a.png", "jpg", 12_000)]
    [InlineData("a.png", "webp", 20_000)]
    [InlineData("a.tif", "jpg", 12_000)]
    [InlineData("a.bmp", "jpg", 12_000)]
    [InlineData("a.png", "avif", 12_000)]
    public void An_output_has_the_best_quality_at_which_it_is_not_longer(string name, string format, int target)
    {
        Write(name);
        RunOutput output = Resize($"-Size 400 -Format {format} -TargetLength {target}");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        int quality = (int)output.The<int?>("Quality")!;
        Assert.InRange(quality, 1, 99);
        Assert.InRange(new FileInfo(output.The<string>("Path")).Length, target / 2, target);
        Assert.Equal(output.The<long>("Length"), new FileInfo(output.The<string>("Path")).Length);

        // With that quality it is as long, and with a better one too long.
        Assert.InRange(LengthAt(format, quality), (long)(output.The<long>("Length") * 0.97), (long)(output.The<long>("Length") * 1.03));
        Assert.InRange(LengthAt(format, Math.Min(100, quality + 2)), target, long.MaxValue);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((400, 300), (picture.Width, picture.Height));
    }

    [Fact]
    public void The_quality_asked_for_is_the_best_that_is_taken()
    {
        Write("a.jpg");
        Assert.Equal(60, Resize("-Size 100 -TargetLength 1MB -Quality 60").The<int?>("Quality"));
        Assert.Equal(100, Resize("-Size 100 -TargetLength 1MB").The<int?>("Quality"));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("webp")]
    public void Where_no_quality_is_short_enough_the_image_fails_or_its_picture_shrinks(string format)
    {
        Write("a.png");
        RunOutput failed = Resize($"-Size 400 -Format {format} -TargetLength 900");
        Assert.Equal(["TargetNotReached"], failed.ErrorIds);
        Assert.Contains("-AllowShrink", failed.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(Out()) ? Directory.GetFiles(Out()) : []);

        RunOutput shrunk = Resize($"-Size 400 -Format {format} -TargetLength 900 -AllowShrink");
        Assert.Empty(shrunk.Errors);
        Assert.InRange(shrunk.The<long>("Length"), 300, 900);
        Assert.InRange((int)shrunk.The<int?>("Quality")!, 40, 100);
        Assert.Contains("instead of 400x300", Assert.Single(shrunk.Warnings), StringComparison.Ordinal);
        using Picture picture = Picture.Open(shrunk.The<string>("Path"));
        Assert.InRange(picture.Width, 20, 360);
        Assert.InRange(picture.Width / (double)picture.Height, 1.25, 1.42);
    }

    [Theory]
    [InlineData("jpg", "-Metadata None")]
    [InlineData("png", "-Format Jpeg")]
    public void A_length_that_no_picture_has_fails_with_advice_that_was_not_taken_yet(string format, string advice)
    {
        Write("a.png");
        RunOutput output = Resize($"-Size 400 -Format {format} -TargetLength 1 -AllowShrink");
        Assert.Equal(["TargetNotReached"], output.ErrorIds);
        string text = output.Errors[0].ToString();
        Assert.Contains("(1 byte)", text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
        Assert.DoesNotContain("-AllowShrink", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_without_a_quality_shrinks_or_fails()
    {
        Write("a.png");
        Assert.Equal(["TargetNotReached"], Resize("-Size 400 -TargetLength 20KB").ErrorIds);
        RunOutput output = Resize("-Size 400 -TargetLength 20KB -AllowShrink");
        Assert.InRange(output.The<long>("Length"), 5_000, 20 * 1024);
        Assert.Null(output.The<object>("Quality"));
    }

    [Fact]
    public void An_image_that_fits_and_is_short_enough_is_copied_and_one_that_is_too_long_is_not()
    {
        Write("a.jpg");
        long length = new FileInfo(In("a.jpg")).Length;
        Assert.Equal("Copied", Resize($"-TargetLength {length}").The<string>("Status"));
        RunOutput output = Resize($"-TargetLength {length / 2}");
        Assert.Equal("Resized", output.The<string>("Status"));
        Assert.InRange(output.The<long>("Length"), length / 4, length / 2);
        Assert.Equal(800, output.The<int>("Width"));
    }

    [Fact]
    public void Metadata_count_to_the_length()
    {
        Write("a.jpg", new string('x', 20_000));
        RunOutput output = Resize("-Size 400 -TargetLength 30KB");
        Assert.InRange(output.The<long>("Length"), 22_000, 30 * 1024);
        RunOutput without = Resize("-Size 400 -TargetLength 30KB -Metadata None");
        Assert.True(without.The<int?>("Quality") > output.The<int?>("Quality"));
    }

    [Theory]
    [InlineData("-TargetLength 10KB -Format png", "TargetLengthConflict")]
    [InlineData("-TargetLength 10KB -Format webp -Lossless", "TargetLengthConflict")]
    [InlineData("-Size 100 -AllowShrink", "TargetLengthMissing")]
    [InlineData("-TargetLength 10KB -Name '{name}-{quality}'", "NameConflict")]
    [InlineData("-TargetLength 10KB -AllowShrink -Name '{name}-{width}'", "NameConflict")]
    public void What_does_not_go_with_it_is_told_before_any_work(string parameters, string errorId)
    {
        Write("a.jpg");
        Assert.Equal([errorId], Resize(parameters).ErrorIds);
        Assert.False(Directory.Exists(Out()));
    }

    private long LengthAt(string format, int quality) =>
        Session.Run("Invoke-ImageResize -Path $args[0] -Destination $args[1] -Size 400 -Format $args[2] -Quality $args[3]", Path.Combine(Folder.Path, "in"), Folder["other"], format, quality).The<long>("Length");

    /// <summary>A photo-like picture: smooth with grain.</summary>
    private void Write(string name, string? comment = null)
    {
        using Image noise = Image.Gaussnoise(800, 600, sigma: 30, mean: 0, seed: 3);
        using Image smooth = Image.Perlin(800, 600, cellSize: 128, seed: 5).Linear([90.0], [128.0]);
        using Image gray = (smooth + noise.Gaussblur(1));
        using Image image = gray.Bandjoin(gray.Flip(Enums.Direction.Horizontal), smooth).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image told = comment is null ? image.Copy() : image.Mutate(m => m.Set(GValue.GStrType, "exif-ifd0-ImageDescription", comment));
        if (name.EndsWith(".bmp", StringComparison.Ordinal))
            File.WriteAllBytes(In(name), BitmapSamples.Bmp(told.WriteToMemory<byte>(), 800, 600));
        else
            told.WriteToFile(In(name));
    }
}
