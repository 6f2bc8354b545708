namespace ImageResize.Reporting;

/// <summary>What a number of workers achieved. Immutable.</summary>
public sealed record ReportMeasurement
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

    /// <summary>Whether no other number of workers was faster.</summary>
    public bool IsBest { get; init; }

    /// <summary>What held it up, in words; null where it is not known.</summary>
    public string? Verdict { get; init; }
}
