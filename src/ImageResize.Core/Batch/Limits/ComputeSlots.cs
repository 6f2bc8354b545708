namespace ImageResize.Batch.Limits;

/// <summary>
/// Limits how many images are decoded and encoded at once to the throttle limit, while more threads than that read
/// and write. Thread safe.
/// </summary>
/// <param name="count">How many, at least 1.</param>
/// <param name="time">What the time is told by; null for the system's clock.</param>
internal sealed class ComputeSlots(int count, TimeProvider? time = null) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private SlotUse _use;
    private long _since;
    private int _busy;
    private int _waiting;

    /// <summary>How many there are.</summary>
    public int Count => count;

    /// <summary>How they were used since they were first entered.</summary>
    public SlotUse Use
    {
        get
        {
            lock (_gate)
            {
                Change(0, 0);
                return _use;
            }
        }
    }

    /// <summary>Waits for a slot.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Enter(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_free.Wait(0, CancellationToken.None))
            WaitInLine(cancellation);
        lock (_gate)
            Change(1, 0);
    }

    /// <summary>Whether somebody waits for a slot.</summary>
    public bool AreWanted
    {
        get
        {
            lock (_gate)
                return _waiting > 0;
        }
    }

    /// <summary>Takes a slot that nobody waits for; false where there is none.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_waiting > 0 || !_free.Wait(0, CancellationToken.None))
                return false;
            Change(1, 0);
            return true;
        }
    }

    /// <summary>Gives the slot back.</summary>
    public void Leave()
    {
        lock (_gate)
            Change(-1, 0);
        _free.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private void WaitInLine(CancellationToken cancellation)
    {
        lock (_gate)
            Change(0, 1);
        try
        {
            _free.Wait(cancellation);
        }
        finally
        {
            lock (_gate)
                Change(0, -1);
        }
    }

    private void Change(int busy, int waiting)
    {
        long now = _time.GetTimestamp();
        if (_since != 0)
        {
            TimeSpan elapsed = _time.GetElapsedTime(_since, now);
            _use = new SlotUse(_use.Busy + elapsed * _busy, _use.Waiting + elapsed * _waiting);
        }

        _since = now;
        _busy += busy;
        _waiting += waiting;
    }
}

/// <summary>How the processors were used, as sums over time: a slot that was taken for a second adds a second.</summary>
/// <param name="Busy">Slots that were taken.</param>
/// <param name="Waiting">Images that waited for one.</param>
internal readonly record struct SlotUse(TimeSpan Busy, TimeSpan Waiting)
{
    /// <summary>What was added since.</summary>
    public static SlotUse operator -(SlotUse later, SlotUse earlier) => new(later.Busy - earlier.Busy, later.Waiting - earlier.Waiting);
}
