using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Imaging.Engines.Vips;

namespace ImageResize;

/// <summary>What a run did. Immutable.</summary>
public sealed class ImageResizeSummary
{
    internal ImageResizeSummary(RunFigures figures, ThrottleLimit limit, bool isCompleted)
    {
        Completed = isCompleted;
        Total = figures.Total;
        Resized = figures.Resized;
        Copied = figures.Copied;
        Skipped = figures.Skipped;
        Failed = figures.Failed;
        Canceled = figures.Canceled;
        BytesRead = figures.BytesRead;
        BytesWritten = figures.BytesWritten;
        BytesSaved = figures.BytesSaved;
        ElapsedMilliseconds = Quantity.Milliseconds(figures.Elapsed);
        ImagesPerSecond = Math.Round(figures.ImagesPerSecond, 2);
        MegapixelsPerSecond = Math.Round(figures.MegapixelsPerSecond, 2);
        LatencyP50Milliseconds = Quantity.Milliseconds(figures.Latency.P50);
        LatencyP95Milliseconds = Quantity.Milliseconds(figures.Latency.P95);
        LatencyP99Milliseconds = Quantity.Milliseconds(figures.Latency.P99);
        Timings = new ImageResizeTimings(figures.Times);
        Retries = figures.Retries;
        ThrottleLimit = limit.ToString();
        Workers = figures.Workers;
        PeakInHand = figures.PeakInHand;
        PeakMemory = figures.PeakMemory;
        Errors = new ErrorCounts(figures.Errors);
        Formats = new FormatCounts(figures.Formats);
        Version = ModuleVersion;
        LibvipsVersion = VipsRuntime.Version;
    }

    internal static string ModuleVersion { get; } = typeof(ImageResizeSummary).Assembly.GetName().Version!.ToString(3);

    /// <summary>Whether the run came to its end; false where it was stopped, and what is here is what was done until then.</summary>
    public bool Completed { get; }

    /// <summary>All outputs, whatever became of them.</summary>
    public long Total { get; }

    /// <summary>Outputs scaled or converted.</summary>
    public long Resized { get; }

    /// <summary>Outputs copied because the image fitted already.</summary>
    public long Copied { get; }

    /// <summary>Outputs that needed nothing.</summary>
    public long Skipped { get; }

    /// <summary>Outputs that failed.</summary>
    public long Failed { get; }

    /// <summary>Outputs that the stop of the run kept from their end: neither done nor failed, and made by a run that resumes.</summary>
    public long Canceled { get; }

    /// <summary>Bytes of the inputs.</summary>
    public long BytesRead { get; }

    /// <summary>Bytes of the outputs.</summary>
    public long BytesWritten { get; }

    /// <summary>Bytes of the inputs of what was written, less the outputs'.</summary>
    public long BytesSaved { get; }

    /// <summary>The milliseconds of the whole run. Elapsed is the same as a TimeSpan.</summary>
    public double ElapsedMilliseconds { get; }

    /// <summary>Outputs written in a second.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>Megapixels of input in a second.</summary>
    public double MegapixelsPerSecond { get; }

    /// <summary>Half of the outputs took a worker no longer than this, in milliseconds. Without the ending, as a TimeSpan.</summary>
    public double LatencyP50Milliseconds { get; }

    /// <summary>95 of 100 outputs took a worker no longer than this, in milliseconds. Without the ending, as a TimeSpan.</summary>
    public double LatencyP95Milliseconds { get; }

    /// <summary>99 of 100 outputs took a worker no longer than this, in milliseconds. Without the ending, as a TimeSpan.</summary>
    public double LatencyP99Milliseconds { get; }

    /// <summary>The time by stage, all workers together.</summary>
    public ImageResizeTimings Timings { get; }

    /// <summary>Attempts beyond the first.</summary>
    public long Retries { get; }

    /// <summary>The -ThrottleLimit: a number, or Auto.</summary>
    public string ThrottleLimit { get; }

    /// <summary>How many images were computed at once, at most.</summary>
    public int Workers { get; }

    /// <summary>How many images were in hand at once, at most: while some are read or written, others are computed.</summary>
    public int PeakInHand { get; }

    /// <summary>The largest memory of the process so far, in bytes.</summary>
    public long PeakMemory { get; }

    /// <summary>Failures by error id.</summary>
    public ErrorCounts Errors { get; }

    /// <summary>Outputs that were written, by format.</summary>
    public FormatCounts Formats { get; }

    /// <summary>The module's version.</summary>
    public string Version { get; }

    /// <summary>The version of libvips.</summary>
    public string LibvipsVersion { get; }

    /// <summary>The run in one line.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            .. Count(Resized, "resized"), .. Count(Copied, "copied"), .. Count(Skipped, "skipped"), .. Count(Failed, "failed"), .. Count(Canceled, "canceled"),
        ];
        string what = parts.Length > 0 ? string.Join(", ", parts) : "nothing to do";
        string bytes = Resized + Copied > 0
            ? $"; {Quantity.Bytes(BytesSaved + BytesWritten)} -> {Quantity.Bytes(BytesWritten)} ({Quantity.Change(BytesSaved + BytesWritten, BytesWritten)})"
            : string.Empty;
        string pace = Resized + Copied > 0 ? $" ({Quantity.Rate(ImagesPerSecond)} images/s)" : string.Empty;
        string end = Completed ? string.Empty : "stopped: ";
        return $"{end}{what} in {Quantity.Duration(TimeSpan.FromMilliseconds(ElapsedMilliseconds))}{pace}{bytes}";
    }

    private static IEnumerable<string> Count(long count, string what) => count > 0 ? [$"{Quantity.Count(count)} {what}"] : [];
}
