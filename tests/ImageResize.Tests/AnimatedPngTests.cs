using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Animated PNG is an animation like those of GIF and WebP: all frames, their times and the number of plays go both ways.</summary>
public sealed class AnimatedPngTests(EngineSession session) : ModuleTest(session)
{
    private static readonly Rgb[] Colors = [Rgb.Red, Rgb.Green, Rgb.Blue, Rgb.Yellow];

    [Theory]
    [InlineData("webp")]
    [InlineData("gif")]
    public void It_becomes_an_animation_with_all_frames_and_times(string format)
    {
        AnimatedPng.Write(In("a.png"), frames: 4, milliseconds: 70, plays: 3);
        RunOutput output = Resize($"-Size 60 -Format {format}");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Empty(output.The<string[]>("Dropped"));
        using Image made = Image.NewFromFile(Out($"a.{format}"), kwargs: new VOption { { "n", -1 } });
        Assert.Equal((60, 40, 4), (made.Width, made.PageHeight, made.Height / made.PageHeight));
        Assert.Equal([70, 70, 70, 70], (int[])made.Get("delay"));
        Assert.Equal(3, (int)made.Get("loop"));
        AssertColors(made, tolerance: 3);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("gif")]
    public void Other_animations_become_one(string format)
    {
        TestImage.WriteAnimation(In($"a.{format}"), frames: 4);
        RunOutput output = Resize("-Size 60 -Format png");
        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Equal([70, 70, 70, 70], AnimatedPng.TimesOf(Out("a.png")).Delays);
        Assert.Equal(4, Session.Run("Get-ImageInfo $args[0]", Out("a.png")).The<int>("Pages"));
        Session.Run("Invoke-ImageResize $args[0] -Format webp -Lossless -Destination $args[1]", Out("a.png"), In("back"));
        using Image back = Image.NewFromFile(In("back/a.webp"), kwargs: new VOption { { "n", -1 } });
        AssertColors(back, tolerance: 3);
    }

    [Theory]
    [InlineData("-Size 60 -InPlace -Confirm:$false -OnLoss Fail")]
    [InlineData("-Size 60 -InPlace -Confirm:$false -OnLoss Fail -Progressive")]
    [InlineData("-Size 60 -InPlace -Confirm:$false -OnLoss Fail -ColorSpace Srgb")]
    public void In_place_it_keeps_its_frames(string parameters)
    {
        AnimatedPng.Write(In("a.png"), frames: 4, milliseconds: 40, plays: 2);
        Assert.Empty(Session.Run($"Invoke-ImageResize $args[0] {parameters}", In("a.png")).Errors);
        (int plays, int[] delays) = AnimatedPng.TimesOf(In("a.png"));
        Assert.Equal(2, plays);
        Assert.Equal([40, 40, 40, 40], delays);
    }

    [Fact]
    public void A_still_output_tells_what_it_does_not_show()
    {
        AnimatedPng.Write(In("a.png"));
        RunOutput output = Resize("-Size 60 -Format jpeg");
        Assert.Contains("Only the first of 3 frames", Assert.Single(output.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Frames"], output.The<string[]>("Dropped"));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("jpeg")]
    [InlineData("tiff")]
    [InlineData("avif")]
    public void One_that_ends_inside_a_later_frame_is_damaged_whatever_the_output(string format)
    {
        byte[] whole = File.ReadAllBytes(AnimatedPng.Write(In("a.png")));
        File.WriteAllBytes(In("a.png"), whole[..^40]);
        Assert.Equal(["Damaged"], Resize($"-Size 60 -Format {format}").ErrorIds);
        RunOutput salvaged = Resize($"-Size 60 -Format {format} -OnDamage Salvage");
        Assert.Empty(salvaged.Errors);
        Assert.Contains(salvaged.Warnings, text => text.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_of_a_damaged_one_does_not_pass_for_sound()
    {
        byte[] whole = File.ReadAllBytes(AnimatedPng.Write(In("a.png")));
        File.WriteAllBytes(In("a.png"), whole[..^40]);
        Assert.Equal(["Damaged"], Resize("-Size 600").ErrorIds);
    }

    [Fact]
    public void A_frame_that_is_lost_is_damage_also_where_the_rest_is_salvaged()
    {
        byte[] whole = File.ReadAllBytes(AnimatedPng.Write(In("a.png")));
        int description = whole.AsSpan().LastIndexOf("fcTL"u8);
        File.WriteAllBytes(In("a.png"), whole[..(description + 4 + 26 + 4)]);
        Assert.Equal(["Damaged"], Resize("-Size 60 -Format jpeg -Page 2 -OnDamage Salvage").ErrorIds);
        Assert.Empty(Resize("-Size 60 -Format jpeg -Page 1 -OnDamage Salvage").Errors);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("gif")]
    public void The_density_asked_for_is_told(string source)
    {
        if (source == "png")
            AnimatedPng.Write(In("a.png"));
        else
            TestImage.WriteAnimation(In("a.gif"));
        Assert.Empty(Resize("-Size 60 -Format png -Density 300").Errors);
        using Image made = Image.NewFromFile(Out("a.png"));
        Assert.Equal(300, made.Xres * 25.4, 0);
        Assert.Equal(3, AnimatedPng.TimesOf(Out("a.png")).Delays.Length);
    }

    [Fact]
    public void Frames_count_for_the_limit_of_pixels()
    {
        AnimatedPng.Write(In("a.png"), frames: 4);
        Assert.Equal(["TooLarge"], Resize($"-Size 60 -MaxPixels {120 * 80 * 3}").ErrorIds);
    }

    private static void AssertColors(Image roll, int tolerance)
    {
        for (int i = 0; i < roll.Height / roll.PageHeight; i++)
        {
            double[] pixel = roll.Getpoint(roll.Width / 2, (i * roll.PageHeight) + (roll.PageHeight / 2));
            Assert.True(Colors[i % Colors.Length].IsNear(new Rgb((int)pixel[0], (int)pixel[1], (int)pixel[2]), tolerance));
        }
    }
}
