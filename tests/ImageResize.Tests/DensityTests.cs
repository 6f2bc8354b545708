using System.Buffers.Binary;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>Sizes told in other ways than pixels, and what outputs tell of their density.</summary>
public sealed class DensityTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("'320 longest'", 320, 240)]
    [InlineData("'120 shortest'", 160, 120)]
    [InlineData("'2cm,1.5cm' -Density 300", 236, 177)]
    [InlineData("2cm,2cm -Density 300", 236, 177)]
    [InlineData("'1in' -Density 72", 72, 54)]
    [InlineData("'x10mm' -Density 254", 133, 100)]
    [InlineData("100x -DevicePixelRatio 2", 200, 150)]
    public void A_size_may_be_an_edge_or_a_length_or_for_a_screen(string size, int width, int height)
    {
        TestImage.Write(In("a.jpg"), 640, 480);
        RunOutput output = Resize($"-Size {size}");
        Assert.Empty(output.Errors);
        Assert.Equal((width, height), (output.The<int>("Width"), output.The<int>("Height")));
    }

    [Fact]
    public void Pixel_ratios_make_outputs_that_are_named_as_the_web_does()
    {
        TestImage.Write(In("a.jpg"), 640, 480);
        RunOutput output = Resize("-Size 100x -DevicePixelRatio 1,2,3");
        Assert.Empty(output.Errors);
        Assert.Equal(["in/a.jpg", "out/a.jpg", "out/a@2x.jpg", "out/a@3x.jpg"], Folder.Files());
        Assert.Equal([100, 200, 300], output.All<int>("Width"));
        Assert.Equal(["a-100x.jpg", "a-100x@1.5x.jpg", "a-40-shortest.jpg", "a-40-shortest@1.5x.jpg"], Names("-Size 100x,'40 shortest' -DevicePixelRatio 1,1.5"));
    }

    [Theory]
    [InlineData("jpg", "")]
    [InlineData("jpg", "-Format png")]
    [InlineData("png", "")]
    [InlineData("png", "-Format jpeg")]
    [InlineData("png", "-Format tiff")]
    [InlineData("webp", "-Format jpeg")]
    [InlineData("bmp", "-Format jpeg")]
    [InlineData("gif", "-Format jpeg -Sharpen 1")]
    [InlineData("bmp", "-Format jpeg -Metadata None")]
    [InlineData("jpg", "-Metadata None")]
    public void The_output_tells_the_density(string source, string parameters)
    {
        TestImage.Write(In("a." + source), 640, 480);
        Assert.Empty(Resize($"-Size 100 -Density 300 {parameters}").Errors);
        using Picture picture = Picture.Open(Directory.GetFiles(Out()).Single());
        Assert.InRange((double)picture.Field("xres") * 25.4, 299.9, 300.1);
    }

    [Theory]
    [InlineData("jpeg", "png")]
    [InlineData("png", "jpeg")]
    [InlineData("png", "tiff")]
    [InlineData("tiff", "jpeg")]
    [InlineData("tiff", "png")]
    [InlineData("bmp", "jpeg")]
    [InlineData("bmp", "png")]
    public void The_density_of_the_input_stays_whatever_the_formats(string source, string target)
    {
        TestImage.Write(In("a.png"), 640, 480);
        Assert.Empty(Resize($"-Size 200 -Density 300 -Format {source}").Errors);
        File.Move(Directory.GetFiles(Out()).Single(), In("b." + source));
        File.Delete(In("a.png"));
        Assert.Empty(Resize($"-Size 100 -Format {target}").Errors);
        using Picture picture = Picture.Open(Directory.GetFiles(Out()).Single());
        Assert.InRange((double)picture.Field("xres") * 25.4, 299.5, 300.5);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Format webp")]
    [InlineData("-Format avif")]
    public void Exif_tells_it_too(string parameters)
    {
        TestImage.WriteWithMetadata(In("a.jpg"), 640, 480);
        Assert.Empty(Resize($"-Size 100 -Density 240 {parameters}").Errors);
        using Picture picture = Picture.Open(Directory.GetFiles(Out()).Single());
        Assert.StartsWith("24000/100", (string)picture.Field("exif-ifd0-XResolution"), StringComparison.Ordinal);
        Assert.StartsWith("2 ", (string)picture.Field("exif-ifd0-ResolutionUnit"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_density_alone_is_something_to_do_and_nothing_is_copied()
    {
        TestImage.Write(In("a.png"), 64, 48);
        RunOutput output = Resize("-Density 96");
        Assert.Equal("Resized", output.The<string>("Status"));
        byte[] bytes = File.ReadAllBytes(Out("a.png"));
        int at = bytes.AsSpan().IndexOf("pHYs"u8);
        Assert.Equal(3780u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)));
    }

    [Theory]
    [InlineData("-Size 10cm", "SizeNeedsDensity", "-Density 300")]
    [InlineData("-Size '10cmx4in' -Density 300", "ParameterArgumentTransformationError", "10cmx15cm")]
    [InlineData("-Size 100m -Density 300", "ParameterArgumentTransformationError", "10cmx15cm")]
    [InlineData("-Size 1000cm -Density 300", "InvalidSize", "100000")]
    [InlineData("-Size 1600x -DevicePixelRatio 11", "ParameterArgumentValidationError", "10")]
    [InlineData("-Size 60000x -DevicePixelRatio 2", "InvalidSize", "100000")]
    [InlineData("-Format png -DevicePixelRatio 2", "DevicePixelRatioConflict", "-Size")]
    [InlineData("-Size 100 -Density 0", "ParameterArgumentValidationError", "1")]
    public void What_cannot_be_is_refused_with_what_to_do(string parameters, string id, string text)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Resize(parameters);
        Assert.Equal([id], output.ErrorIds);
        Assert.Contains(text, output.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    private string[] Names(string parameters)
    {
        Directory.Delete(Out(), recursive: true);
        Resize(parameters);
        return [.. Directory.GetFiles(Out()).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
    }
}
