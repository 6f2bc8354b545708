using ImageResize.Testing;
using NetVips;

namespace ImageResize.Tests;

public sealed class KeepSmallerTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData("-Metadata NoLocation")]
    [InlineData("-Metadata None")]
    [InlineData("-Metadata ColorProfile")]
    public void An_image_that_is_shorter_than_its_output_is_copied_where_nothing_was_to_be_left_out(string policy)
    {
        Write(quality: 20);
        RunOutput without = Resize($"{policy} -Quality 95");
        Assert.Equal("Resized", without.The<string>("Status"));
        Assert.Contains("larger than its image", Assert.Single(without.The<string[]>("Warnings")), StringComparison.Ordinal);
        Assert.Empty(without.Warnings);

        RunOutput output = Resize($"{policy} -Quality 95 -KeepSmaller");
        Assert.Equal("Copied", output.The<string>("Status"));
        Assert.Equal(File.ReadAllBytes(In("a.jpg")), File.ReadAllBytes(Out("a.jpg")));
        Assert.Contains("the image itself was taken", Assert.Single(output.The<string[]>("Warnings")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Metadata NoLocation", "exif-ifd3-GPSLatitude", "52/1 31/1 12/1")]
    [InlineData("-Metadata None", "exif-ifd0-Model", "Testcam")]
    [InlineData("-Metadata ColorProfile", "exif-ifd0-Model", "Testcam")]
    [InlineData("-Metadata None", "exif-ifd0-Orientation", "6")]
    public void Not_where_the_image_holds_what_was_to_be_left_out(string policy, string field, string value)
    {
        Write(quality: 20, field, value);
        RunOutput output = Resize($"{policy} -Quality 95 -KeepSmaller");
        Assert.Equal("Resized", output.The<string>("Status"));
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.False(picture.Has(field) && ((string)picture.Field(field)).StartsWith(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-Size 100 -Quality 95 -Metadata None")]
    [InlineData("-Format webp -Quality 100")]
    [InlineData("-Metadata None -Quality 95 -Copyright x")]
    public void Not_where_the_output_is_another_picture_format_or_text(string parameters)
    {
        Write(quality: 20);
        Assert.Equal("Resized", Resize(parameters + " -KeepSmaller").The<string>("Status"));
    }

    [Fact]
    public void An_output_that_is_shorter_is_taken()
    {
        Write(quality: 95);
        RunOutput output = Resize("-Metadata None -Quality 20 -KeepSmaller");
        Assert.Equal("Resized", output.The<string>("Status"));
        Assert.Empty(output.The<string[]>("Warnings"));
        Assert.InRange(output.The<long>("Length"), 1, new FileInfo(In("a.jpg")).Length / 2);
    }

    private void Write(int quality, string? field = null, string? value = null)
    {
        using Image noise = Image.Gaussnoise(320, 240, sigma: 40, mean: 128, seed: 3);
        using Image image = noise.Bandjoin(noise, noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image told = field is null ? image.Copy() : image.Mutate(m =>
        {
            if (field.EndsWith("Orientation", StringComparison.Ordinal))
                m.Set(GValue.GIntType, "orientation", int.Parse(value!, System.Globalization.CultureInfo.InvariantCulture));
            m.Set(GValue.GStrType, field, value!);
        });
        told.Jpegsave(In("a.jpg"), q: quality, keep: field is null ? Enums.ForeignKeep.None : Enums.ForeignKeep.All);
    }
}
