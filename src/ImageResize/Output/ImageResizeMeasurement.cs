using ImageResize.Batch.Benchmark;
using ImageResize.Metrics;

namespace ImageResize;

/// <summary>What one number of workers achieved: the median of several runs. Immutable.</summary>
public sealed class ImageResizeMeasurement
{
    internal ImageResizeMeasurement(ScalingSample sample, ScalingSample first, bool isBest)
    {
        ThrottleLimit = sample.Workers;
        Images = sample.Images;
        Failed = sample.Failed;
        Elapsed = sample.Elapsed;
        ImagesPerSecond = Math.Round(Rate(sample), 2);
        MegapixelsPerSecond = Math.Round(sample.Pixels / 1e6 / sample.Elapsed.TotalSeconds, 2);
        Speedup = Math.Round(Rate(sample) / Rate(first) * first.Workers, 2);
        Efficiency = Math.Round(Speedup / sample.Workers, 2);
        LatencyP50 = sample.P50;
        LatencyP95 = sample.P95;
        CpuSeconds = Math.Round(sample.Cpu.TotalSeconds, 3);
        PeakMemory = ProcessMemory.Peak;
        IsBest = isBest;
    }

    /// <summary>How many images were done at once.</summary>
    public int ThrottleLimit { get; }

    /// <summary>Whether no other number of workers was faster.</summary>
    public bool IsBest { get; }

    /// <summary>Outputs written in a run.</summary>
    public long Images { get; }

    /// <summary>Outputs that failed in a run.</summary>
    public long Failed { get; }

    /// <summary>The time of a run.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Outputs written in a second.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>Megapixels of input in a second.</summary>
    public double MegapixelsPerSecond { get; }

    /// <summary>How many times as fast as one worker, judged from the smallest number measured.</summary>
    public double Speedup { get; }

    /// <summary>The speed-up for each worker; 1 is perfect.</summary>
    public double Efficiency { get; }

    /// <summary>Half of the images took a worker no longer than this.</summary>
    public TimeSpan LatencyP50 { get; }

    /// <summary>95 of 100 images took a worker no longer than this.</summary>
    public TimeSpan LatencyP95 { get; }

    /// <summary>Processor time of the whole process in a run, in seconds.</summary>
    public double CpuSeconds { get; }

    /// <summary>The largest memory of the process so far, in bytes; it never falls, so the first row says most.</summary>
    public long PeakMemory { get; }

    /// <summary>Workers and images a second, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{ThrottleLimit} workers: {ImagesPerSecond:0.#} images/s{(IsBest ? " (best)" : string.Empty)}");

    private static double Rate(ScalingSample sample) => sample.Images / Math.Max(sample.Elapsed.TotalSeconds, 1e-9);
}
