using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Linear light and sharpening, told by pixels.</summary>
public sealed class ToneTests(EngineSession session) : ModuleTest(session)
{
    /// <summary>A checkerboard of single pixels: half the light of white is 188 in sRGB, half the samples 128.</summary>
    [Theory]
    [InlineData("a.png", 3)]
    [InlineData("a.jpg", 3)]
    [InlineData("a.webp", 3)]
    [InlineData("a.png", 1)]
    [InlineData("a.png", 4)]
    public void Linear_light_keeps_the_brightness_of_fine_patterns(string name, int bands)
    {
        WriteCheckers(In(name), bands);
        Resize("-Size 16");
        using (Picture coded = Picture.Open(Out(name)))
            Assert.InRange(coded.At(0.5, 0.5).G, 124, 132);
        Resize("-Size 16 -LinearLight");
        using Picture light = Picture.Open(Out(name));
        Assert.Equal((16, 16), (light.Width, light.Height));
        Assert.InRange(light.At(0.5, 0.5).G, 185, 191);
    }

    [Fact]
    public void Linear_light_leaves_sixteen_bits_and_even_areas_as_they_are()
    {
        TestImage.WriteDeepRamp(In("a.png"), 1024, 64);
        Resize("-Size 256x -LinearLight");
        using Picture picture = Picture.Open(Out("a.png"));
        Assert.True(picture.IsDeep);
        Resize("-Size 256x -IfExists Rename");
        using Picture plain = Picture.Open(Out("a (1).png"));
        for (double at = 0.05; at < 1; at += 0.1)
            Assert.InRange(picture.Samples(at, 0.5)[0] - plain.Samples(at, 0.5)[0], -120, 120);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void Sharpening_steepens_edges_and_leaves_areas(string name)
    {
        // Two greys, an edge that resizing makes soft.
        using (Image dark = (Image.Black(400, 400, bands: 3) + 80).Cast(Enums.BandFormat.Uchar))
        using (Image both = dark.Insert((Image.Black(199, 400, bands: 3) + 170).Cast(Enums.BandFormat.Uchar), 201, 0).Copy(interpretation: Enums.Interpretation.Srgb))
            both.WriteToFile(In(name));
        int[] Levels(string parameters)
        {
            Resize($"-Size 100 -Quality 95 {parameters}");
            using Picture picture = Picture.Open(Out(name));
            return [picture.At(0.1, 0.5).G, .. Enumerable.Range(46, 8).Select(x => picture.At((x + 0.01) / 99, 0.5).G), picture.At(0.9, 0.5).G];
        }

        int[] soft = Levels(string.Empty), little = Levels("-Sharpen 30"), much = Levels("-Sharpen 100");
        Assert.InRange(much[0] - soft[0], -2, 2);
        Assert.InRange(much[^1] - soft[^1], -2, 2);
        int Span(int[] levels) => levels.Max() - levels.Min();
        Assert.True(Span(little) > Span(soft) + 4, $"{string.Join(' ', soft)} | {string.Join(' ', little)}");
        Assert.True(Span(much) > Span(little) + 10, $"{string.Join(' ', little)} | {string.Join(' ', much)}");
    }

    private static void WriteCheckers(string path, int bands)
    {
        byte[] pixels = new byte[64 * 64];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i / 64 + i % 64) % 2 * 255);
        using Image gray = Image.NewFromMemory(pixels, 64, 64, 1, Enums.BandFormat.Uchar);
        using Image all = bands == 1 ? gray.Copy(interpretation: Enums.Interpretation.Bw) : gray.Bandjoin(gray, gray).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image shown = bands == 4 ? all.Bandjoin(255.0) : all.Copy();
        shown.WriteToFile(path, Path.GetExtension(path) switch { ".jpg" => new VOption { { "Q", 100 } }, ".webp" => new VOption { { "lossless", true } }, _ => null });
    }
}
