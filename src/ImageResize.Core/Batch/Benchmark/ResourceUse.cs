namespace ImageResize.Batch.Benchmark;

/// <summary>What the process used during a span of time.</summary>
/// <param name="Cpu">Processor time of all threads.</param>
/// <param name="PeakMemory">The largest resident memory seen, in bytes.</param>
/// <param name="AllocatedBytes">Bytes of managed memory that were asked for.</param>
/// <param name="GcPause">How long the garbage collector held up all threads.</param>
/// <param name="Collections">Garbage collections of any generation.</param>
/// <param name="FullCollections">Garbage collections of all generations, the costly ones.</param>
internal sealed record ResourceUse(TimeSpan Cpu, long PeakMemory, long AllocatedBytes, TimeSpan GcPause, int Collections, int FullCollections);
