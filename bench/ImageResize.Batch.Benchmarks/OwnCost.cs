using System.Globalization;
using ImageResize.Batch.Benchmark;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Metadata;
using ImageResize.Testing;

namespace ImageResize.BatchBenchmarks;

/// <summary>
/// What the module costs for an image besides reading, scaling, encoding and writing it: the processor time of
/// Invoke-ImageResize, less that of threads which do just those four, with the same code, on the same small images.
/// Start, import and compilation are left out: the command has done some thousand images before.
/// </summary>
internal sealed class OwnCost : IDisposable
{
    private const int WarmUp = 3000;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("imageresize-own-").FullName;
    private readonly string[] _sources;
    private readonly int _workers;

    public OwnCost(int count, int workers)
    {
        _workers = workers;
        string first = Path.Combine(_folder, "first.jpg");
        SyntheticPhoto.WriteJpeg(first, new PixelSize(64, 48), 1);
        foreach (string name in (string[])["warm", "in", "out"])
            Directory.CreateDirectory(Path.Combine(_folder, name));
        for (int i = 0; i < WarmUp; i++)
            File.Copy(first, Path.Combine(_folder, "warm", $"{i:000000}.jpg"));
        for (int i = 0; i < count; i++)
            File.Copy(first, Path.Combine(_folder, "in", $"{i:000000}.jpg"));
        _sources = Directory.GetFiles(Path.Combine(_folder, "in"));
    }

    /// <summary>Alternating rounds; the median of their differences, in microseconds of processor time for each image.</summary>
    public void Run(int rounds)
    {
        Bare(_sources[..Math.Min(WarmUp, _sources.Length)]);
        var differences = new List<double>();
        for (int round = 1; round <= rounds; round++)
        {
            (double command, double rate) = Command();
            double bare = Bare(_sources);
            differences.Add(command - bare);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: Invoke-ImageResize {command:0} us of processor time an image ({rate:0} images/s), the bare loop {bare:0} us; own cost {command - bare:0} us"));
        }

        differences.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_sources.Length} images, {_workers} workers, median of {rounds} rounds: own cost {differences[differences.Count / 2]:0} us an image"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double Bare(string[] sources)
    {
        TimeSpan before = ProcessTimes.Cpu;
        int next = -1;
        var threads = new Thread[2 * _workers];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                using var scaler = new ImageScaler();
                var buffers = new InputBuffers();
                using var encoded = new OutputBuffer();
                for (int at = Interlocked.Increment(ref next); at < sources.Length; at = Interlocked.Increment(ref next))
                    ReadScaleEncodeWrite(sources[at], scaler, buffers, encoded);
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        return (ProcessTimes.Cpu - before).TotalMicroseconds / sources.Length;
    }

    private void ReadScaleEncodeWrite(string source, ImageScaler scaler, InputBuffers buffers, OutputBuffer encoded)
    {
        using ImageInput input = ImageInput.Open(source, LocalFileLayer.Instance, buffers);
        ImageHeader header = ImageInspector.Inspect(input, (file, format) => scaler.ReadHeader(file, format, CancellationToken.None));
        encoded.Clear();
        var output = new ScaleOutput(new ScaleRequest(new PixelSize(32, 24), ImageFormat.Jpeg, 85, MetadataPolicy.All, AllFrames: false), encoded);
        scaler.Scale(input, header, [output], new StageClock(), CancellationToken.None);
        encoded.Position = 0;
        AtomicFile.Write(LocalFileLayer.Instance, Path.Combine(_folder, "out", Path.GetFileName(source)), encoded, new WriteOptions(Overwrite: true));
    }

    private (double Microseconds, double Rate) Command()
    {
        string run = $"Invoke-ImageResize -Path '{_folder}/{{0}}' -Size 32 -Destination '{_folder}/out' -ThrottleLimit {_workers} -SummaryVariable s -InformationAction Ignore | Out-Null; ";
        string script = string.Create(CultureInfo.InvariantCulture, $"{run.Replace("{0}", "warm", StringComparison.Ordinal)}$p = [System.Diagnostics.Process]::GetCurrentProcess(); $before = $p.TotalProcessorTime; {run.Replace("{0}", "in", StringComparison.Ordinal)}$p.Refresh(); '{{0}} {{1}}' -f ($p.TotalProcessorTime - $before).TotalMicroseconds.ToString([cultureinfo]::InvariantCulture), $s.ImagesPerSecond.ToString([cultureinfo]::InvariantCulture)");
        string[] figures = PwshProcess.MustRun(script, patience: Patience).Lines[^1].Split(' ');
        return (double.Parse(figures[0], CultureInfo.InvariantCulture) / _sources.Length, double.Parse(figures[1], CultureInfo.InvariantCulture));
    }
}
