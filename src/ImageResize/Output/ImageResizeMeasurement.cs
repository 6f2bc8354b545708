using ImageResize.Batch;
using ImageResize.Batch.Benchmark;

namespace ImageResize;

/// <summary>What one number of workers achieved: the median of several runs. Immutable.</summary>
public sealed class ImageResizeMeasurement
{
    internal ImageResizeMeasurement(ScalingSample sample, IReadOnlyList<ScalingSample> all, string? outputFolder)
    {
        int processors = Environment.ProcessorCount;
        RunFigures first = all.Select(one => one.Figures).MinBy(one => one.Workers)!;
        Bottleneck bottleneck = ScalingVerdict.Of(sample, processors);
        RunFigures figures = sample.Figures;
        StageTimes times = figures.Times;
        ThrottleLimit = figures.Workers;
        IsBest = sample == all.MinBy(one => one.Figures.Elapsed);
        RecommendedThrottleLimit = ScalingVerdict.Recommend(all);
        Bottleneck = bottleneck.ToString();
        Verdict = ScalingVerdict.Describe(bottleneck, sample.Utilization(processors));
        Passes = sample.Passes;
        Images = figures.Written;
        Failed = figures.Failed;
        ElapsedMilliseconds = Quantity.Milliseconds(figures.Elapsed);
        Spread = Math.Round(sample.Spread, 3);
        ImagesPerSecond = Math.Round(figures.ImagesPerSecond, 2);
        RelativeSpeed = Math.Round(figures.ImagesPerSecond / Math.Max(all.Max(one => one.Figures.ImagesPerSecond), 1e-9), 4);
        MegapixelsPerSecond = Math.Round(figures.MegapixelsPerSecond, 2);
        MegabytesReadPerSecond = Math.Round(figures.PerSecond(figures.BytesRead / 1e6), 2);
        MegabytesWrittenPerSecond = Math.Round(figures.PerSecond(figures.BytesWritten / 1e6), 2);
        BytesRead = figures.BytesRead;
        BytesWritten = figures.BytesWritten;
        Speedup = Math.Round(figures.ImagesPerSecond / Math.Max(first.ImagesPerSecond, 1e-9) * first.Workers, 2);
        Efficiency = Math.Round(Speedup / figures.Workers, 2);
        LatencyP50Milliseconds = Quantity.Milliseconds(figures.Latency.P50);
        LatencyP95Milliseconds = Quantity.Milliseconds(figures.Latency.P95);
        LatencyP99Milliseconds = Quantity.Milliseconds(figures.Latency.P99);
        CpuSeconds = Math.Round(sample.Use.Cpu.TotalSeconds, 3);
        CpuUtilization = Math.Round(sample.Utilization(processors), 3);
        Processors = processors;
        Timings = new ImageResizeTimings(times);
        WaitShare = Share(times.InHand - times.Work, times);
        ReadShare = Share(times[Stage.Read], times);
        ScaleShare = Share(times[Stage.Scale], times);
        EncodeShare = Share(times[Stage.Encode], times);
        WriteShare = Share(times[Stage.Write], times);
        Collections = sample.Use.Collections;
        FullCollections = sample.Use.FullCollections;
        GcPauseMilliseconds = Quantity.Milliseconds(sample.Use.GcPause);
        AllocatedBytes = sample.Use.AllocatedBytes;
        PeakMemory = figures.PeakMemory;
        OutputFolder = outputFolder;
    }

    /// <summary>How many images were done at once.</summary>
    public int ThrottleLimit { get; }

    /// <summary>Whether no other number of workers was faster.</summary>
    public bool IsBest { get; }

    /// <summary>The -ThrottleLimit to use for such images: the smallest of those measured that is within 5 % of the best. The same in all rows.</summary>
    public int RecommendedThrottleLimit { get; }

    /// <summary>What held up the run: TooSmall, Cpu, Workers, DiskRead, DiskWrite, Memory or Rate.</summary>
    public string Bottleneck { get; }

    /// <summary>The bottleneck in words.</summary>
    public string Verdict { get; }

