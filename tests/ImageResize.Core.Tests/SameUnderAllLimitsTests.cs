using System.Security.Cryptography;
using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Core.Tests;

/// <summary>The verdict on an image, its engine and its output never depend on limits or on the number of workers.</summary>
public sealed class SameUnderAllLimitsTests : IDisposable
{
    private static readonly long[] MemoryLimits = [1, 8 << 20, 64 << 20, 4L << 30];
    private static readonly int[] WorkerCounts = [1, 2, 8];

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(null)]
    [InlineData(ImageFormat.Png)]
    public void The_same_files_have_the_same_outcomes(ImageFormat? format)
    {
        string[] files = WriteFiles();
        (string Name, string Outcome)[] first = Run(files, format, MemoryLimits[^1], 1);
        Assert.Equal(Expected.Order(), first.Select(one => $"{one.Name}: {one.Outcome.Split('|')[0]}").Order());
        foreach (long memory in MemoryLimits)
        {
            foreach (int workers in WorkerCounts)
                Assert.Equal(first, Run(files, format, memory, workers));
        }
    }

    [Fact]
    public void A_large_JPEG_without_its_end_marker_has_all_its_pixels_whatever_it_becomes()
    {
        Noise(_folder["large.jpg"], 1800, 1400);
        byte[] whole = File.ReadAllBytes(_folder["large.jpg"]);
        Assert.InRange(whole.Length, 4 << 20, int.MaxValue);
        File.WriteAllBytes(_folder["endless.jpg"], whole[..^2]);
        foreach (ImageFormat? format in (ImageFormat?[])[null, ImageFormat.Png])
        {
            foreach (DamagePolicy policy in Enum.GetValues<DamagePolicy>())
            {
                ImageOutcome[] outcomes = Outcomes([_folder["large.jpg"], _folder["endless.jpg"]], new ConvertOptions { OnDamage = policy }, format, 8 << 20, 2);
                Assert.All(outcomes, one => Assert.Equal((ResizeStatus.Resized, false), (one.Status, one.Warnings.Any(text => text.Contains("damaged", StringComparison.Ordinal)))));
                Assert.Single(outcomes.Select(HashOf).Distinct());
                Assert.Equal(["The end-of-image marker is missing; no pixel is lost."], outcomes.Single(one => one.SourcePath.EndsWith("endless.jpg", StringComparison.Ordinal)).DecoderRemarks);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Expected =>
    [
        "avif.avif: Resized", "cmyk.jpg: Resized", "cut.gif: Failed Damaged", "cut.jpg: Failed Damaged", "cut.png: Failed Damaged", "empty.jpg: Failed Empty",
        "endless.jpg: Resized", "gain.jpg: Resized", "gif.gif: Resized", "head.jpg: Resized", "large.jpg: Resized", "large-cut.jpg: Failed Damaged",
        "large-endless.jpg: Resized", "passes.jpg: Resized", "photo.jpg: Resized", "png.png: Resized", "stream.png: Resized", "stream-cut.png: Failed Damaged",
        "text.jpg: Failed NotAnImage", "tiff.tif: Resized", "webp.webp: Resized",
    ];

    private string[] WriteFiles()
    {
        string In(string name) => _folder["in/" + name];
        void Change(string from, string to, Func<byte[], byte[]> change) => File.WriteAllBytes(In(to), change(File.ReadAllBytes(In(from))));

        TestImage.WriteOriented(In("photo.jpg"), 6);
        TestImage.WriteUltraHdr(In("gain.jpg"));
        TestImage.WriteCmyk(In("cmyk.jpg"));
        Noise(In("large.jpg"), 1800, 1400);
        using (NetVips.Image corners = TestImage.Corners(640, 480))
            corners.Jpegsave(In("passes.jpg"), interlace: true);
        foreach (string name in (string[])["png.png", "gif.gif", "webp.webp", "tiff.tif", "avif.avif"])
            TestImage.Write(In(name));
        using (NetVips.Image noise = NetVips.Image.Gaussnoise(2600, 2200, sigma: 60, mean: 128))
        using (NetVips.Image three = noise.Bandjoin(noise, noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb))
            three.Pngsave(In("stream.png"), compression: 0);
        Assert.InRange(new FileInfo(In("stream.png")).Length, (16 << 20) + 1, int.MaxValue);

        byte[] comment = [0xFF, 0xFE, 0xEA, 0x62, .. new byte[60_000]];
        Change("photo.jpg", "head.jpg", bytes => [.. bytes[..2], .. Enumerable.Repeat(comment, 12).SelectMany(one => one), .. bytes[2..]]);
        Change("photo.jpg", "endless.jpg", bytes => bytes[..^2]);
        Change("photo.jpg", "cut.jpg", bytes => bytes[..(bytes.Length / 2)]);
        Change("large.jpg", "large-endless.jpg", bytes => bytes[..^2]);
        Change("large.jpg", "large-cut.jpg", bytes => bytes[..^5000]);
        Change("png.png", "cut.png", bytes => bytes[..(bytes.Length / 2)]);
        Change("gif.gif", "cut.gif", bytes => bytes[..(bytes.Length / 2)]);
        Change("stream.png", "stream-cut.png", bytes => bytes[..(bytes.Length / 2)]);
        File.WriteAllText(In("text.jpg"), "This is no image.");
        File.WriteAllBytes(In("empty.jpg"), []);
        return Directory.GetFiles(_folder["in"]);
    }

    /// <summary>A JPEG of a byte a pixel and more.</summary>
    private static void Noise(string path, int width, int height)
    {
        using NetVips.Image noise = NetVips.Image.Gaussnoise(width, height, sigma: 60, mean: 128, seed: 1);
        using NetVips.Image other = NetVips.Image.Gaussnoise(width, height, sigma: 60, mean: 128, seed: 2);
        using NetVips.Image image = noise.Bandjoin(other, noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        image.Jpegsave(path, q: 98, subsampleMode: Enums.ForeignSubsample.Off);
    }

    private (string Name, string Outcome)[] Run(string[] files, ImageFormat? format, long memory, int workers) =>
    [
        .. Outcomes(files, new ConvertOptions(), format, memory, workers)
            .Select(one => (Path.GetFileName(one.SourcePath), $"{one.Status}{(one.ErrorId is { } id ? " " + id : null)}|{one.Engine}|{string.Join(';', one.Warnings)}|{HashOf(one)}"))
            .OrderBy(one => one.Item1, StringComparer.Ordinal),
    ];

    private ImageOutcome[] Outcomes(string[] files, ConvertOptions options, ImageFormat? format, long memory, int workers)
    {
        var outcomes = new List<ImageOutcome>();
        using var run = new BatchRun(new WorkLimits(workers, memory), () => new ImageProcessor(options, new ImageScaler(), LocalFileLayer.Instance), outcomes.Add, static () => { });
        foreach (string file in files)
            run.Add(new WorkItem(file, [new PlannedOutput(_folder["out/" + Path.GetFileName(file)], TargetSize.Box(160, 160), Overwrite: true) { Format = format }]));
        run.Finish();
        return [.. outcomes];
    }

    private static string? HashOf(ImageOutcome outcome) =>
        outcome.Status == ResizeStatus.Failed ? null : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(outcome.OutputPath!)));
}
