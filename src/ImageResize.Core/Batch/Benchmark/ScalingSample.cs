namespace ImageResize.Batch.Benchmark;

/// <summary>One timed run over all images.</summary>
/// <param name="Workers">How many images were done at once.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Cpu">Processor time of the whole process.</param>
/// <param name="Images">Outputs written.</param>
/// <param name="Pixels">Pixels of the inputs.</param>
/// <param name="Failed">Outputs that failed.</param>
/// <param name="P50">The median time that one image took.</param>
/// <param name="P95">95 of 100 images took no longer.</param>
public sealed record ScalingSample(int Workers, TimeSpan Elapsed, TimeSpan Cpu, long Images, long Pixels, long Failed, TimeSpan P50, TimeSpan P95);
