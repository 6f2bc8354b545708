namespace ImageResize;

/// <summary>
/// The stages of an image: first those in which it waits, then those in which something is done. An image waits in
/// several places, so the waits are not in the order of time; <see cref="StageTimes.Wait"/> is all of them.
/// </summary>
internal enum Stage
{
    /// <summary>Waiting in the queue until a worker takes it.</summary>
    Queue,

    /// <summary>Waiting for its turn under a rate limit.</summary>
    Rate,

    /// <summary>Waiting until the images in hand leave it the memory.</summary>
    Memory,

    /// <summary>Waiting for a processor (<see cref="Batch.Limits.ComputeSlots"/>).</summary>
    Processor,

    /// <summary>Reading the file.</summary>
    Read,

    /// <summary>Decoding and scaling.</summary>
    Scale,

    /// <summary>Encoding.</summary>
    Encode,

    /// <summary>Writing the file.</summary>
    Write,
}
