using System.Diagnostics;
using System.Globalization;
using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Testing;
using NetVips;

namespace ImageResize.BatchBenchmarks;

/// <summary>
/// Whether damaged images hold up sound ones: sound images of several formats by themselves, then among damaged ones and beside a
/// large AVIF that takes long. Told is when the last of the sound ones was done.
/// </summary>
internal sealed class BesideDamaged : IDisposable
{
    private const int Workers = 8;
    private const int Sound = 12;
    private const int Damaged = 20;
    private static readonly string[] Formats = ["png", "webp", "gif", "tif"];

    private static readonly TargetSize SmallSize = TargetSize.Box(160, 160);
    private static readonly TargetSize SlowSize = TargetSize.Box(5000, 5000);

    private readonly string _folder = Directory.CreateTempSubdirectory("imageresize-bench-").FullName;
    private readonly string[] _sound;
    private readonly string[] _damaged;
    private readonly string _slow;

    public BesideDamaged()
    {
        _sound = [.. Enumerable.Range(0, Sound).Select(i => TestImage.Write(In($"sound-{i}.{Formats[i % Formats.Length]}")))];
        _damaged = [.. Enumerable.Range(0, Damaged).Select(i => Cut(TestImage.Write(In($"cut-{i}.{Formats[i % Formats.Length]}"))))];
        _slow = In("slow.avif");
        using Image noise = Image.Gaussnoise(6000, 4000, sigma: 30, mean: 128, seed: 1);
        using Image picture = noise.Bandjoin(noise, noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        picture.Heifsave(_slow, compression: Enums.ForeignHeifCompression.Av1, effort: 0);
    }

    public void Run(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{Workers} workers: {Sound} sound images alone {LastSound(_sound):0} ms; beside a large AVIF {LastSound([_slow, .. _sound]):0} ms; and {Damaged} damaged {LastSound([_slow, .. _damaged, .. _sound]):0} ms");
            Console.WriteLine(line);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Milliseconds until the last of the sound images was done.</summary>
    private double LastSound(string[] files)
    {
        double last = 0;
        long began = Stopwatch.GetTimestamp();
        void Note(ImageOutcome outcome)
        {
            if (_sound.Contains(outcome.SourcePath))
                last = Math.Max(last, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        using var run = new BatchRun(new WorkLimits(Workers, 8L << 30), () => new ImageProcessor(new ConvertOptions(), new ImageScaler(), LocalFileLayer.Instance), Note, static () => { });
        foreach (string file in files)
            run.Add(new WorkItem(file, [new PlannedOutput(In("out-" + Path.GetFileName(file)), file == _slow ? SlowSize : SmallSize, Overwrite: true)]));
        run.Finish();
        return last;
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static string Cut(string path)
    {
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        return path;
    }
}
