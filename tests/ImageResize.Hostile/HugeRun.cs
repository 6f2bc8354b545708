using System.Diagnostics;
using System.Globalization;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.Hostile;

/// <summary>
/// Images far larger than the memory they may take: what streams stays inside 1 GB, what cannot runs alone although
/// others wait beside it. Made here, small on disk.
/// </summary>
internal sealed class HugeRun
{
    private const long Gigabyte = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private int _failures;

    public int Run()
    {
        using var folder = new TempFolder();
        Console.WriteLine("| Image | Pixels | File MB | Parameters | Seconds | Peak MB |\n| --- | --- | ---: | --- | ---: | ---: |");
        Try(folder["a/plain.png"], 30_000, 30_000, (path, width, height) => SyntheticPng.Write(path, width, height), "-Size 800", Gigabyte);
        Try(folder["a/plain.png"], 30_000, 30_000, (_, _, _) => { }, "-Size 800 -Format webp -MemoryLimit 256MB", Gigabyte);
        Try(folder["b/tiles.tif"], 20_000, 20_000, WriteTiles, "-Size 800", Gigabyte);
        Try(folder["c/strips.tif"], 20_000, 20_000, (path, width, height) => Save(width, height, image => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw)), "-Size 800 -Format jpeg", Gigabyte);
        Try(folder["d/baseline.jpg"], 30_000, 30_000, (path, width, height) => Save(width, height, image => image.Jpegsave(path, q: 50)), "-Size 800", Gigabyte);
        Try(folder["e/baseline.jpg"], 30_000, 30_000, (path, _, _) => File.Copy(folder["d/baseline.jpg"], path), "-Size 800 -Format png", Gigabyte);

        // Larger than all that the images in hand may take, with small ones beside: alone, and then they are done, too.
        Try(folder["f/interlaced.png"], 10_000, 10_000, (path, width, height) => SyntheticPng.Write(path, width, height, interlaced: true), "-Size 800 -MemoryLimit 256MB", Gigabyte, beside: 20);
        Try(folder["g/progressive.jpg"], 16_000, 16_000, (path, width, height) => Save(width, height, image => image.Jpegsave(path, q: 50, interlace: true)), "-Size 800 -MemoryLimit 64MB", Gigabyte, beside: 20);
        Try(folder["h/progressive.jpg"], 10_000, 8_000, (path, width, height) => Save(width, height, image => image.Jpegsave(path, q: 50, interlace: true)), "-Size 800 -Format png -MemoryLimit 256MB", Gigabyte, beside: 20);
        return _failures;
    }

    private void Try(string path, int width, int height, Action<string, int, int> write, string parameters, long allowed, int beside = 0)
    {
        write(path, width, height);
        string folder = Path.GetDirectoryName(path)!;
        for (int i = 0; i < beside; i++)
            TestImage.Write(Path.Combine(folder, $"beside-{i}.png"), 1200, 900);
        var clock = Stopwatch.StartNew();
        PwshResult run = PwshProcess.Run($"$ProgressPreference = 'SilentlyContinue'; Invoke-ImageResize '{folder}' -Destination '{folder}/out' {parameters} -MaxPixels 2000000000 -SummaryVariable s | Out-Null; '=' + $s.PeakMemory + ' ' + $s.Resized", patience: Patience);
        string[]? result = run.Lines.FirstOrDefault(line => line.StartsWith('='))?[1..].Split(' ');
        long peak = result is null ? long.MaxValue : long.Parse(result[0], CultureInfo.InvariantCulture);
        bool isGood = peak < allowed && result is not null && int.Parse(result[1], CultureInfo.InvariantCulture) == beside + 1;
        _failures += isGood ? 0 : 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileName(path)}{(beside > 0 ? $" and {beside} small ones" : "")} | {width:N0} x {height:N0} | {new FileInfo(path).Length / 1048576.0:F0} | {parameters} | {clock.Elapsed.TotalSeconds:F0} | {peak >> 20} |{(isGood ? "" : " FAILED " + run.Error)}"));
    }

    private static void WriteTiles(string path, int width, int height) =>
        Save(width, height, image => image.Tiffsave(path, compression: Enums.ForeignTiffCompression.Lzw, tile: true, tileWidth: 512, tileHeight: 512));

    /// <summary>A smooth ramp, made row by row as it is saved.</summary>
    private static void Save(int width, int height, Action<Image> save)
    {
        using Image ramp = Image.Xyz(width, height) * new double[] { 255.0 / width, 255.0 / height };
        using Image image = ramp.Bandjoin(ramp[0]).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        save(image);
    }
}
