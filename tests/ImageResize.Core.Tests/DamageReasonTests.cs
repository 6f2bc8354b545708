using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Imaging.Engines.Encoding;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Core.Tests;

/// <summary>What is said of a damaged image depends on its file alone, and is said without waiting for another.</summary>
public sealed class DamageReasonTests : IDisposable
{
    private const int ManyWorkers = 8;
    private static readonly string[] Formats = ["jpg", "png", "webp", "gif", "tif", "avif"];

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(null, DamagePolicy.Fail)]
    [InlineData(ImageFormat.WebP, DamagePolicy.Fail)]
    [InlineData(ImageFormat.Png, DamagePolicy.Salvage)]
    internal void Ids_words_and_remarks_are_the_same_alone_and_among_many_that_fail(ImageFormat? format, DamagePolicy policy)
    {
        WriteDamaged();
        string[] files = [.. Directory.GetFiles(_folder["in"]).Order(StringComparer.Ordinal)];
        var options = new ConvertOptions { OnDamage = policy };
        string[] alone = Run(files, options, format, 1);
        string[] beside = Run(files, options, format, ManyWorkers);
        Assert.Equal(alone, beside);
        Assert.Contains(alone, line => line.Contains(policy == DamagePolicy.Fail ? "Failed Damaged" : "What could be decoded was kept", StringComparison.Ordinal));
        Assert.All(files, file => Assert.True(!Path.GetFileName(file).StartsWith("sound", StringComparison.Ordinal) || alone.Any(line => line.StartsWith($"{Path.GetFileName(file)}: Resized |", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_image_that_waits_inside_libvips_holds_up_neither_damaged_nor_sound_ones()
    {
        foreach (string extension in Formats)
        {
            TestImage.Write(_folder["in/sound." + extension]);
            Cut(TestImage.Write(_folder["in/cut." + extension]), 2);
        }

        using var isInside = new ManualResetEventSlim();
        using var othersAreDone = new ManualResetEventSlim();
        bool waits = false;
        var disk = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == "read" && Volatile.Read(ref waits))
                {
                    isInside.Set();
                    othersAreDone.Wait(CancellationToken.None);
                }

                return null;
            },
        };

        // Longer than its head, so that the rest is read by libvips as it decodes.
        using ImageInput slow = ImageInput.Open(TestImage.Write(_folder["slow.tif"]), disk, new InputBuffers());
        using var engine = new VipsEngine(new OutputEncoder());
        ImageHeader header = engine.ReadHeader(slow, ImageFormat.Tiff, default);
        var output = new ScaleOutput(new ScaleRequest(new PixelSize(100, 75), ImageFormat.Png, 85, MetadataPolicy.All, false), new OutputBuffer());
        Volatile.Write(ref waits, true);
        Task<ScaleResult> last = Task.Factory.StartNew(() => engine.Scale(slow, header, [output], new StageClock(), default).Single(), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        isInside.Wait(TestContext.Current.CancellationToken);

        string[] lines = Run(Directory.GetFiles(_folder["in"]), new ConvertOptions(), ImageFormat.WebP, ManyWorkers);
        Assert.Equal(Formats.Length, lines.Count(line => line.Contains("Failed Damaged", StringComparison.Ordinal)));
        Assert.Equal(Formats.Length, lines.Count(line => line.Contains(": Resized", StringComparison.Ordinal)));
        Assert.False(last.IsCompleted);
        othersAreDone.Set();
        Assert.Null((await last).Fault);
    }

    [Theory]
    [InlineData("webp", "the file ends before the end of the image")]
    [InlineData("tif", "the first directory does not lie within the file")]
    [InlineData("avif", "the file ends before the data of its pixels do")]
    [InlineData("gif", "the file ends inside a frame")]
    public void A_cut_file_is_told_by_its_structure(string extension, string told)
    {
        Cut(TestImage.Write(_folder["in/cut." + extension]), 2);
        Assert.Contains(told, Assert.Single(Run(Directory.GetFiles(_folder["in"]), new ConvertOptions(), ImageFormat.Png, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_CMYK_photo_our_own_decoder_tells_damage_from_an_oddity()
    {
        byte[] whole = File.ReadAllBytes(TestImage.WriteCmyk(_folder["in/sound.jpg"]));
        int scan = whole.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]), middle = (scan + whole.Length) / 2;
        File.WriteAllBytes(_folder["in/odd.jpg"], [.. whole[..^2], 0, 0, 0, 0, .. whole[^2..]]);
        File.WriteAllBytes(_folder["in/endless.jpg"], whole[..^2]);
        File.WriteAllBytes(_folder["in/cut.jpg"], whole[..middle]);
        byte[] broken = [.. whole];
        for (int i = 0; i < 64; i += 2)
            (broken[middle + i], broken[middle + i + 1]) = (0xFF, 0);
        File.WriteAllBytes(_folder["in/broken.jpg"], broken);
        string[] lines = Run(Directory.GetFiles(_folder["in"]), new ConvertOptions(), ImageFormat.Png, 1);
        Assert.Equal(["broken.jpg: Failed Damaged", "cut.jpg: Failed Damaged", "endless.jpg: Resized", "odd.jpg: Resized", "sound.jpg: Resized"], lines.Select(line => line.Split(" |")[0]));
        Assert.Contains("end-of-image marker is missing", lines[2], StringComparison.Ordinal);
        Assert.Contains("bytes that belong to nothing", lines[3], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Sound images of each format, cut ones, and ones some bytes of which are changed.</summary>
    private void WriteDamaged()
    {
        var random = new Random(20);
        foreach (string extension in Formats.Append("cmyk.jpg"))
        {
            string sound = _folder["in/sound-" + (extension.Length > 4 ? extension : "a." + extension)];
            byte[] whole = File.ReadAllBytes(extension.Length > 4 ? TestImage.WriteCmyk(sound) : TestImage.Write(sound, 200, 150));
            for (int i = 0; i < 6; i++)
            {
                File.WriteAllBytes(_folder[$"in/cut-{i}-{Path.GetFileName(sound)}"], whole[..(whole.Length * (i + 2) / 9)]);
                byte[] changed = [.. whole];
                for (int k = 0; k < 8; k++)
                    changed[random.Next(32, whole.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(_folder[$"in/changed-{i}-{Path.GetFileName(sound)}"], changed);
            }
        }
    }

    private string[] Run(string[] files, ConvertOptions options, ImageFormat? format, int workers)
    {
        var outcomes = new List<ImageOutcome>();
        using (var run = new BatchRun(new WorkLimits(workers, 4L << 30), () => new ImageProcessor(options, new ImageScaler(), LocalFileLayer.Instance), outcomes.Add, static () => { }))
        {
            foreach (string file in files)
                run.Add(new WorkItem(file, [new PlannedOutput(_folder["out/" + Path.GetFileName(file)], TargetSize.Box(100, 100), Overwrite: true) { Format = format }]));
            run.Finish();
        }

        return
        [
            .. outcomes
                .Select(one => $"{Path.GetFileName(one.SourcePath)}: {one.Status}{(one.ErrorId is { } id ? " " + id : null)} |{one.Message}{string.Join(';', [.. one.Warnings, .. one.DecoderRemarks])}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static void Cut(string path, int parts)
    {
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / parts)]);
    }
}
