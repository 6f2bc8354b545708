using ImageResize.Batch;

namespace ImageResize.Records;

/// <summary>The figures of a run at one moment, for the exporters. Immutable.</summary>
internal sealed record RunMetrics
{
    private readonly BatchCounters _counters;

    /// <summary>Takes the figures as they are; the counters must not go on while this is used.</summary>
    public RunMetrics(BatchCounters counters) => _counters = counters;

    /// <summary>Whether the run came to its end, or was stopped before.</summary>
    public bool IsCompleted { get; init; }

    /// <summary>The module's version.</summary>
    public required string Version { get; init; }

    /// <summary>The version of libvips.</summary>
    public required string LibvipsVersion { get; init; }

    /// <summary>How many images were computed at once.</summary>
    public required int Workers { get; init; }

    /// <summary>How many images were in hand at once, at most.</summary>
    public required int PeakInHand { get; init; }

    /// <summary>The largest memory of the process so far, in bytes.</summary>
    public long PeakMemory { get; } = ProcessMemory.Peak;

    /// <summary>When the figures were taken.</summary>
    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    /// <summary>All outputs.</summary>
    public long Total => _counters.Total;

    /// <summary>Outputs scaled or converted.</summary>
    public long Resized => _counters[ResizeStatus.Resized];

    /// <summary>Outputs copied.</summary>
    public long Copied => _counters[ResizeStatus.Copied];

    /// <summary>Outputs that needed nothing.</summary>
    public long Skipped => _counters[ResizeStatus.Skipped];

    /// <summary>Outputs that failed.</summary>
    public long Failed => _counters[ResizeStatus.Failed];

    /// <summary>Failures by error id.</summary>
    public IReadOnlyDictionary<string, long> Errors => _counters.Errors;

    /// <summary>Bytes of the inputs.</summary>
    public long BytesRead => _counters.BytesRead;

    /// <summary>Bytes of the outputs.</summary>
    public long BytesWritten => _counters.BytesWritten;

    /// <summary>Bytes of the inputs of what was written, less the outputs'.</summary>
    public long BytesSaved => _counters.BytesSaved;

    /// <summary>Pixels of the inputs of what was written.</summary>
    public long PixelsRead => _counters.PixelsRead;

    /// <summary>Attempts beyond the first.</summary>
    public long Retries => _counters.Retries;

    /// <summary>The time of the run.</summary>
    public TimeSpan Elapsed => _counters.Elapsed;

    /// <summary>Outputs written in a second.</summary>
    public double ImagesPerSecond => _counters.ImagesPerSecond;

    /// <summary>Megapixels of input in a second.</summary>
    public double MegapixelsPerSecond => _counters.MegapixelsPerSecond;

    /// <summary>How long one output took a worker.</summary>
    public LatencyHistogram Latency => _counters.Latency;

    /// <summary>The time by stage, all workers together.</summary>
    public StageTimes Times => _counters.Times;
}
