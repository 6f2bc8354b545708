using ImageResize.Batch;

namespace ImageResize.Report.Content;

/// <summary>The figures of a whole run, as its summary has them. Immutable.</summary>
internal sealed record ReportTotals
{
    /// <summary>Outputs scaled or converted.</summary>
    public long Resized { get; init; }

    /// <summary>Outputs copied because the image fitted already.</summary>
    public long Copied { get; init; }

    /// <summary>Outputs that needed nothing.</summary>
    public long Skipped { get; init; }

    /// <summary>Outputs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Bytes of the inputs of what was written, less the outputs'.</summary>
    public long BytesSaved { get; init; }

    /// <summary>Bytes of the outputs.</summary>
    public long BytesWritten { get; init; }

    /// <summary>The time of the whole run; zero where it is not known.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Megapixels of input in a second.</summary>
    public double MegapixelsPerSecond { get; init; }

    /// <summary>Half of the outputs took a worker no longer than this.</summary>
    public TimeSpan LatencyP50 { get; init; }

    /// <summary>95 of 100 outputs took a worker no longer than this.</summary>
    public TimeSpan LatencyP95 { get; init; }

    /// <summary>99 of 100 outputs took a worker no longer than this.</summary>
    public TimeSpan LatencyP99 { get; init; }

    /// <summary>The time by stage, all workers together.</summary>
    public StageTimes Times { get; init; }

    /// <summary>Attempts beyond the first.</summary>
    public long Retries { get; init; }

    /// <summary>How many images were computed at once, at most; 0 where it is not known.</summary>
    public int Workers { get; init; }

    /// <summary>How many images were in hand at once, at most; 0 where it is not known.</summary>
    public int PeakInHand { get; init; }

    /// <summary>The largest memory of the process, in bytes; 0 where it is not known.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Failures by error id.</summary>
    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();

    /// <summary>All outputs, whatever became of them.</summary>
    public long Total => Written + Skipped + Failed;

    /// <summary>Outputs that were written.</summary>
    public long Written => Resized + Copied;

    /// <summary>Bytes of the inputs of what was written.</summary>
    public long BytesBefore => BytesSaved + BytesWritten;

    /// <summary>Outputs written in a second; 0 where the time is not known.</summary>
    public double ImagesPerSecond => Elapsed > TimeSpan.Zero ? Written / Elapsed.TotalSeconds : 0;

    /// <summary>The figures of a run's counters.</summary>
    /// <param name="counters">What was counted.</param>
    /// <param name="elapsed">The time of the run; zero where it is not known.</param>
    public static ReportTotals Of(BatchCounters counters, TimeSpan elapsed) => new()
    {
        Resized = counters[ResizeStatus.Resized],
        Copied = counters[ResizeStatus.Copied],
        Skipped = counters[ResizeStatus.Skipped],
        Failed = counters[ResizeStatus.Failed],
        BytesSaved = counters.BytesSaved,
        BytesWritten = counters.BytesWritten,
        Elapsed = elapsed,
        MegapixelsPerSecond = elapsed > TimeSpan.Zero ? counters.PixelsRead / 1e6 / elapsed.TotalSeconds : 0,
        LatencyP50 = counters.Latency.Percentile(50),
        LatencyP95 = counters.Latency.Percentile(95),
        LatencyP99 = counters.Latency.Percentile(99),
        Times = counters.Times,
        Retries = counters.Retries,
        Errors = new Dictionary<string, long>(counters.Errors),
    };

    /// <summary>
    /// Two runs as one: what was counted is added up, also the time, as if one had followed the other. The latencies
    /// are the worse ones, since percentiles cannot be added.
    /// </summary>
    public ReportTotals Plus(ReportTotals other)
    {
        StageTimes times = Times;
        times.Add(other.Times);
        TimeSpan elapsed = Elapsed + other.Elapsed;
        double megapixels = MegapixelsPerSecond * Elapsed.TotalSeconds + other.MegapixelsPerSecond * other.Elapsed.TotalSeconds;
        return new ReportTotals
        {
            Resized = Resized + other.Resized,
            Copied = Copied + other.Copied,
            Skipped = Skipped + other.Skipped,
            Failed = Failed + other.Failed,
            BytesSaved = BytesSaved + other.BytesSaved,
            BytesWritten = BytesWritten + other.BytesWritten,
            Elapsed = elapsed,
            MegapixelsPerSecond = elapsed > TimeSpan.Zero ? megapixels / elapsed.TotalSeconds : 0,
            LatencyP50 = Longer(LatencyP50, other.LatencyP50),
            LatencyP95 = Longer(LatencyP95, other.LatencyP95),
            LatencyP99 = Longer(LatencyP99, other.LatencyP99),
            Times = times,
            Retries = Retries + other.Retries,
            Workers = Math.Max(Workers, other.Workers),
            PeakInHand = Math.Max(PeakInHand, other.PeakInHand),
            PeakMemory = Math.Max(PeakMemory, other.PeakMemory),
            Errors = Errors.Concat(other.Errors).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
        };
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
