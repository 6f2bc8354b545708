namespace ImageResize.Batch.Monitoring;

/// <summary>
/// When a progress record may be shown: at most five in any second, since each costs the host more than an image may,
/// those that take the display away included, and no two within a fifth of a second. Not thread safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RecordBudget(TimeProvider time)
{
    /// <summary>Records in any second.</summary>
    public const int PerSecond = 5;

    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1.0 / PerSecond);

    private readonly Queue<long> _lastSecond = new(PerSecond + 1);
    private long _last = time.GetTimestamp();

    /// <summary>Whether a record may be shown now.</summary>
    /// <param name="reserve">How many records may have to follow at once, to take the display away.</param>
    public bool Allows(int reserve)
    {
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) < Gap)
            return false;
        while (_lastSecond.TryPeek(out long oldest) && time.GetElapsedTime(oldest, now) >= TimeSpan.FromSeconds(1))
            _lastSecond.Dequeue();
        return _lastSecond.Count + 1 + reserve <= PerSecond;
    }

    /// <summary>A record is shown.</summary>
    public void Take() => _lastSecond.Enqueue(_last = time.GetTimestamp());
}
