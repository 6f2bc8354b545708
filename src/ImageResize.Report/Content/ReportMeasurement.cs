namespace ImageResize.Report.Content;

/// <summary>What a number of workers achieved. Immutable.</summary>
internal sealed record ReportMeasurement
{
    /// <summary>How many images were done at once.</summary>
    public required int Workers { get; init; }

    /// <summary>Outputs written in a second.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Megapixels of input in a second.</summary>
    public double MegapixelsPerSecond { get; init; }

    /// <summary>How many times as fast as one worker.</summary>
    public double Speedup { get; init; }

    /// <summary>The speed-up for each worker; 1 is perfect.</summary>
    public double Efficiency { get; init; }

    /// <summary>Half of the outputs took a worker no longer than this.</summary>
    public TimeSpan LatencyP50 { get; init; }

    /// <summary>95 of 100 outputs took a worker no longer than this.</summary>
    public TimeSpan LatencyP95 { get; init; }

    /// <summary>Bytes of input in a second.</summary>
    public double BytesReadPerSecond { get; init; }

    /// <summary>Bytes of output in a second.</summary>
    public double BytesWrittenPerSecond { get; init; }

    /// <summary>The share of the processors' time that was used, 0 to 1.</summary>
    public double CpuUtilization { get; init; }

    /// <summary>The largest memory of the process, in bytes.</summary>
    public long PeakMemory { get; init; }

    /// <summary>The time by stage, all workers together.</summary>
    public StageTimes Times { get; init; }

    /// <summary>How many workers to use, by all measurements together; 0 where it is not known.</summary>
    public int RecommendedWorkers { get; init; }

    /// <summary>Whether no other number of workers was faster.</summary>
    public bool IsBest { get; init; }

    /// <summary>What held it up, in words; null where it is not known.</summary>
    public string? Verdict { get; init; }
}
