using ImageResize.Testing;

namespace ImageResize.MoreFormats.Tests;

/// <summary>A file that is cut off is Damaged wherever it is cut, or has lost no pixel.</summary>
public sealed class TruncationTests(EngineSession session) : FurtherModuleTest(session)
{
    private static readonly double[] Shares = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.999];

    [Theory]
    [InlineData("a.jxl")]
    [InlineData("a.jp2")]
    [InlineData("a.j2k")]
    [InlineData("a.psd")]
    [InlineData("a.psb")]
    public void Made_files(string name) => Cut(Samples.Write(Folder["whole/" + name], 300, 200, static image => image.AddNoise(ImageMagick.NoiseType.Gaussian)));

    [Fact]
    public void A_lossy_JPEG_XL_of_several_groups() => Cut(Samples.Write(Folder["whole/lossy.jxl"], 900, 700, static image =>
    {
        image.AddNoise(ImageMagick.NoiseType.Gaussian);
        image.Quality = 80;
    }));

    [Fact]
    public void Public_files()
    {
        string[] files = Samples.AllPublic();
        Assert.SkipWhen(files.Length == 0, "The public samples are not beside the checkout.");
        foreach (string file in files)
            Cut(file);
    }

    private void Cut(string file)
    {
        byte[] whole = File.ReadAllBytes(file);
        string extension = Path.GetExtension(file);
        File.WriteAllBytes(In("whole" + extension), whole);
        foreach ((double share, int i) in Shares.Select((share, i) => (share, i)))
            File.WriteAllBytes(In($"cut{i}{extension}"), whole[..(int)(whole.Length * share)]);
        File.WriteAllBytes(In($"cut8{extension}"), whole[..^1]);
        RunOutput output = Resize("-Size 100 -Format png -IfExists Overwrite -ThrottleLimit 2");
        byte[] pixels = PixelsOf(Out("whole.png"));
        for (int i = 0; i <= Shares.Length; i++)
        {
            string cut = In($"cut{i}{extension}");
            string? id = output.Errors.Where(error => error.ToString().Contains(cut, StringComparison.Ordinal)).Select(error => error.FullyQualifiedErrorId.Split(',')[0]).SingleOrDefault();
            if (id is null)
                Assert.True(PixelsOf(Out($"cut{i}.png")).AsSpan().SequenceEqual(pixels), $"{Path.GetFileName(file)} cut to {i} passes for sound");
            else
                Assert.True(id is "Damaged" or "NotAnImage" or "Empty", $"{Path.GetFileName(file)} cut to {i} is {id}");
        }

        foreach (string made in Directory.GetFiles(Out()).Concat(Directory.GetFiles(Path.GetDirectoryName(In("x"))!)))
            File.Delete(made);
    }

    private static byte[] PixelsOf(string path)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(path);
        return image.WriteToMemory<byte>();
    }
}
