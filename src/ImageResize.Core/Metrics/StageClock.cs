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

    /// <summary>Begins a new image, with the time it had waited before.</summary>
    public void Restart(TimeSpan waited)
    {
        _times = default;
        _times[Stage.Wait] = waited;
        Current = Stage.Read;
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
}
