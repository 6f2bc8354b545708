using ImageResize.Metadata.Color;
using NetVips;

namespace ImageResize.Metadata.Tests;

/// <summary>What profiles and other colour descriptions mean by their numbers.</summary>
public sealed class ColorTests
{
    private static readonly StandardColor[] Standards = [StandardColor.Srgb, StandardColor.DisplayP3, StandardColor.AdobeRgb, StandardColor.ProPhoto, StandardColor.Bt2020];

    [Fact]
    public void Each_standard_profile_is_known_by_its_numbers_whatever_its_name()
    {
        foreach (StandardColor standard in Standards)
        {
            ColorDescription color = IccProfile.Read(IccWriter.Create(standard));
            Assert.Equal(standard, color.Standard);
            Assert.Equal(standard != StandardColor.Srgb, color.IsWideGamut);
        }

        byte[] liar = IccWriter.Create("sRGB linear", Primaries.Srgb.ToConnectionSpace(), ToneCurve.Linear);
        Assert.False(IccProfile.Read(liar).IsSrgb);
        Assert.Equal("sRGB linear", IccProfile.Read(liar).Name);
        Assert.True(IccProfile.Read(IccWriter.Create("something", Primaries.Srgb.ToConnectionSpace(), ToneCurve.Srgb)).IsSrgb);
    }

    [Fact]
    public void A_curve_of_many_points_is_as_good_as_one_of_parameters()
    {
        ToneCurve table = ToneCurve.Table([.. Enumerable.Range(0, 1024).Select(i => ToneCurve.Srgb.Evaluate(i / 1023.0))]);
        Assert.True(IccProfile.Read(IccWriter.Create("x", Primaries.Srgb.ToConnectionSpace(), table)).IsSrgb);
        Assert.False(IccProfile.Read(IccWriter.Create("x", Primaries.Srgb.ToConnectionSpace(), ToneCurve.Gamma(2.2))).IsSrgb);
        Assert.False(IccProfile.Read(IccWriter.Create("x", Primaries.Srgb.ToConnectionSpace(), ToneCurve.Gamma(1.8))).IsSrgb);
    }

    [Fact]
    public void Grey_is_judged_by_its_curve()
    {
        Assert.True(IccProfile.Read(IccWriter.Create("grey", null, ToneCurve.Srgb)) is { IsSrgb: true, Channels: ColorChannels.Gray });
        Assert.False(IccProfile.Read(IccWriter.Create("sRGB grey", null, ToneCurve.Linear)).IsSrgb);
    }

    [Theory]
    [InlineData("srgb", true, "Rgb")]
    [InlineData("p3", false, "Rgb")]
    [InlineData("cmyk", false, "Cmyk")]
    public void Profiles_of_other_makers_are_read(string name, bool isSrgb, string channels)
    {
        using Image picture = Samples.Picture();
        using Image profiled = picture.IccTransform(name, inputProfile: "srgb");
        ColorDescription color = IccProfile.Read((byte[])profiled.Get("icc-profile-data"));
        Assert.Equal((isSrgb, channels), (color.IsSrgb, color.Channels.ToString()));
    }

    [Fact]
    public void Littlecms_converts_by_a_written_profile_within_two_levels()
    {
        foreach (StandardColor standard in Standards)
        {
            byte[] profile = IccWriter.Create(standard);
            ColorDescription color = IccProfile.Read(profile);
            using Image picture = Samples.Picture();
            using Image tagged = picture.Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", profile));
            using Image converted = tagged.IccTransform("srgb", embedded: true, intent: Enums.Intent.Relative);
            foreach ((int x, int y) in ((int, int)[])[(40, 30), (20, 40), (60, 10), (33, 33)])
            {
                double[] expected = ToSrgb(color, picture.Getpoint(x, y)), actual = converted.Getpoint(x, y);
                for (int band = 0; band < 3; band++)
                    Assert.True(Math.Abs(expected[band] - actual[band]) <= 2, $"{standard} {x},{y}: {string.Join(' ', expected)} but {string.Join(' ', actual)}");
            }
        }
    }

