using ImageResize.Testing;
using ImageResize.Testing.Hostile;

namespace ImageResize.Tests;

/// <summary>
/// A small sample of damaged files of every format; tests/ImageResize.Hostile runs as many as one has patience for,
/// in a process of its own.
/// </summary>
public sealed class MutationTests(EngineSession session) : ModuleTest(session)
{
    [Theory]
    [InlineData(1, "-Size 64")]
    [InlineData(2, "-Size 64 -OnDamage Salvage -Format png")]
    [InlineData(3, "-Size '50%','20x' -Format jpeg")]
    public void A_damaged_file_comes_out_or_fails_with_an_id_and_leaves_nothing_behind(int seed, string parameters)
    {
        IReadOnlyList<(string Name, byte[] Bytes)> corpus = HostileCorpus.Create();
        var files = new Dictionary<string, byte[]>();
        for (int i = 0; i < 2 * corpus.Count; i++)
        {
            var random = new Random(seed * 1_000 + i);
            (string name, byte[] bytes) = corpus[i % corpus.Count];
            files[In($"{i:000}-{name}")] = FileMutator.Mutate(bytes, corpus[random.Next(corpus.Count)].Bytes, random);
            File.WriteAllBytes(In($"{i:000}-{name}"), files[In($"{i:000}-{name}")]);
        }

        RunOutput output = Resize(parameters + " -MaxPixels 50000000");

        Assert.All(files, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));
        Assert.Equal(files.Keys.Order(), output.All<string>("SourcePath").Distinct().Order());
        Assert.DoesNotContain("InternalError", output.ErrorIds);
        string[] written = [.. output.Objects.Where(one => (string)one.Properties["Status"].Value != "Failed").Select(one => (string)one.Properties["Path"].Value).Order()];
        Assert.NotEmpty(written);
        Assert.Equal(written, Directory.GetFiles(Out(), "*", new EnumerationOptions { AttributesToSkip = 0 }).Order());
        Assert.All(written, path =>
        {
            using Picture picture = Picture.Open(path);
            picture.At(1, 1);
        });
    }

    [Fact]
    public void Broken_metadata_costs_the_metadata_and_not_the_picture()
    {
        // A WebP whose Exif data is a single byte: nothing minds it before it is to be saved again.
        using NetVips.Image corners = TestImage.Corners(320, 240);
        byte[] sound = corners.WebpsaveBuffer(keep: NetVips.Enums.ForeignKeep.None);
        byte[] canvas = [.. "VP8X"u8, 10, 0, 0, 0, 0x08, 0, 0, 0, 319 & 0xFF, 319 >> 8, 0, 239, 0, 0];
        byte[] chunks = [.. "WEBP"u8, .. canvas, .. sound[12..], .. "EXIF"u8, 1, 0, 0, 0, 0, 0];
        File.WriteAllBytes(In("a.webp"), [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks]);

        RunOutput output = Resize("-Size 100");

        Assert.Empty(output.Errors);
        Assert.Contains("Metadata that is broken was left out.", output.The<string[]>("Warnings"));
        using Picture picture = Picture.Open(output.The<string>("Path"));
        Assert.True(picture.IsUpright());
    }
}
