namespace ImageResize.Batch.Benchmark;

/// <summary>
/// What the times of a run mean. A run whose processors were busy is bound by them, whatever else its images met; of
/// the others the time that images spent in a worker's hands is looked at, and the largest part of it names the
/// bottleneck. Computing and waiting for a processor are one part: there are more images in hand than computed.
/// </summary>
internal static class ScalingVerdict
{
    /// <summary>Shorter runs are mostly start and end.</summary>
    public static readonly TimeSpan ShortestRun = TimeSpan.FromSeconds(0.4);

    /// <summary>With fewer images for each worker the last ones, done by some while the others are idle, weigh too much.</summary>
    public const int ImagesPerWorker = 4;

    private const double Busy = 0.85;
    private const double Tolerance = 0.05;

    /// <summary>What held up a run.</summary>
    /// <param name="sample">The run.</param>
    /// <param name="processors">How many processors this process may use.</param>
    public static Bottleneck Of(ScalingSample sample, int processors)
    {
        if (sample.Figures.Elapsed < ShortestRun || sample.Figures.Written < (long)ImagesPerWorker * sample.Figures.Workers)
            return Bottleneck.TooSmall;
        if (sample.Utilization(processors) >= Busy)
            return Bottleneck.Cpu;
        StageTimes times = sample.Figures.Times;
        TimeSpan computing = times[Stage.Scale] + times[Stage.Encode] + times[Stage.Processor];
        (TimeSpan Time, Bottleneck Cause)[] parts =
        [
            (computing, sample.Figures.Workers < processors ? Bottleneck.Workers : Bottleneck.Cpu),
            (times[Stage.Read], Bottleneck.DiskRead),
            (times[Stage.Write], Bottleneck.DiskWrite),
            (times[Stage.Memory], Bottleneck.Memory),
            (times[Stage.Rate], Bottleneck.Rate),
        ];
        return parts.MaxBy(part => part.Time).Cause;
    }

    /// <summary>The number of workers to use: the smallest whose rate is within 5 % of the best.</summary>
    /// <param name="samples">The runs to choose from, at least one.</param>
    public static int Recommend(IReadOnlyCollection<ScalingSample> samples)
    {
        double best = samples.Max(sample => sample.Figures.ImagesPerSecond);
        return samples.Where(sample => sample.Figures.ImagesPerSecond >= best * (1 - Tolerance)).Min(sample => sample.Figures.Workers);
    }

    /// <summary>The bottleneck of a run in words.</summary>
    /// <param name="bottleneck">What held it up.</param>
    /// <param name="utilization">The share of the processors' time that it used, 0 to 1.</param>
    public static string Describe(Bottleneck bottleneck, double utilization) => bottleneck switch
    {
        Bottleneck.Cpu => utilization < Busy ? "CPU-bound, beside other programs" : "CPU-bound",
        Bottleneck.Workers => "limited by the workers",
        Bottleneck.DiskRead => "disk-bound (reading)",
        Bottleneck.DiskWrite => "disk-bound (writing)",
        Bottleneck.Memory => "memory-limited",
        Bottleneck.Rate => "rate-limited",
        _ => "too small to tell",
    };
}

/// <summary>What a run waited for most: what to change to make it faster.</summary>
internal enum Bottleneck
{
    /// <summary>The run was too short, or had too few images, to tell.</summary>
    TooSmall,

    /// <summary>The processors were busy.</summary>
    Cpu,

    /// <summary>There were fewer workers than processors, and all were busy.</summary>
    Workers,

    /// <summary>Reading the inputs.</summary>
    DiskRead,

    /// <summary>Writing the outputs.</summary>
    DiskWrite,

    /// <summary>The memory that the images in hand may take together.</summary>
    Memory,

    /// <summary>The rate at which images may begin.</summary>
    Rate,
}
