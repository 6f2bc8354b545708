using ImageResize.Metrics;

namespace ImageResize;

/// <summary>The time of each stage.</summary>
public sealed class ImageResizeTimings
{
    internal ImageResizeTimings(StageTimes times)
    {
        Wait = times[Stage.Wait];
        Read = times[Stage.Read];
        Scale = times[Stage.Scale];
        Encode = times[Stage.Encode];
        Write = times[Stage.Write];
    }

    /// <summary>Waiting for a worker.</summary>
    public TimeSpan Wait { get; }

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
        FormattableString.Invariant($"read {Read.TotalMilliseconds:0.0} ms, scale {Scale.TotalMilliseconds:0.0} ms, encode {Encode.TotalMilliseconds:0.0} ms, write {Write.TotalMilliseconds:0.0} ms");
}
