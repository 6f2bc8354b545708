using System.Management.Automation;
using ImageMagick;
using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>What is read comes out right, in every format.</summary>
public sealed class ReadingTests(EngineSession session) : FurtherModuleTest(session)
{
    [Theory]
    [InlineData("corners.jxl")]
    [InlineData("corners.jp2")]
    [InlineData("corners.j2k")]
    [InlineData("corners.psd")]
    [InlineData("corners.psb")]
    public void Pixels_are_where_they_belong(string name)
    {
        Samples.Write(In(name));
        RunOutput output = Resize("-Size 160 -Format png");
        Assert.Empty(output.Errors);
        string made = Out(Path.ChangeExtension(name, ".png"));
        Assert.Equal(160, output.The<int>("Width"));
        Assert.Equal(120, output.The<int>("Height"));
        AssertNear([220, 30, 30], PixelOf(made, 0.1, 0.1));
        AssertNear([Rgb.Green.R, Rgb.Green.G, Rgb.Green.B], PixelOf(made, 0.9, 0.1));
        AssertNear([Rgb.Blue.R, Rgb.Blue.G, Rgb.Blue.B], PixelOf(made, 0.9, 0.9));
    }

    [Theory]
    [InlineData("alpha.jxl")]
    [InlineData("alpha.jp2")]
    [InlineData("alpha.psd")]
    public void Alpha_is_kept_or_becomes_white(string name)
    {
        Samples.Write(In(name), change: image =>
        {
            image.Alpha(AlphaAction.Set);
            image.Evaluate(Channels.Alpha, EvaluateOperator.Set, new Percentage(50));
            if (name.EndsWith(".psd", StringComparison.Ordinal))
            {
                // Photoshop puts the whole picture on white, and says beside it how transparent it was.
                image.Evaluate(Channels.RGB, EvaluateOperator.Multiply, 0.5);
                image.Evaluate(Channels.RGB, EvaluateOperator.Add, 127.5);
            }
        });
        RunOutput output = Resize("-Size 160 -Format png, jpeg");
        Assert.Empty(output.Errors);
        AssertNear([220, 30, 30, 128], PixelOf(Out("alpha.png"), 0.1, 0.1));
        AssertNear([237, 142, 142], PixelOf(Out("alpha.jpg"), 0.1, 0.1));
    }

    [Theory]
    [InlineData("gray.jxl")]
    [InlineData("gray.jp2")]
    [InlineData("gray.psd")]
    public void Grey_stays_grey(string name)
    {
        Samples.Write(In(name), change: static image => image.ColorType = ColorType.Grayscale);
        RunOutput output = Resize("-Size 160 -Format png");
        Assert.Empty(output.Errors);
        double[] pixel = PixelOf(Out("gray.png"), 0.1, 0.1);
        Assert.InRange(pixel[0], 40, 140);
        Assert.True(pixel.Length == 1 || (pixel[0] == pixel[1] && pixel[1] == pixel[2]));
    }

    [Fact]
    public void A_profile_and_EXIF_come_along()
    {
        foreach (string name in new[] { "psd.psd", "jxl.jxl" })
        {
            Samples.Write(In(name), change: static image =>
            {
                var exif = new ExifProfile();
                exif.SetValue(ExifTag.Artist, "Nobody");
                image.SetProfile(exif);
                image.SetProfile(ColorProfiles.AdobeRGB1998);
            });
        }

        Assert.Empty(Resize("-Size 160 -Format jpeg").Errors);
        using var psd = new MagickImage(Out("psd.jpg"));
        using var jxl = new MagickImage(Out("jxl.jpg"));
        Assert.Contains("Adobe", psd.GetColorProfile()?.Description, StringComparison.Ordinal);
        Assert.Contains("Adobe", jxl.GetColorProfile()?.Description, StringComparison.Ordinal);

        // The writer of these samples puts no EXIF into a PSD.
        Assert.Equal("Nobody", jxl.GetExifProfile()?.GetValue(ExifTag.Artist)?.Value);
    }

