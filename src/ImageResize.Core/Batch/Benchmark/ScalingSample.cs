namespace ImageResize.Batch.Benchmark;

/// <summary>One timed run over all images. Immutable.</summary>
internal sealed record ScalingSample
{
    /// <summary>How many images were done at once.</summary>
    public required int Workers { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How many times the run went over the images.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Outputs written.</summary>
    public required long Images { get; init; }

    /// <summary>Outputs that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Pixels of the inputs, each counted once however many outputs were made of it.</summary>
    public long Pixels { get; init; }

    /// <summary>Bytes of the inputs, each read once however many outputs were made of it.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of the outputs.</summary>
    public long BytesWritten { get; init; }

    /// <summary>The time by stage, all workers together.</summary>
    public StageTimes Times { get; init; }

    /// <summary>Half of the outputs took no longer, waiting left out.</summary>
    public TimeSpan P50 { get; init; }

    /// <summary>95 of 100 outputs took no longer.</summary>
    public TimeSpan P95 { get; init; }

    /// <summary>99 of 100 outputs took no longer.</summary>
    public TimeSpan P99 { get; init; }

    /// <summary>What the process used.</summary>
    public required ResourceUse Use { get; init; }

    /// <summary>The slowest of all runs with these workers less the fastest, as a share of this one's time.</summary>
    public double Spread { get; init; }

    /// <summary>Outputs written in a second.</summary>
    public double ImagesPerSecond => PerSecond(Images);

    /// <summary>A count or an amount of the run, in a second.</summary>
    public double PerSecond(double amount) => amount / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>The share of the processors' time that was used, 0 to 1.</summary>
    /// <param name="processors">How many this process may use.</param>
    public double Utilization(int processors) => Math.Min(1, PerSecond(Use.Cpu.TotalSeconds) / processors);
}
