using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Few colours mixed of dots: in animations that are written, and in pictures with a palette that are read.</summary>
public sealed class DitherTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("a.webp")]
    [InlineData("a.png")]
    public void Of_an_animation_all_frames_are_plainer_without_it_and_keep_their_times(string source)
    {
        using (Image roll = Roll())
            roll.Webpsave(In("a.webp"), lossless: true);
        if (source == "a.png")
        {
            File.Move(Session.Run("Invoke-ImageResize $args[0] -Format png -Destination $args[1]", In("a.webp"), Folder["made"]).The<string>("Path"), In("a.png"));
            File.Delete(In("a.webp"));
        }

        double[] mixed = Made(""), half = Made("-Dither 0.5"), plain = Made("-Dither 0");
        Assert.Equal(mixed, Made("-Dither 1"));
        for (int i = 0; i < 3; i++)
            Assert.True(plain[i] < half[i] && half[i] < mixed[i], $"Frame {i}: {plain[i]} {half[i]} {mixed[i]}");

        double[] Made(string parameters)
        {
            RunOutput output = Resize($"-Size 120 -Format gif -IfExists Rename {parameters}");
            Assert.Empty(output.Warnings);
            using Image roll = Image.NewFromBuffer(File.ReadAllBytes(output.The<string>("Path")), "n=-1");
            Assert.Equal([50, 60, 70], (int[])roll.Get("delay"));
            Assert.Equal((120, 80 * 3), (roll.Width, roll.Height));
            return [.. Enumerable.Range(0, 3).Select(i =>
            {
                using Image frame = roll.ExtractArea(0, 80 * i, 120, 80);
                using Image edges = frame.ExtractBand(0).Conv(Image.NewFromArray(new double[,] { { -1, 1 } })).Abs();
                return edges.Avg();
            })];
        }
    }

    [Theory]
    [InlineData("png", 16)]
    [InlineData("png", 4)]
    [InlineData("gif", 16)]
    [InlineData("jpeg", 16)]
    [InlineData("webp", 16)]
    public void A_palette_picture_of_dots_keeps_the_colours_that_they_mix(string format, int colors)
    {
        using Image ramp = Ramp(480, 320);
        ramp.Pngsave(In("a.png"), palette: true, bitdepth: colors == 16 ? 4 : 2, dither: 1);
        using Image dots = Image.NewFromFile(In("a.png"));
        Assert.Equal(3, dots.Bands);

        RunOutput output = Resize($"-Size 120 -Format {format}");

        Assert.Empty(output.Errors);
        using Image made = Image.NewFromBuffer(File.ReadAllBytes(output.The<string>("Path")));
        Assert.Equal((120, 80), (made.Width, made.Height));
        using Image before = dots.Shrink(60, 40), after = made.ExtractBand(0, n: 3).Shrink(15, 10), difference = (before - after).Abs();

        // The mean of a block is that of its dots; a palette for the small picture may be off by little.
        Assert.InRange(difference.Max(), 0, format == "gif" ? 8 : 5);
        Assert.InRange(difference.Avg(), 0, 2);
    }

    private static Image Ramp(int width, int height)
    {
        using Image places = Image.Xyz(width, height);
        using Image across = places[0] * (255.0 / width), down = places[1] * (255.0 / height);
        return across.Bandjoin(down, across.Linear([-0.5], [200])).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Roll()
    {
        using Image ramp = Ramp(240, 160);
        using Image pages = Image.Arrayjoin([ramp, ramp.Flip(Enums.Direction.Horizontal), ramp.Invert()], across: 1);
        return pages.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", 160);
            image.Set(GValue.ArrayIntType, "delay", new[] { 50, 60, 70 });
        });
    }
}
