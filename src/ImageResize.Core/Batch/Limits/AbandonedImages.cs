namespace ImageResize.Batch.Limits;

/// <summary>
/// Counts the images that were abandoned and whose codecs are still at work: each takes a thread, a processor and its
/// memory until it ends. While there are too many, no image begins, so that files which all hang cannot pile up
/// without end. Thread safe.
/// </summary>
/// <param name="limit">How many may be at work while others begin, at least 1.</param>
internal sealed class AbandonedImages(int limit)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private int _count;

    /// <summary>How many are at work now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>One more was abandoned.</summary>
    public void Add()
    {
        lock (_gate)
            _count++;
    }

    /// <summary>One has ended.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            _count--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until few enough are at work; false where that took longer than <paramref name="patience"/>.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public bool WaitForRoom(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        lock (_gate)
        {
            while (_count >= limit)
            {
                cancellation.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(began) > patience)
                    return false;
                Monitor.Wait(_gate, PollInterval);
            }
        }

        return true;
    }
}
