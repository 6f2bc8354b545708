using System.Diagnostics;

namespace ImageResize.Batch;

/// <summary>
/// What a run has done so far, in 64-bit counters and one histogram; no outcome is kept. Belongs to the owner's
/// thread, which alone counts; not thread safe.
/// </summary>
internal sealed class BatchCounters
{
    private readonly long[] _byStatus = new long[Enum.GetValues<ResizeStatus>().Length];
    private readonly Dictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _formats = new(StringComparer.Ordinal);
    private readonly LatencyHistogram _latency = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private StageTimes _times;
    private TimeSpan? _elapsed;

    /// <summary>Bytes of the inputs that were read, each output's counted.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes of the outputs that were written.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Bytes of the inputs of outputs that were written, less the outputs'.</summary>
    public long BytesSaved { get; private set; }

    /// <summary>Pixels of the inputs of outputs that were written.</summary>
    public long PixelsRead { get; private set; }

    /// <summary>Attempts beyond the first.</summary>
    public long Retries { get; private set; }

    /// <summary>All outcomes.</summary>
    public long Total => _byStatus.Sum();

    /// <summary>Outputs that were written.</summary>
    public long Written => this[ResizeStatus.Resized] + this[ResizeStatus.Copied];

    /// <summary>How many outcomes had a status.</summary>
    public long this[ResizeStatus status] => _byStatus[(int)status];

    /// <summary>Of the failures those that the stop of the run is the cause of.</summary>
    public long Canceled => _errors.GetValueOrDefault(nameof(ImageErrorId.Canceled));

    /// <summary>Failures by error id.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    /// <summary>Outputs that were written, by format.</summary>
    public IReadOnlyDictionary<string, long> Formats => _formats;

    /// <summary>The time by stage, all workers together.</summary>
    public StageTimes Times => _times;

    /// <summary>How long one output took, waiting in the queue left out.</summary>
    public LatencyHistogram Latency => _latency;

    /// <summary>Time since the run began, until it ended.</summary>
    public TimeSpan Elapsed => _elapsed ?? Stopwatch.GetElapsedTime(_started);

    /// <summary>Counts an outcome.</summary>
    public void Add(ImageOutcome outcome)
    {
        _byStatus[(int)outcome.Status]++;
        BytesRead += outcome.SourceLength;
        Retries += Math.Max(0, outcome.Attempts - 1);
        StageTimes times = outcome.Times;
        _times.Add(times);
        if (outcome.ErrorId is { } errorId)
            _errors[errorId.ToString()] = _errors.GetValueOrDefault(errorId.ToString()) + 1;
        if (outcome.Status is not (ResizeStatus.Resized or ResizeStatus.Copied))
            return;
        BytesWritten += outcome.OutputLength;
        BytesSaved += outcome.SourceLength - outcome.OutputLength;
        PixelsRead += outcome.SourceSize?.Area ?? 0;
        if (outcome.OutputFormat is { } format)
            _formats[format.ToString()] = _formats.GetValueOrDefault(format.ToString()) + 1;
        _latency.Record(times.Work);
    }

    /// <summary>The run has ended: the clock stops.</summary>
    public void Stop() => _elapsed = Stopwatch.GetElapsedTime(_started);
}
