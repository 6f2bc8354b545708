using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Scaling;
using ImageResize.Metrics;

namespace ImageResize.Batch.Benchmark;

/// <summary>
/// Times the same images with different numbers of workers. A warm-up run comes first and is not counted; then the
/// worker counts take turns, so that a machine whose speed drifts is unfair to none; the median of each is reported.
/// The outputs are really written, to a folder of the benchmark's own that is removed at the end.
/// </summary>
/// <param name="sources">Full paths of the images.</param>
/// <param name="options">What is done with each.</param>
/// <param name="size">The size of the outputs.</param>
public sealed class ScalingBenchmark(IReadOnlyList<string> sources, ConvertOptions options, TargetSize? size)
{
    /// <summary>Runs the benchmark; the median sample of each worker count, in the order given.</summary>
    /// <param name="workerCounts">How many images are done at once, each at least 1.</param>
    /// <param name="repeat">How many counted runs each gets.</param>
    /// <param name="onRun">Told of each run: its number, how many there will be, the workers.</param>
    /// <param name="cancellation">Ends the benchmark between two images.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<ScalingSample> Run(IReadOnlyList<int> workerCounts, int repeat, Action<int, int, int> onRun, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("imageresize-measure-").FullName;
        try
        {
            var samples = workerCounts.ToDictionary(workers => workers, _ => new List<ScalingSample>());
            int total = workerCounts.Count * repeat + 1;
            onRun(0, total, workerCounts.Max());
            _ = Once(workerCounts.Max(), folder, cancellation);
            for (int round = 0; round < repeat; round++)
            {
                IEnumerable<int> order = round % 2 == 0 ? workerCounts : workerCounts.Reverse();
                foreach (int workers in order)
                {
                    onRun(1 + samples.Values.Sum(list => list.Count), total, workers);
                    samples[workers].Add(Once(workers, folder, cancellation));
                }
            }

            return [.. workerCounts.Select(workers => samples[workers].OrderBy(sample => sample.Elapsed).ElementAt(repeat / 2))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ScalingSample Once(int workers, string folder, CancellationToken cancellation)
    {
        TimeSpan cpu = ProcessTimes.Cpu;
        using var run = new BatchRun(
            new BatchEngine(workers, slots => new ImageProcessor(options, new ImageScaler(), LocalFileLayer.Instance, slots)),
            static _ => { },
            cancellation.ThrowIfCancellationRequested);
        for (int i = 0; i < sources.Count; i++)
        {
            string output = Path.Combine(folder, $"{i}{Path.GetExtension(sources[i])}");
            run.Add(new WorkItem(sources[i], [new PlannedOutput(output, size, Overwrite: true)]));
        }

        run.Finish();
        BatchCounters counters = run.Counters;
        return new ScalingSample(
            workers,
            counters.Elapsed,
            ProcessTimes.Cpu - cpu,
            counters.Written,
            counters.PixelsRead,
            counters[ResizeStatus.Failed],
            counters.Latency.Percentile(50),
            counters.Latency.Percentile(95));
    }
}
