namespace ImageResize;

/// <summary>
/// Times the stages of one image: entering a stage ends the one before, so that no time is counted twice or lost.
/// One worker enters the stages; any thread may read.
/// </summary>
internal sealed class StageClock
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private StageTimes _times;
    private TimeSpan _worked;
    private Stage _current = Stage.Queue;
    private long _since;

    /// <summary>Begins in the queue.</summary>
    /// <param name="queued">The time that the image had been in the queue before.</param>
    /// <param name="time">What the time is told by; null for the system's clock.</param>
    public StageClock(TimeSpan queued = default, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _times[Stage.Queue] = queued;
        _since = _time.GetTimestamp();
    }

    /// <summary>The stage that is running.</summary>
    public Stage Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    /// <summary>The time of all stages but the waiting, up to now and whatever was split off.</summary>
    public TimeSpan Worked
    {
        get
        {
            lock (_gate)
                return IsWaiting ? _worked : _worked + _time.GetElapsedTime(_since);
        }
    }

    /// <summary>Ends the running stage and begins another.</summary>
    public void Enter(Stage stage)
    {
        lock (_gate)
            Change(stage);
    }

    /// <summary>The times since the last split, the running stage's included; what follows is waiting in a queue, and is counted anew.</summary>
    public StageTimes Split()
    {
        lock (_gate)
        {
            Change(Stage.Queue);
            StageTimes times = _times;
            _times = default;
            return times;
        }
    }

    private bool IsWaiting => _current < Stage.Read;

    private void Change(Stage stage)
    {
        long now = _time.GetTimestamp();
        TimeSpan elapsed = _time.GetElapsedTime(_since, now);
        _times[_current] += elapsed;
        if (!IsWaiting)
            _worked += elapsed;
        _since = now;
        _current = stage;
    }

    /// <summary>Counts a part of the running stage as another's: for work that is timed by who does it.</summary>
    public void Attribute(Stage stage, TimeSpan part)
    {
        lock (_gate)
        {
            _times[_current] -= part;
            _times[stage] += part;
        }
    }
}
