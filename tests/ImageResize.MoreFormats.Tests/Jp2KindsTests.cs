using ImageMagick;
using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Kinds of JPEG 2000 that the decoder by itself gets wrong: bare code streams, offsets, coarse samples, opacity.</summary>
public sealed class Jp2KindsTests(EngineSession session) : FurtherModuleTest(session)
{
    /// <summary>The four corners in 16x16 pixels that begin at 5, 3 on the grid.</summary>
    private const string Offset = "/0//UQAvAAAAAAAVAAAAEwAAAAUAAAADAAAAFQAAABMAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAgQEAAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAEeAAH/k8fUIhERUtscwyDW6gemXx+qN/9/34CgBkuegvUnoJbk04UmZ5Ag6cVzO7/fgJATpV7d7pYyEVLNCXW8Nc1sGV/D6giH1BED5wwdkto5ezK7zwy4hcPQ9FzDG9Gjrza/z8AufgGQ+0IAHj6GdO1GghAqBK8bDKjG887Jj01EYX8bJaGvNnRgv8/AKj7QuH2g4BwyT6RsmRu7CmgPSUtqBg+GGRb5fxskaJrmkF/D6gmH1BMD5whPlm1ZAMPA9uM8BdhAAT1Ozm9P8OK/z8AufgFw+0EAUEJvWQDDwOj+V1dQix32nitopD0TD1Cc5c/PwC4+0Kh9oIAmjgBaHSRPIzRjJTtaVRmCboDEPD9Qm2ev/9k=";

    /// <summary>The four corners in 16x16 pixels of luma, with chroma of 8x8.</summary>
    private const string CoarseChroma = "/0//UQAvAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAADBwEBBwICBwIC/1IADAAAAAEAAgQEAAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAADUAAH/k8+0RALISd+yLXWBQVqffD6VDIt/z7QUC9A3LcPfgCgFHxY5AsfaEx9oVB9QMBnlaQLXjpwQFwxmvRc0KH/N9IAWAbqIAofH2gsfaCwfUCAMTt6GywTsaC2bBOJJc8faCw+oEg+oFAThpQgxBUdFTAUNpQl/x9oVH2hcH1AgSc3dcHHjR8tmNyTc4897kfJxXD0/JN1Ra8faDR9oNB9QGBhwfP8y3yAxBYysvxauF8faDQ+oGgfODBe+BmB+dQ8XSiw8Dxauj//Z";

    /// <summary>The four corners in 16x16 samples, each of 2x2 places on the grid.</summary>
    private const string CoarseSamples = "/0//UQAvAAAAAAAgAAAAIAAAAAAAAAAAAAAAIAAAACAAAAAAAAAAAAADBwICBwICBwIC/1IADAAAAAEAAgQEAAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAD+AAH/k9+AmBnNhci+3TP/Ll8/iSfvnOz+/3/fgKgV+W6+k57/KlEfbdBeuYOfZVZZMH/PtEgRT/bdC45Yu2pGCXsrGR5xWx/H2hEB8IgX18o86EFJyQx4Eb/H2hc/ALh9oOAXBR1SXyEpcjNMfxX8LEGCvtZSBG11FgG6iAfgJ8faEx9oTB9QOBhwUbl/OL/lAxsMnDVKnMixkxatvIgDOD/H2gkB8IgiGg7RANTHP8faGR9oXD7QQCFs2HqXZmDlrsFx3wDIHQc7xXZQvkNHJN1RmMfaFR9oVB9QIEp0V4lT9G1VD3Mp3gDcAe0djSTzJCwuP//Z";

    private static readonly double[] Red = [220, 30, 30], Green = [30, 200, 40], Blue = [40, 60, 220], Yellow = [230, 220, 40];

    [Theory]
    [InlineData(Offset)]
    [InlineData(CoarseChroma)]
    [InlineData(CoarseSamples)]
    public void All_of_the_picture_comes_in_its_colours(string stream)
    {
        File.WriteAllBytes(In("a.j2k"), Convert.FromBase64String(stream));
        RunOutput output = Resize("-Format png");
        Assert.Empty(output.Errors);
        Assert.Equal((16, 16), (output.The<int>("Width"), output.The<int>("Height")));
        (double, double)[] places = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)];
        foreach (((double across, double down), double[] wanted) in places.Zip([Red, Green, Blue, Yellow]))
            Assert.All(wanted.Zip(PixelOf(Out("a.png"), across, down)), pair => Assert.InRange(pair.Second, pair.First - 12, pair.First + 12));
    }

    [Fact]
    public void The_fourth_channel_of_a_bare_code_stream_is_alpha()
    {
        byte[] file = Transparent();
        File.WriteAllBytes(In("a.j2k"), file[(file.AsSpan().IndexOf("jp2c"u8) + 4)..]);
        AssertAlpha();
    }

    [Fact]
    public void The_fourth_channel_is_alpha_where_nothing_is_said_of_it()
    {
        byte[] file = Transparent();
        "free"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("cdef"u8)));
        File.WriteAllBytes(In("a.jp2"), file);
        AssertAlpha();
    }

    [Fact]
    public void Colours_that_are_multiplied_by_their_alpha_are_divided()
    {
        byte[] file = Transparent(static image => image.Evaluate(Channels.RGB, EvaluateOperator.Multiply, 0.5));

        // The kind of the fourth channel: opacity, and opacity that colours are multiplied by.
        int kind = file.AsSpan().IndexOf("cdef"u8) + 4 + 2 + 3 * 6 + 2;
        Assert.Equal([0, 1], file[kind..(kind + 2)]);
        file[kind + 1] = 2;
        File.WriteAllBytes(In("a.jp2"), file);
        AssertAlpha();
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    public void Colours_of_a_press_and_Lab_are_not_supported(byte space)
    {
        byte[] file = File.ReadAllBytes(Samples.Write(In("a.jp2")));
        int at = file.AsSpan().IndexOf("colr"u8) + 4 + 3;
        Assert.Equal([0, 0, 0, 16], file[at..(at + 4)]);
        file[at + 3] = space;
        File.WriteAllBytes(In("a.jp2"), file);
        Assert.Equal(["UnsupportedFormat"], Resize("-Size 30 -Format png").ErrorIds);
    }

    private byte[] Transparent(Action<MagickImage>? change = null) => File.ReadAllBytes(Samples.Write(Folder["made.jp2"], change: image =>
    {
        image.Alpha(AlphaAction.Set);
        image.Evaluate(Channels.Alpha, EvaluateOperator.Set, new Percentage(50));
        change?.Invoke(image);
    }));

    private void AssertAlpha()
    {
        RunOutput output = Resize("-Format png");
        Assert.Empty(output.Errors);
        Assert.All(new double[] { 220, 30, 30, 128 }.Zip(PixelOf(Out("a.png"), 0.1, 0.1)), pair => Assert.InRange(pair.Second, pair.First - 12, pair.First + 12));
    }
}
