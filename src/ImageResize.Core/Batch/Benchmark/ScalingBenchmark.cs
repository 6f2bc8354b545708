using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging.Engines;
using ImageResize.Processes;

namespace ImageResize.Batch.Benchmark;

/// <summary>
/// Times the same images with different numbers of workers. A warm-up comes first and is not counted; then the
/// worker counts take turns, forth and back, so that a machine whose speed drifts is unfair to none; the median of
/// each is reported. A run goes over a small set of images several times, so that it lasts long enough to say
/// something. The outputs are really written, where the caller planned them.
/// </summary>
/// <param name="items">The images and their outputs, which may be replaced: each run writes them anew.</param>
/// <param name="options">What is done with each.</param>
/// <param name="newLimits">Makes the limits of a run with a number of workers.</param>
/// <param name="onProgress">Told some times a second how far it is; on the caller's thread.</param>
/// <param name="children">The processes in which libvips works; null for this one.</param>
internal sealed class ScalingBenchmark(IReadOnlyList<WorkItem> items, ConvertOptions options, Func<int, WorkLimits> newLimits, Action<BenchmarkProgress> onProgress, ChildProcessPool? children = null)
{
    private const int MostPasses = 1000;

    private readonly int _outputs = items.Sum(item => item.Outputs.Count);

    /// <summary>Runs the benchmark; the median sample of each worker count, in the order given.</summary>
    /// <param name="workerCounts">How many images are done at once, each at least 1 and each once.</param>
    /// <param name="repeat">How many counted runs each gets.</param>
    /// <param name="shortest">How long a run lasts at least, about: for that it goes over the images up to a thousand times.</param>
    /// <param name="cancellation">Ends the benchmark between two images.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<ScalingSample> Run(IReadOnlyList<int> workerCounts, int repeat, TimeSpan shortest, CancellationToken cancellation)
    {
        var samples = workerCounts.ToDictionary(workers => workers, _ => new List<ScalingSample>());
        int runs = workerCounts.Count * repeat + 1;
        int passes = WarmUp(workerCounts.Max(), runs, shortest, cancellation);
        int run = 0;
        for (int round = 0; round < repeat; round++)
        {
            IEnumerable<int> order = round % 2 == 0 ? workerCounts : workerCounts.Reverse();
            foreach (int workers in order)
                samples[workers].Add(Once(new BenchmarkProgress(++run, runs, workers, passes, _outputs * passes), cancellation));
        }

        return [.. workerCounts.Select(workers => Median(samples[workers]))];
    }

    /// <summary>
    /// Until all code is compiled and the disk's cache filled: as often as a run will go over the images, at least.
    /// Tells how often that is.
    /// </summary>
    private int WarmUp(int workers, int runs, TimeSpan shortest, CancellationToken cancellation)
    {
        TimeSpan spent = TimeSpan.Zero;
        while (true)
        {
            ScalingSample pass = Once(new BenchmarkProgress(0, runs, workers, 1, _outputs), cancellation);
            if (pass.Figures.Written == 0)
                return 1; // There is nothing to measure.
            spent += pass.Figures.Elapsed;
            if (spent >= shortest)
                return (int)Math.Clamp(Math.Ceiling(shortest / pass.Figures.Elapsed), 1, MostPasses);
        }
    }

    private static ScalingSample Median(List<ScalingSample> samples)
    {
        ScalingSample[] ordered = [.. samples.OrderBy(sample => sample.Figures.Elapsed)];
        ScalingSample median = ordered[ordered.Length / 2];
        return median with { Spread = (ordered[^1].Figures.Elapsed - ordered[0].Figures.Elapsed) / median.Figures.Elapsed };
    }

    private ScalingSample Once(BenchmarkProgress progress, CancellationToken cancellation)
    {
        // What an earlier run left to the collector is not this one's.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        (long Bytes, long Pixels) read = default;
        using var probe = new ResourceProbe(children);
        BatchRun? running = null;
        WorkLimits limits = newLimits(progress.Workers);
        using BatchRun run = running = new BatchRun(
            limits,
            () => new ImageProcessor(options, limits.NewScaler(children), LocalFileLayer.Instance),
            outcome =>
            {
                // Of several outputs of an image only the first bears the time of reading: it was read once.
                if (outcome.Times[Stage.Read] > TimeSpan.Zero)
                    read = (read.Bytes + outcome.SourceLength, read.Pixels + (outcome.SourceSize?.Area ?? 0));
            },
            () =>
            {
                cancellation.ThrowIfCancellationRequested();
                onProgress(progress with { Done = running!.Counters.Total });
            });
        for (int pass = 0; pass < progress.Passes; pass++)
            foreach (WorkItem item in items)
                run.Add(new WorkItem(item.SourcePath, item.Outputs));
        run.Finish();
        ResourceUse use = probe.Stop();
        if (run.Counters.Errors.ContainsKey(nameof(ImageErrorId.DiskFull)))
            throw new ImageResizeException(ImageErrorId.DiskFull, "No space is left for the outputs of the measurement. Free some, or choose another -Destination.");
        return new ScalingSample
        {
            Figures = RunFigures.Of(run) with { BytesRead = read.Bytes, PixelsRead = read.Pixels, PeakMemory = use.PeakMemory },
            Passes = progress.Passes,
            Use = use,
        };
    }
}

/// <summary>How far a benchmark is.</summary>
/// <param name="Run">The number of the run; 0 is the warm-up.</param>
/// <param name="Runs">How many runs there are, the warm-up included.</param>
/// <param name="Workers">How many images the run does at once.</param>
/// <param name="Passes">How many times a run goes over the images.</param>
/// <param name="Outputs">How many outputs a run makes.</param>
internal sealed record BenchmarkProgress(int Run, int Runs, int Workers, int Passes, int Outputs)
{
    /// <summary>How many outputs the run has done.</summary>
    public long Done { get; init; }
}
