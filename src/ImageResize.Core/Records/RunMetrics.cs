using ImageResize.Batch;
using ImageResize.Batch.Planning;

namespace ImageResize.Records;

/// <summary>What the exporters tell of a run. Immutable.</summary>
/// <param name="Figures">Its figures.</param>
/// <param name="IsCompleted">Whether it came to its end, or was stopped before.</param>
/// <param name="Version">The module's version.</param>
/// <param name="LibvipsVersion">The version of libvips.</param>
internal sealed record RunMetrics(RunFigures Figures, bool IsCompleted, string Version, string LibvipsVersion)
{
    /// <summary>When the figures were taken, which is the end of the run.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>When the run began.</summary>
    public DateTimeOffset StartedAt => At - Figures.Elapsed;

    /// <summary>Which part of the inputs it took; all of them by default.</summary>
    public Shard Shard { get; init; }

    /// <summary>A short name of the options that shape outputs: runs of the same options have the same. Null where it is not known.</summary>
    public string? Options { get; init; }
}
