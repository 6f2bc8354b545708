using System.Diagnostics;

namespace ImageResize.Metrics;

/// <summary>
/// Times the stages of one image: entering a stage ends the one before, so that no time is counted twice or lost.
/// Belongs to one worker; not thread safe.
/// </summary>
public sealed class StageClock
{
    private StageTimes _times;
    private long _since;

    /// <summary>The stage that is running.</summary>
    public Stage Current { get; private set; }

    /// <summary>The times so far, the running stage's included.</summary>
    public StageTimes Times
    {
        get
        {
            Enter(Current);
            return _times;
        }
    }

    /// <summary>Begins a new image, with the time it had been in the queue before.</summary>
    public void Restart(TimeSpan queued)
    {
        _times = default;
        _times[Stage.Queue] = queued;
        Current = Stage.Queue;
        _since = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends the running stage and begins another.</summary>
    public void Enter(Stage stage)
    {
        long now = Stopwatch.GetTimestamp();
        _times[Current] += Stopwatch.GetElapsedTime(_since, now);
        _since = now;
        Current = stage;
    }

    /// <summary>Counts a part of the running stage as another's: for work that is timed by who does it.</summary>
    public void Attribute(Stage stage, TimeSpan part)
    {
        _times[Current] -= part;
        _times[stage] += part;
    }
}
