using ImageResize.Imaging;
using ImageResize.Metadata.Sources;
using ImageResize.MoreFormats.Containers;
using ImageResize.Testing.Hostile;

namespace ImageResize.MoreFormats.Tests;

/// <summary>Files that somebody has damaged on purpose: an error with an id, and nothing else.</summary>
public sealed class HostileTests(EngineSession session) : FurtherModuleTest(session)
{
    private static readonly string[] Allowed = ["Damaged", "UnsupportedFormat", "NotAnImage", "TooLarge", "Empty", "WorkerCrashed"];

    [Fact]
    public void Readers_of_containers_only_say_what_is_wrong()
    {
        const int Mutations = 3000;
        var random = new Random(7);
        foreach ((string path, ImageFormat format) in Seeds())
        {
            byte[] whole = File.ReadAllBytes(path);
            byte[] head = whole[..Math.Min(whole.Length, 20_000)];
            for (int i = 0; i < Mutations; i++)
            {
                byte[] file = Mutate(i % 4 == 0 ? whole : head, random);
                try
                {
                    PictureFacts facts = FactsReader.Read(new MemorySource(file), format);
                    Assert.True(facts.Size is { Width: > 0, Height: > 0 }, path);
                }
                catch (ImageResizeException e)
                {
                    Assert.Contains(e.ErrorId.ToString(), Allowed);
                }
            }
        }
    }

    [Fact]
    public void Decoders_end_no_run()
    {
        const int Mutations = 24;
        var random = new Random(11);
        int files = 0;
        foreach ((string path, _) in Seeds().Where(seed => new FileInfo(seed.Path).Length < 100_000))
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int i = 0; i < Mutations; i++, files++)
                File.WriteAllBytes(In($"{files:000}{Path.GetExtension(path)}"), Mutate(whole, random));
        }

        RunOutput output = Resize("-Size 64 -Format png -ThrottleLimit 2 -TimeoutSeconds 60");
        Assert.Equal(files, output.Objects.Length);
        Assert.All(output.ErrorIds, id => Assert.Contains(id, Allowed));
        Assert.All(Directory.GetFiles(Out()), made => Assert.NotEmpty(MeanOf(made)));
    }

    private IEnumerable<(string Path, ImageFormat Format)> Seeds()
    {
        yield return (Samples.Write(Folder["seeds/a.jxl"], 90, 70), ImageFormat.Jxl);
        yield return (Samples.Write(Folder["seeds/a.jp2"], 90, 70), ImageFormat.Jp2);
        yield return (Samples.Write(Folder["seeds/a.j2k"], 90, 70), ImageFormat.Jp2);
        yield return (Samples.Write(Folder["seeds/a.psd"], 90, 70), ImageFormat.Psd);
        yield return (Samples.Write(Folder["seeds/a.psb"], 90, 70), ImageFormat.Psd);
        foreach ((string name, byte[] bytes) in FurtherSamples.Create())
        {
            string path = Folder["seeds/" + name];
            File.WriteAllBytes(path, bytes);
            yield return (path, Path.GetExtension(name) switch { ".heic" => ImageFormat.Heic, ".jxl" => ImageFormat.Jxl, ".psd" or ".psb" => ImageFormat.Psd, _ => ImageFormat.Jp2 });
        }

        foreach (string file in Samples.Public("heic"))
            yield return (file, ImageFormat.Heic);
    }

    /// <summary>A few bytes are others, most of them where tables are; sometimes the end is gone, or a part is there twice.</summary>
    private static byte[] Mutate(byte[] whole, Random random)
    {
        byte[] file = [.. whole];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(random.Next(2) == 0 ? file.Length : Math.Min(file.Length, 400));
            file[at] = random.Next(4) switch { 0 => 0, 1 => 255, 2 => (byte)(file[at] ^ 1 << random.Next(8)), _ => (byte)random.Next(256) };
        }

        return random.Next(5) switch
        {
            0 => file[..random.Next(1, file.Length)],
            1 => [.. file[..(file.Length / 2)], .. file[(file.Length / 4)..]],
            _ => file,
        };
    }
}
