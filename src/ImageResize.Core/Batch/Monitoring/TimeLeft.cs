namespace ImageResize.Batch.Monitoring;

/// <summary>
/// How long a run will take yet, as a figure that people can read: it counts down with the clock and moves to what
/// the throughput says by and by, within some five seconds, instead of jumping with each image. Not thread safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class TimeLeft(TimeProvider time)
{
    /// <summary>Before that the rate is that of the start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private double? _shown;

    /// <summary>The time left; null while it cannot be told.</summary>
    /// <param name="remaining">How many images are to be done yet.</param>
    /// <param name="perSecond">How many are done in a second, lately.</param>
    public TimeSpan? Estimate(long remaining, double perSecond)
    {
        long now = time.GetTimestamp();
        if (perSecond <= 0 || time.GetElapsedTime(_start, now) < Patience)
            return null;
        double passed = time.GetElapsedTime(_last, now).TotalSeconds;
        double target = remaining / perSecond;
        double counted = Math.Max(0, _shown - passed ?? target);
        _shown = counted + (target - counted) * (1 - Math.Exp(-passed / Settling.TotalSeconds));
        _last = now;
        return TimeSpan.FromSeconds(Math.Min(_shown.Value, int.MaxValue));
    }
}
