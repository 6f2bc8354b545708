namespace ImageResize.Batch.Benchmark;

/// <summary>One timed run over all images. Immutable.</summary>
internal sealed record ScalingSample
{
    /// <summary>
    /// The figures of the run. The inputs' bytes and pixels are counted once each, however many outputs were made of them:
    /// they were read once.
    /// </summary>
    public required RunFigures Figures { get; init; }

    /// <summary>How many times the run went over the images.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>What the process used.</summary>
    public required ResourceUse Use { get; init; }

    /// <summary>The slowest of all runs with these workers less the fastest, as a share of this one's time.</summary>
    public double Spread { get; init; }

    /// <summary>The share of the processors' time that was used, 0 to 1.</summary>
    /// <param name="processors">How many this process may use.</param>
    public double Utilization(int processors) => Math.Min(1, Figures.PerSecond(Use.Cpu.TotalSeconds) / processors);
}