    /// <summary>How many times a run went over the images, to last long enough (-MinimumSeconds).</summary>
    public int Passes { get; }

    /// <summary>Outputs written in a run.</summary>
    public long Images { get; }

    /// <summary>Outputs that failed in a run.</summary>
    public long Failed { get; }

    /// <summary>The milliseconds of a run. Elapsed is the same as a TimeSpan.</summary>
    public double ElapsedMilliseconds { get; }

    /// <summary>The time of the slowest run less that of the fastest, as a share of the median: differences below it say nothing.</summary>
    public double Spread { get; }

    /// <summary>Outputs written in a second.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>The images a second as a share (0 to 1) of the best row's: what the view draws a bar of.</summary>
    public double RelativeSpeed { get; }

    /// <summary>Megapixels of input in a second.</summary>
    public double MegapixelsPerSecond { get; }

    /// <summary>Millions of bytes of input in a second.</summary>
    public double MegabytesReadPerSecond { get; }

    /// <summary>Millions of bytes of output in a second.</summary>
    public double MegabytesWrittenPerSecond { get; }

    /// <summary>Bytes of input that a run read.</summary>
    public long BytesRead { get; }

    /// <summary>Bytes of output that a run wrote.</summary>
    public long BytesWritten { get; }

    /// <summary>How many times as fast as one worker, judged from the smallest number measured.</summary>
    public double Speedup { get; }

    /// <summary>The speed-up for each worker; 1 is perfect.</summary>
    public double Efficiency { get; }

    /// <summary>Half of the outputs took no longer than this in milliseconds, waiting left out.</summary>
    public double LatencyP50Milliseconds { get; }

    /// <summary>95 of 100 outputs took no longer than this.</summary>
    public double LatencyP95Milliseconds { get; }

    /// <summary>99 of 100 outputs took no longer than this.</summary>
    public double LatencyP99Milliseconds { get; }

    /// <summary>Processor time of the whole process in a run, in seconds.</summary>
    public double CpuSeconds { get; }

    /// <summary>The share of the processors' time that was used, 0 to 1.</summary>
    public double CpuUtilization { get; }

    /// <summary>How many processors this process may use.</summary>
    public int Processors { get; }

    /// <summary>The time by stage, all workers together.</summary>
    public ImageResizeTimings Timings { get; }

    /// <summary>Waiting for a processor, memory or the rate limit, as a share (0 to 1) of the time that images were in hand. The five shares make 1.</summary>
    public double WaitShare { get; }

    /// <summary>Reading, as a share of the time that images were in hand.</summary>
    public double ReadShare { get; }

    /// <summary>Decoding and scaling, as a share of the time that images were in hand.</summary>
    public double ScaleShare { get; }

    /// <summary>Encoding, as a share of the time that images were in hand.</summary>
    public double EncodeShare { get; }

    /// <summary>Writing, as a share of the time that images were in hand.</summary>
    public double WriteShare { get; }

    /// <summary>Garbage collections in a run, of any generation.</summary>
    public int Collections { get; }

    /// <summary>Garbage collections of all generations in a run.</summary>
    public int FullCollections { get; }

    /// <summary>How many milliseconds the garbage collector held up all threads in a run.</summary>
    public double GcPauseMilliseconds { get; }

    /// <summary>Bytes of managed memory that a run asked for.</summary>
    public long AllocatedBytes { get; }

    /// <summary>The largest memory of the process during the run, in bytes, sampled a hundred times a second.</summary>
    public long PeakMemory { get; }

    /// <summary>Where the outputs are, with -KeepOutput; null otherwise.</summary>
    public string? OutputFolder { get; }

    /// <summary>Workers and images a second, in one line.</summary>
    public override string ToString() => $"{Quantity.Count(ThrottleLimit, "worker", "workers")}: {Quantity.Rate(ImagesPerSecond)} images/s{(IsBest ? " (best)" : string.Empty)}, {Verdict}";

    private static double Share(TimeSpan part, in StageTimes times) => Math.Round(part / TimeSpan.FromTicks(Math.Max(1, times.InHand.Ticks)), 4);
}