    [Theory]
    [InlineData(1, 13, true, false, false)]
    [InlineData(1, 1, true, false, false)]
    [InlineData(12, 13, false, true, false)]
    [InlineData(9, 16, false, true, true)]
    [InlineData(9, 18, false, true, true)]
    [InlineData(1, 8, false, false, false)]
    [InlineData(2, 2, true, false, false)]
    public void Code_points_are_judged_by_what_they_name(int primaries, int transfer, bool isSrgb, bool isWide, bool isHdr)
    {
        ColorDescription color = ColorDescription.FromCodePoints(new CodePoints(primaries, transfer, 0, true));
        Assert.Equal((isSrgb, isWide, isHdr), (color.IsSrgb, color.IsWideGamut, color.IsHdr));
    }

    [Fact]
    public void Chromaticities_and_a_gamma_become_a_profile()
    {
        ColorDescription adobe = ColorDescription.FromChromaticities(1 / 2.2, Primaries.AdobeRgb);
        Assert.True(adobe is { IsSrgb: false, IsWideGamut: true });
        ColorDescription read = IccProfile.Read(IccWriter.Create(adobe)!);
        Assert.True(read.Matrix!.Value.IsNear(adobe.Matrix!.Value, 0.0001));
        Assert.True(ColorDescription.FromChromaticities(0.45455, Primaries.Srgb).IsSrgb);
        Assert.True(ColorDescription.FromChromaticities(null, new Primaries(default, default, default, default)).IsSrgb);
    }

    [Fact]
    public void Adobe_RGB_is_known_by_the_interoperability_index()
    {
        Assert.Equal(StandardColor.AdobeRgb, ColorDescription.FromExif(65_535, "R03").Standard);
        Assert.Equal(StandardColor.AdobeRgb, ColorDescription.FromExif(2, null).Standard);
        Assert.True(ColorDescription.FromExif(65_535, null).IsSrgb);
        Assert.True(ColorDescription.FromExif(1, "R98").IsSrgb);
    }

    [Theory]
    [InlineData(16, 0.5806)]
    [InlineData(18, 0.75)]
    public void High_dynamic_range_becomes_a_picture_on_a_screen(int transfer, double white)
    {
        // 0.58 is 203 cd/m² in the one, 0.75 the same in the other (ITU-R BT.2408, table 1).
        ColorDescription color = ColorDescription.FromCodePoints(new CodePoints(1, transfer, 0, true));
        using Image ramp = Image.Identity().Copy(interpretation: Enums.Interpretation.Srgb);
        using Image tagged = ramp.Bandjoin(ramp, ramp).Copy(interpretation: Enums.Interpretation.Srgb).Mutate(m => m.Set(GValue.BlobType, "icc-profile-data", IccWriter.Create(color)!));
        using Image converted = tagged.IccTransform("srgb", embedded: true, intent: Enums.Intent.Relative);
        double[] levels = [.. Enumerable.Range(0, 256).Select(x => converted.Getpoint(x, 0)[1])];
        Assert.InRange(levels[(int)Math.Round(white * 255)], 235, 250);
        Assert.Equal(0, levels[0]);
        Assert.True(levels[255] >= 254);
        Assert.Equal(levels.Order(), levels);
    }

    /// <summary>The same conversion in doubles, by the definition of sRGB.</summary>
    private static double[] ToSrgb(ColorDescription color, double[] pixel)
    {
        double[] linear = [.. pixel.Select(sample => color.Curves[0].Evaluate(sample / 255))];
        double[] srgb = Primaries.Srgb.ToConnectionSpace().Invert().Apply(color.Matrix!.Value.Apply(linear));
        return [.. srgb.Select(value => Math.Clamp(value, 0, 1)).Select(value => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * Math.Pow(value, 1 / 2.4) - 0.055))];
    }
}
