namespace ImageResize.Pixels;

/// <summary>Lends processors that have nothing to do, so that one large image need not wait for a single one. Thread safe.</summary>
internal interface IIdleProcessors
{
    /// <summary>Takes a processor that idles, and memory beside that of the image; null where either is not to be had at once.</summary>
    /// <param name="bytes">The memory that the work on it will take at most, in bytes.</param>
    IIdleProcessor? TryTake(long bytes);
}

/// <summary>
/// A processor that was lent, and memory, both until it is disposed of. The work on it is done in parts of a few milliseconds, so
/// that it can be given back soon. Thread safe.
/// </summary>
internal interface IIdleProcessor : IDisposable
{
    /// <summary>Whether somebody else waits for a processor: it is to be given back after the part in hand.</summary>
    bool IsWanted { get; }

    /// <summary>Gives back the processor, and keeps the memory. Called by the thread that worked on it, as its last act.</summary>
    void GiveBack();
}
