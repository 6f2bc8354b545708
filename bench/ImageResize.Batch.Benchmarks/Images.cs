using ImageResize.Batch;
using ImageResize.Batch.Benchmark;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.BatchBenchmarks;

/// <summary>What is resized: the photos of a folder in turn, or small images made for the occasion.</summary>
internal sealed class Images : IDisposable
{
    private const int Made = 32;

    private readonly string _folder = Directory.CreateTempSubdirectory("imageresize-bench-").FullName;
    private readonly string[] _sources;
    private readonly int _count;
    private readonly TargetSize _size;

    public Images(string photos, int count)
    {
        _count = count;
        _size = photos.Length > 0 ? TargetSize.Box(800, 600) : TargetSize.Box(80, 60);
        _sources = photos.Length > 0 ? [.. Directory.GetFiles(photos, "*.jp*g").Order()] : [.. Enumerable.Range(0, Made).Select(Make)];
    }

    public RunResult Run(bool adaptive = false, bool slow = false, bool probe = false)
    {
        IFileLayer files = slow ? new SlowFiles() : LocalFileLayer.Instance;
        GC.Collect();
        TimeSpan cpu = ProcessTimes.Cpu;
        using ResourceProbe? watching = probe ? new ResourceProbe() : null;
        var limits = new WorkLimits(Environment.ProcessorCount) { IsAdaptive = adaptive };
        using var run = new BatchRun(limits, () => new ImageProcessor(new ConvertOptions(), new ImageScaler(), files), static _ => { }, static () => { });
        for (int i = 0; i < _count; i++)
            run.Add(new WorkItem(_sources[i % _sources.Length], [new PlannedOutput(Path.Combine(_folder, $"out-{i}.jpg"), _size, Overwrite: true)]));
        run.Finish();
        watching?.Stop();
        if (run.Counters.Written != _count)
            throw new InvalidOperationException($"{_count - run.Counters.Written} images failed.");
        return new RunResult(RunFigures.Of(run).ImagesPerSecond, (ProcessTimes.Cpu - cpu).TotalMilliseconds / _count, run.PeakInHand);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make(int number)
    {
        string path = Path.Combine(_folder, $"in-{number}.jpg");
        SyntheticPhoto.WriteJpeg(path, new PixelSize(320, 240), number);
        return path;
    }
}