    [Fact]
    public void Of_an_animation_the_first_frame_is_kept_and_that_is_told()
    {
        using (var frames = new MagickImageCollection())
        {
            frames.Add(new MagickImage(MagickColors.Red, 64, 48) { AnimationDelay = 10 });
            frames.Add(new MagickImage(MagickColors.Blue, 64, 48) { AnimationDelay = 10 });
            frames.Write(In("two.jxl"), MagickFormat.Jxl);
        }

        RunOutput output = Resize("-Size 32 -Format png");
        Assert.Empty(output.Errors);
        Assert.Contains("Frames", output.The<string[]>("Dropped"));
        AssertNear([255, 0, 0], PixelOf(Out("two.png"), 0.5, 0.5)[..3]);
    }

    [Fact]
    public void Sixteen_bits_are_read_as_eight_and_that_is_told()
    {
        Samples.Write(In("deep.psd"), change: static image => image.Depth = 16);
        RunOutput output = Resize("-Size 160 -Format png");
        Assert.Empty(output.Errors);
        Assert.Contains("Depth", output.The<string[]>("Dropped"));
    }

    [Fact]
    public void A_large_JPEG_2000_is_read_whole_for_a_small_output()
    {
        Samples.Write(In("large.jp2"), 2048, 1536);
        RunOutput output = Resize("-Size 100 -Format png");
        Assert.Empty(output.Errors);
        Assert.Equal(75, output.The<int>("Height"));
        AssertNear([220, 30, 30], PixelOf(Out("large.png"), 0.1, 0.1));
        AssertNear([Rgb.Blue.R, Rgb.Blue.G, Rgb.Blue.B], PixelOf(Out("large.png"), 0.9, 0.9));
    }

    [Fact]
    public void Public_samples_are_read()
    {
        string[] files = Samples.AllPublic();
        Assert.SkipWhen(files.Length == 0, "The public samples are not beside the checkout.");
        foreach (string file in files)
        {
            PSObject info = Pipe("Get-ImageInfo", file).Single;
            RunOutput output = Pipe($"Invoke-ImageResize -Size 200 -Format png -Destination '{Out()}' -IfExists Overwrite", file);
            Assert.Empty(output.Errors);
            Assert.True(output.The<int>("Width") <= 200);
            double wanted = (double)(int)info.Properties["Width"].Value / (int)info.Properties["Height"].Value, made = (double)output.The<int>("Width") / output.The<int>("Height");
            Assert.InRange(made / wanted, 0.9, 1.1);
        }
    }

    [Fact]
    public void A_turned_HEIC_is_turned_once()
    {
        string? file = Samples.Public("heic").FirstOrDefault(path => path.EndsWith("sony-orientation-6.hif", StringComparison.Ordinal));
        Assert.SkipWhen(file is null, "The public samples are not beside the checkout.");
        RunOutput output = Pipe($"Invoke-ImageResize -Size 300 -Format jpeg -Destination '{Out()}'", file!);
        Assert.Equal(200, output.The<int>("Width"));
        Assert.Equal(300, output.The<int>("Height"));
        Assert.Contains("Depth", output.The<string[]>("Dropped"));
        using var image = new MagickImage(Directory.GetFiles(Out()).Single());
        Assert.True(image.Orientation is ImageMagick.Orientation.TopLeft or ImageMagick.Orientation.Undefined);

        // The toy stands upright: its pale body in the middle, the table below brighter than the curtain above.
        double[] above = PixelOf(Directory.GetFiles(Out()).Single(), 0.5, 0.05), below = PixelOf(Directory.GetFiles(Out()).Single(), 0.5, 0.95);
        Assert.True(below[2] > above[2]);
    }

    private static void AssertNear(double[] wanted, double[] found)
    {
        Assert.Equal(wanted.Length, found.Length);
        Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.Second, pair.First - 12, pair.First + 12));
    }
}
