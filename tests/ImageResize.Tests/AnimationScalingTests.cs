using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

/// <summary>Each frame of an animation is scaled, cut and turned as the picture alone would be, and next to nothing of its neighbours gets into it.</summary>
public sealed class AnimationScalingTests(EngineSession session) : ModuleTest(session)
{
    private const int Frames = 3, Width = 243, Height = 182;

    [Theory]
    [InlineData(3, "-Size 100")]
    [InlineData(4, "-Size 100")]
    [InlineData(3, "-Size 100,100 -Mode Fill")]
    [InlineData(4, "-Size 90,60 -Mode Fill -Position Right -Rotate 90")]
    [InlineData(3, "-Size 90 -Flip Horizontal")]
    [InlineData(4, "-Size 400 -AllowEnlarge")]
    [InlineData(4, "-Size 500")]
    [InlineData(3, "-Size 100 -Grayscale")]
    [InlineData(4, "-Size 120,120 -Mode Pad -Background '#336699'")]
    public void A_frame_becomes_what_the_picture_alone_becomes(int bands, string parameters)
    {
        Image[] frames = [.. Enumerable.Range(0, Frames).Select(frame => Wave(bands, frame))];
        using (Image joined = Image.Arrayjoin(frames, across: 1))
        using (Image animation = joined.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", Height);
            image.Set(GValue.ArrayIntType, "delay", new[] { 40, 90, 50 });
            image.Set(GValue.GIntType, "loop", 2);
        }))
            animation.Webpsave(In("a.webp"), lossless: true, exact: true);
        for (int frame = 0; frame < Frames; frame++)
            frames[frame].Pngsave(In($"{frame}.png"));

        Assert.Empty(Session.Run($"Invoke-ImageResize $args[0] -Format webp -Lossless -Destination $args[1] {parameters}", In("a.webp"), Out()).Errors);
        using Image made = Image.Webpload(Out("a.webp"), n: -1);
        Assert.Equal([40, 90, 50], (int[])made.Get("delay"));
        Assert.Equal(2, made.Get("loop"));
        for (int frame = 0; frame < Frames; frame++)
        {
            Assert.Empty(Session.Run($"Invoke-ImageResize $args[0] -Format png -Destination $args[1] {parameters}", In($"{frame}.png"), Out()).Errors);
            using Image alone = Image.NewFromFile(Out($"{frame}.png")), among = made.ExtractArea(0, frame * made.PageHeight, made.Width, made.PageHeight);
            Assert.Equal((alone.Width, alone.Height), (among.Width, among.Height));
            using Image difference = OnBlack(alone).Subtract(OnBlack(among));
            using Image distance = difference.Abs();
            Assert.InRange(distance.Max(), 0, 1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Dither 0.5")]
    [InlineData("-Effort 3")]
    [InlineData("-Effort 9")]
    public void A_GIF_of_it_is_near_in_every_frame(string parameters)
    {
        Image[] frames = [.. Enumerable.Range(0, Frames).Select(frame => Wave(3, frame))];
        using (Image joined = Image.Arrayjoin(frames, across: 1))
        using (Image animation = joined.Mutate(image => image.Set(GValue.GIntType, "page-height", Height)))
            animation.Webpsave(In("a.webp"), lossless: true);

        Assert.Empty(Resize($"-Size 121 -Format gif {parameters}").Errors);
        Assert.Empty(Session.Run("Invoke-ImageResize $args[0] -Size 121 -Format webp -Lossless -Destination $args[1]", In("a.webp"), Out()).Errors);
        using Image gif = Image.Gifload(Out("a.gif"), n: -1), exact = Image.Webpload(Out("a.webp"), n: -1);
        Assert.Equal((exact.Width, exact.Height, exact.PageHeight), (gif.Width, gif.Height, gif.PageHeight));
        using Image colors = gif.ExtractBand(0, n: 3), wanted = exact.ExtractBand(0, n: 3), difference = wanted.Subtract(colors), distance = difference.Abs();
        Assert.InRange(distance.Avg(), 0, 6);
    }

    /// <summary>Waves that go another way in each frame, with an alpha that is nowhere 0, which would leave colours open.</summary>
    private static Image Wave(int bands, int frame)
    {
        using Image coordinates = Image.Xyz(Width, Height);
        Image across = coordinates[0] * (0.05 + 0.02 * frame), down = coordinates[1] * 0.07;
        Image[] channels = [.. Enumerable.Range(0, bands).Select(band => (across * (band + 1) + down * (3 - band + frame)).Math(Enums.OperationMath.Sin) * (band == 3 ? 60 : 100) + (band == 3 ? 180 : 128))];
        return channels[0].Bandjoin(channels[1..]).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image OnBlack(Image image)
    {
        using Image colors = image.Bands < 3 ? image.Colourspace(Enums.Interpretation.Srgb) : image.Copy();
        return colors.HasAlpha() ? colors.Flatten() : colors.Copy();
    }
}
