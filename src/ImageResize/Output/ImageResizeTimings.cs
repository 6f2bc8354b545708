namespace ImageResize;

/// <summary>The time of each stage.</summary>
public sealed class ImageResizeTimings
{
    internal ImageResizeTimings(StageTimes times)
    {
        WaitQueue = times[Stage.Queue];
        WaitRate = times[Stage.Rate];
        WaitMemory = times[Stage.Memory];
        WaitProcessor = times[Stage.Processor];
        Read = times[Stage.Read];
        Scale = times[Stage.Scale];
        Encode = times[Stage.Encode];
        Write = times[Stage.Write];
    }

    /// <summary>All waiting: in the queue, for the rate limit, for memory, for a processor.</summary>
    public TimeSpan Wait => WaitQueue + WaitRate + WaitMemory + WaitProcessor;

    /// <summary>Waiting in the queue until a worker took it.</summary>
    public TimeSpan WaitQueue { get; }

    /// <summary>Waiting for its turn under -RateLimit.</summary>
    public TimeSpan WaitRate { get; }

    /// <summary>Waiting until the images in hand left it the memory (-MemoryLimit).</summary>
    public TimeSpan WaitMemory { get; }

    /// <summary>Waiting for a processor: more images are in hand than are computed at once.</summary>
    public TimeSpan WaitProcessor { get; }

    /// <summary>Reading the file.</summary>
    public TimeSpan Read { get; }

    /// <summary>Decoding and scaling.</summary>
    public TimeSpan Scale { get; }

    /// <summary>Encoding.</summary>
    public TimeSpan Encode { get; }

    /// <summary>Writing the file.</summary>
    public TimeSpan Write { get; }

    /// <summary>All stages but the waiting.</summary>
    public TimeSpan Work => Read + Scale + Encode + Write;

    /// <summary>The stages in milliseconds, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"wait {Wait.TotalMilliseconds:0.0} ms, read {Read.TotalMilliseconds:0.0} ms, scale {Scale.TotalMilliseconds:0.0} ms, encode {Encode.TotalMilliseconds:0.0} ms, write {Write.TotalMilliseconds:0.0} ms");
}
