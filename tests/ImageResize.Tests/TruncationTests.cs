using System.Management.Automation;
using ImageResize.Testing;
using ImageResize.Testing.Hostile;

namespace ImageResize.Tests;

/// <summary>Every kind of image, cut off at many places.</summary>
public sealed class TruncationTests(EngineSession session) : ModuleTest(session)
{
    private static readonly double[] Shares = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999];

    [Fact]
    public void A_part_of_an_image_fails_unless_it_gives_every_pixel()
    {
        RunOutput output = Run("");
        Assert.All(Compare(output), one => Assert.True(one.IsFailed || one.IsWhole, $"{one.Name} became a success."));
        Assert.All(output.ErrorIds, id => Assert.True(id is "Damaged" or "NotAnImage", id));
    }

    [Fact]
    public void What_can_be_had_of_a_part_bears_a_warning()
    {
        (string Name, bool IsFailed, bool IsWhole, bool IsWarned)[] results = [.. Compare(Run("-OnDamage Salvage"))];
        Assert.All(results, one => Assert.True(one.IsFailed || one.IsWhole || one.IsWarned, $"{one.Name} was salvaged without a word."));
        Assert.All(["baseline.jpg", "progressive.jpg", "rgb.png"], name => Assert.Contains(results, one => one.Name.EndsWith("050-" + name, StringComparison.Ordinal) && !one.IsFailed));
    }

    [Fact]
    public void What_lies_behind_the_end_of_an_image_is_no_damage()
    {
        foreach ((string name, byte[] bytes) in HostileCorpus.Create())
            File.WriteAllBytes(In($"{Path.GetExtension(name)[1..]}-{name}"), [.. bytes, .. "\0\0\0\0 written by a camera that pads its files"u8, 0xFF, 0xD9, 0]);
        RunOutput output = Resize("-Size 64 -Format png");
        Assert.Empty(output.Errors);
        Assert.All(output.All<string>("Status"), status => Assert.Equal("Resized", status));
    }

    [Theory]
    [InlineData("-Format jpeg")]
    [InlineData("-Format png")]
    public void A_JPEG_that_lacks_its_end_marker_only_is_whole(string parameters)
    {
        foreach ((string name, byte[] bytes) in HostileCorpus.Create().Where(one => one.Name.EndsWith(".jpg", StringComparison.Ordinal) && one.Name != "cmyk.jpg"))
            File.WriteAllBytes(In(name), bytes[..^2]);
        RunOutput output = Resize("-Size 64 " + parameters);
        Assert.Empty(output.Errors);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void A_JPEG_with_several_oddities_at_once_is_whole(string format)
    {
        byte[] sound = File.ReadAllBytes(TestImage.Write(In("a.jpg")));
        int scan = sound.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        File.WriteAllBytes(In("a.jpg"), [.. sound[..scan], 0, 0, 0, 0, 0, .. sound[scan..^2]]);
        RunOutput output = Resize("-Size 64 -Format " + format);
        Assert.Empty(output.Errors);
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.IsUpright());
    }

    private RunOutput Run(string parameters)
    {
        foreach ((string name, byte[] bytes) in HostileCorpus.Create())
        {
            string whole = Path.GetExtension(name)[1..] + "-whole-" + name;
            File.WriteAllBytes(In(whole), bytes);
            foreach (double share in Shares)
                File.WriteAllBytes(In($"{Path.GetExtension(name)[1..]}-{share * 100:000}-{name}"), bytes[..(int)(bytes.Length * share)]);
        }

        return Resize("-Size 64 -Format png -Metadata None " + parameters);
    }

    private static IEnumerable<(string Name, bool IsFailed, bool IsWhole, bool IsWarned)> Compare(RunOutput output)
    {
        var byName = output.Objects.ToDictionary(one => Path.GetFileName(Of<string>(one, "SourcePath")));
        foreach ((string name, PSObject one) in byName.Where(pair => !pair.Key.Contains("-whole-", StringComparison.Ordinal)))
        {
            string[] parts = name.Split('-', 3);
            PSObject whole = byName[$"{parts[0]}-whole-{parts[2]}"];
            Assert.Equal("Resized", Of<string>(whole, "Status"));
            bool isFailed = Of<string>(one, "Status") == "Failed";
            bool isWhole = !isFailed && File.ReadAllBytes(Of<string>(one, "Path")).AsSpan().SequenceEqual(File.ReadAllBytes(Of<string>(whole, "Path")));
            yield return (name, isFailed, isWhole, Of<string[]>(one, "Warnings").Any(warning => warning.Contains("What could be decoded was kept", StringComparison.Ordinal)));
        }
    }

    private static T Of<T>(PSObject one, string property) => LanguagePrimitives.ConvertTo<T>(one.Properties[property].Value);
}
