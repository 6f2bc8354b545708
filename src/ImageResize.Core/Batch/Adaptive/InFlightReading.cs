using ImageResize.Batch.Limits;

namespace ImageResize.Batch.Adaptive;

/// <summary>What a run did since the last reading.</summary>
/// <param name="Elapsed">Since the last reading.</param>
/// <param name="Done">Images that ended.</param>
/// <param name="Use">How the processors were used.</param>
internal readonly record struct InFlightReading(TimeSpan Elapsed, long Done, SlotUse Use)
{
    /// <summary>Whether more images wait in the queue than are in hand.</summary>
    public bool HasWork { get; init; }

    /// <summary>Images that wait for memory now.</summary>
    public int WaitingForMemory { get; init; }

    /// <summary>How many images like those so far the memory holds; null where none was looked at yet.</summary>
    public long? FitInMemory { get; init; }
}
