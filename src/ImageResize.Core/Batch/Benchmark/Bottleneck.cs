namespace ImageResize.Batch.Benchmark;

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
