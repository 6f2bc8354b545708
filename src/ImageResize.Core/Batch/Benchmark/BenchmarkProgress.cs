namespace ImageResize.Batch.Benchmark;

/// <summary>How far a benchmark is.</summary>
/// <param name="Run">The number of the run; 0 is the warm-up.</param>
/// <param name="Runs">How many runs there are, the warm-up included.</param>
/// <param name="Workers">How many images the run does at once.</param>
/// <param name="Passes">How many times a run goes over the images.</param>
/// <param name="Outputs">How many outputs a run makes.</param>
internal sealed record BenchmarkProgress(int Run, int Runs, int Workers, int Passes, int Outputs)
{
    /// <summary>How many outputs the run has done.</summary>
    public long Done { get; init; }
}
