namespace ImageResize.Batch.Limits;

/// <summary>
/// Admits images to the work by the memory they are expected to take, first come, first served: a large image is not
/// overtaken for ever by small ones. An image larger than the whole budget waits until it is alone. What an abandoned
/// image holds stays counted until its codec lets go; but one image is always admitted beside abandoned ones, which
/// may hang for ever, and the batch must go on. Thread safe.
/// </summary>
/// <param name="total">Bytes, at least 1.</param>
/// <param name="relieve">Is called by who must wait, before he does: gives freed memory back to the system. Null for nothing.</param>
internal sealed class MemoryBudget(long total, Action? relieve = null)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private long _used;
    private long _abandoned;
    private long _asked;
    private long _asks;

    /// <summary>Bytes to be had in all.</summary>
    public long Total => total;

    /// <summary>Bytes admitted at this moment, those of abandoned images left out.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Bytes that abandoned images still hold.</summary>
    public long Abandoned
    {
        get
        {
            lock (_gate)
                return _abandoned;
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
            if (_waiting.Count == 0 && Fits(share))
            {
                _used += share;
                return new Admission(this, share);
            }

            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        relieve?.Invoke();
        WaitFor(turn, share, cancellation);
        return new Admission(this, share);
    }

    /// <summary>Takes memory that is free and that nobody waits for; null where there is not so much. Unlike an image, it is never admitted beyond the budget.</summary>
    public Admission? TryEnter(long bytes)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || _used + _abandoned + bytes > total)
                return null;
            _used += bytes;
            return new Admission(this, bytes);
        }
    }

    private void WaitFor(LinkedListNode<TaskCompletionSource> turn, long share, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_waiting.First == turn && Fits(share))
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

    private bool Fits(long share) => _used == 0 || _used + _abandoned + share <= total;

    /// <summary>A share of the budget, until it is disposed of. Thread safe.</summary>
    public sealed class Admission : IDisposable
    {
        private readonly MemoryBudget _budget;
        private long _share;
        private bool _isAbandoned;

        internal Admission(MemoryBudget budget, long share)
        {
            _budget = budget;
            _share = share;
        }

        /// <summary>The image will not end soon: its share no longer keeps out the one image that always may work.</summary>
        public void Abandon()
        {
            lock (_budget._gate)
            {
                if (_isAbandoned || _share == 0)
                    return;
                _isAbandoned = true;
                _budget._used -= _share;
                _budget._abandoned += _share;
                _budget._waiting.First?.Value.TrySetResult();
            }
        }

        /// <summary>Gives the share back.</summary>
        public void Dispose()
        {
            lock (_budget._gate)
            {
                if (_isAbandoned)
                    _budget._abandoned -= _share;
                else
                    _budget._used -= _share;
                _share = 0;
                _budget._waiting.First?.Value.TrySetResult();
            }
        }
    }
}
