using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>The files in ../shared/cases about colours, pixels and verdicts, where that folder is there; each kind is also tested with files made here.</summary>
public sealed class SharedCaseTests(EngineSession session) : ModuleTest(session)
{
    private static readonly string? Cases = FindCases();

    [Theory]
    [InlineData("01", "-Size 200 -Metadata None", 100, 75, 188, 188, 235)]
    [InlineData("03", "-Size 128 -Format webp", 16, 20, 101, 101, 101)]
    [InlineData("13b", "-Size 150 -Format jpeg", 3, 3, 200, 30, 30)]
    [InlineData("17", "-Size 40", 20, 15, 10, 250, 77)]
    public void A_case_has_the_right_colour(string number, string parameters, int x, int y, int red, int green, int blue)
    {
        if (Open(number, parameters) is not { } output)
            return;
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Rgb pixel = picture.At((double)x / (picture.Width - 1), (double)y / (picture.Height - 1));
        Assert.True(pixel.IsNear(new Rgb(red, green, blue), number == "17" ? 0 : 2), pixel.ToString());
    }

    [Theory]
    [InlineData("04-", "-Size 100", "Resized", false)]
    [InlineData("04-", "-Size 100 -Format jpeg", "Resized", true)]
    [InlineData("04c", "-Size 100", "Resized", false)]
    [InlineData("04c", "-Size 100 -Format webp", "Resized", true)]
    [InlineData("15-", "-Size 60", "UnsupportedFormat", false)]
    [InlineData("15b", "-Size 60", "UnsupportedFormat", false)]
    [InlineData("15d", "-Size 60 -Format png", "UnsupportedFormat", false)]
    [InlineData("21", "-Format jpeg", "TooLarge", false)]
    public void A_case_is_told_for_what_it_is(string number, string parameters, string outcome, bool warns)
    {
        if (Open(number, parameters) is not { } output)
            return;
        Assert.Equal(outcome == "Resized" ? [] : [outcome], output.ErrorIds);
        Assert.Equal(warns, output.Warnings.Any(warning => warning.Contains("HDR", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_turned_animation_keeps_its_frames_upright()
    {
        if (Open("12", "-Size 60") is not { } output)
            return;
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.Equal((40, 60, 2), (picture.Width, picture.Height, picture.Frames));
    }

    [Fact]
    public void A_palette_stays_one_and_the_file_small()
    {
        if (Open("22", "-Size 1200") is not { } output)
            return;
        byte[] made = File.ReadAllBytes(output.The<string>("Path"));
        Assert.Equal(3, made[25]); // the colour type in IHDR: indices
        Assert.True(made.Length < 180_000, $"{made.Length} bytes");
    }

    [Fact]
    public void Floats_are_a_ramp()
    {
        if (Open("14", "-Size 100 -Format png") is not { } output)
            return;
        using Picture picture = Picture.Open(output.The<string>("Path"));
        double scale = picture.IsDeep ? 257 : 1;
        Assert.Equal(64, picture.Samples(0.25, 0.5)[0] / scale, 4.0);
        Assert.Equal(191, picture.Samples(0.75, 0.5)[0] / scale, 4.0);
    }

    private RunOutput? Open(string number, string parameters)
    {
        if (Cases is null || Directory.GetFiles(Cases, number + "*") is not [string file])
            return null;
        File.Copy(file, In(Path.GetFileName(file)));
        return Resize(parameters);
    }

    private static string? FindCases()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string cases = Path.Combine(folder.FullName, "..", "shared", "cases");
            if (Directory.Exists(cases))
                return cases;
        }

        return null;
    }
}
