namespace ImageResize.Batch;

/// <summary>
/// The figures of a run at one moment: what its summary, its metrics, its report and its measurement tell, so that they
/// never differ. Immutable.
/// </summary>
internal sealed record RunFigures
{
    /// <summary>Outputs scaled or converted.</summary>
    public long Resized { get; init; }

    /// <summary>Outputs copied because the image fitted already.</summary>
    public long Copied { get; init; }

    /// <summary>Outputs that needed nothing.</summary>
    public long Skipped { get; init; }

    /// <summary>Outputs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Outputs that the stop of the run kept from their end: they are neither done nor failed, and a resumed run makes them.</summary>
    public long Canceled { get; init; }

    /// <summary>Failures by error id, without what was canceled.</summary>
    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();

    /// <summary>Outputs that were written, by format.</summary>
    public IReadOnlyDictionary<string, long> Formats { get; init; } = new Dictionary<string, long>();

    /// <summary>Attempts beyond the first.</summary>
    public long Retries { get; init; }

    /// <summary>Bytes of the inputs, each output's counted.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of the outputs.</summary>
    public long BytesWritten { get; init; }

    /// <summary>Bytes of the inputs of what was written, less the outputs'.</summary>
    public long BytesSaved { get; init; }

    /// <summary>Pixels of the inputs of what was written.</summary>
    public long PixelsRead { get; init; }

    /// <summary>The time of the run; zero where it is not known.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The time by stage, all workers together.</summary>
    public StageTimes Times { get; init; }

    /// <summary>How long one output took a worker, waiting left out.</summary>
    public LatencyFigures Latency { get; init; }

    /// <summary>What <see cref="Latency"/> was made of, so that several runs' percentiles can be had as one's; null where it is not known.</summary>
    public IReadOnlyList<LatencyBucket>? LatencyBuckets { get; init; }

    /// <summary>How many images were computed at once, at most; 0 where it is not known.</summary>
    public int Workers { get; init; }

    /// <summary>How many images were in hand at once, at most; 0 where it is not known.</summary>
    public int PeakInHand { get; init; }

    /// <summary>The largest memory of the process so far, in bytes; 0 where it is not known.</summary>
    public long PeakMemory { get; init; }

    /// <summary>All outputs, whatever became of them.</summary>
    public long Total => Written + Skipped + Failed + Canceled;

    /// <summary>Outputs that were written.</summary>
    public long Written => Resized + Copied;

    /// <summary>Bytes of the inputs of what was written.</summary>
    public long BytesBefore => BytesSaved + BytesWritten;

    /// <summary>Outputs written in a second; 0 where the time is not known.</summary>
    public double ImagesPerSecond => PerSecond(Written);

    /// <summary>Megapixels of input in a second; 0 where the time is not known.</summary>
    public double MegapixelsPerSecond => PerSecond(PixelsRead / 1e6);

    /// <summary>The figures of a run as it is now; on its owner's thread.</summary>
    public static RunFigures Of(BatchRun run) => Of(run.Counters, run.Counters.Elapsed) with
    {
        Workers = run.Workers,
        PeakInHand = run.PeakInHand,
        PeakMemory = ProcessMemory.Peak,
    };

    /// <summary>What was counted, and no more.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="elapsed">The time that it took; zero where it is not known.</param>
    public static RunFigures Of(BatchCounters counters, TimeSpan elapsed) => new()
    {
        Resized = counters[ResizeStatus.Resized],
        Copied = counters[ResizeStatus.Copied],
        Skipped = counters[ResizeStatus.Skipped],
        Failed = counters[ResizeStatus.Failed] - counters.Canceled,
        Canceled = counters.Canceled,
        Errors = counters.Errors.Where(error => error.Key != nameof(ImageErrorId.Canceled)).ToDictionary(),
        Formats = counters.Formats.ToDictionary(),
        Retries = counters.Retries,
        BytesRead = counters.BytesRead,
        BytesWritten = counters.BytesWritten,
        BytesSaved = counters.BytesSaved,
        PixelsRead = counters.PixelsRead,
        Elapsed = elapsed,
        Times = counters.Times,
        Latency = counters.Latency.Figures,
        LatencyBuckets = counters.Latency.Buckets,
    };

    /// <summary>An amount of the run, in a second; 0 where the time is not known.</summary>
    public double PerSecond(double amount) => Elapsed > TimeSpan.Zero ? amount / Elapsed.TotalSeconds : 0;

    /// <summary>Two runs as one, as if one had followed the other: what was counted is added up, also the time; peaks are the larger ones.</summary>
    public RunFigures Plus(RunFigures other)
    {
        StageTimes times = Times;
        times.Add(other.Times);
        return new RunFigures
        {
            Resized = Resized + other.Resized,
            Copied = Copied + other.Copied,
            Skipped = Skipped + other.Skipped,
            Failed = Failed + other.Failed,
            Canceled = Canceled + other.Canceled,
            Errors = Together(Errors, other.Errors),
            Formats = Together(Formats, other.Formats),
            Retries = Retries + other.Retries,
            BytesRead = BytesRead + other.BytesRead,
            BytesWritten = BytesWritten + other.BytesWritten,
            BytesSaved = BytesSaved + other.BytesSaved,
            PixelsRead = PixelsRead + other.PixelsRead,
            Elapsed = Elapsed + other.Elapsed,
            Times = times,
            Latency = Latency.Plus(other.Latency),
            Workers = Math.Max(Workers, other.Workers),
            PeakInHand = Math.Max(PeakInHand, other.PeakInHand),
            PeakMemory = Math.Max(PeakMemory, other.PeakMemory),
        };
    }

    private static Dictionary<string, long> Together(IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other) =>
        one.Concat(other).GroupBy(count => count.Key).ToDictionary(group => group.Key, group => group.Sum(count => count.Value));
}
