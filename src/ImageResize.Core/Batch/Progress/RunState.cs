namespace ImageResize.Batch.Progress;

/// <summary>How far a run is, in outputs.</summary>
/// <param name="Done">What is done, whatever became of it.</param>
/// <param name="Listed">How many there are, as far as is known.</param>
internal readonly record struct RunState(long Done, long Listed)
{
    /// <summary>Whether <see cref="Listed"/> is all.</summary>
    public bool IsAllListed { get; init; }

    /// <summary>Of what is done, what needed no work.</summary>
    public long Skipped { get; init; }

    /// <summary>Of what is done, what failed.</summary>
    public long Failed { get; init; }

    /// <summary>Bytes of the inputs of what was written, less the outputs'.</summary>
    public long BytesSaved { get; init; }

    /// <summary>The image that a worker has been at for longest; null where none is in hand.</summary>
    public SlowImage? Slowest { get; init; }
}
