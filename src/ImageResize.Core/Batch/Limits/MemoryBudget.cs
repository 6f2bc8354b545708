namespace ImageResize.Batch.Limits;

/// <summary>
/// Admits images to the work by the memory they are expected to take, first come, first served: a large image is not
/// overtaken for ever by small ones. An image larger than the whole budget waits until it is alone. Thread safe.
/// </summary>
/// <param name="total">Bytes, at least 1.</param>
public sealed class MemoryBudget(long total)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private long _used;
    private long _asked;
    private long _asks;

    /// <summary>Bytes to be had in all.</summary>
    public long Total => total;

    /// <summary>Bytes admitted at this moment.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>How many images wait for admission.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>How many images of the average size so far the budget holds, at least 1; null where none was asked for.</summary>
    public long? Fit
    {
        get
        {
            lock (_gate)
                return _asks == 0 ? null : Math.Max(1, (long)((double)total / _asked * _asks));
        }
    }

    /// <summary>Half of the memory that this process may use; heeds the limits of containers.</summary>
    public static long Default => Math.Max(64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>Waits until there is room; to be given back by disposing of the result.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public Admission Enter(long bytes, CancellationToken cancellation)
    {
        long share = Math.Clamp(bytes, 1, total);
        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            _asked += share;
            _asks++;
            if (_waiting.Count == 0 && _used + share <= total)
            {
                _used += share;
                return new Admission(this, share);
            }

            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        WaitFor(turn, share, cancellation);
        return new Admission(this, share);
    }

    private void WaitFor(LinkedListNode<TaskCompletionSource> turn, long share, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_waiting.First == turn && _used + share <= total)
                    {
                        _used += share;
                        return;
                    }

                    if (turn.Value.Task.IsCompleted)
                        turn.Value = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                turn.Value.Task.Wait(cancellation);
            }
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(turn);
                _waiting.First?.Value.TrySetResult();
            }
        }
    }

    private void Leave(long share)
    {
        lock (_gate)
        {
            _used -= share;
            _waiting.First?.Value.TrySetResult();
        }
    }

    /// <summary>A share of the budget, until it is disposed of.</summary>
    /// <param name="budget">Where it comes from.</param>
    /// <param name="share">Bytes.</param>
    public readonly struct Admission(MemoryBudget budget, long share) : IDisposable
    {
        /// <summary>Gives the share back.</summary>
        public void Dispose() => budget?.Leave(share);
    }
}
