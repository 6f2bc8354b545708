namespace ImageResize.Batch;

/// <summary>
/// Where one producer hands work to many workers and takes their results back, both ways bounded. The producer
/// never sleeps while results wait for it: <see cref="TryPut"/> refuses when the queue is full, and
/// <see cref="WaitForChange"/> wakes for a result as well as for room. So neither side can wait for the other in
/// a circle: a worker that waits to hand over its result knows that the producer takes it, whatever it is doing.
/// One lock guards both queues; at some microseconds an item it costs nothing beside an image. Thread safe.
/// </summary>
/// <typeparam name="TWork">What goes in.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
internal sealed class BoundedExchange<TWork, TResult>(int workCapacity, int resultCapacity)
{
    private readonly object _gate = new();
    private readonly Queue<TWork> _work = new(workCapacity);
    private readonly Queue<TResult> _results = new(resultCapacity);
    private bool _completed;
    private bool _canceled;
    private int _busy;
    private int _mostBusy = int.MaxValue;

    /// <summary>Work that was put and whose results were not all handed over yet, or wait to be taken.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _work.Count == 0 && _busy == 0 && _results.Count == 0;
        }
    }

    /// <summary>How many works may be in hand at once; more workers than that wait, also while there is work. Can be changed at any time.</summary>
    public int MostBusy
    {
        get
        {
            lock (_gate)
                return _mostBusy;
        }

        set
        {
            lock (_gate)
            {
                _mostBusy = value;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>The most works that were in hand at once.</summary>
    public int PeakBusy { get; private set; }

    /// <summary>How many works were finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Whether work waits in the queue.</summary>
    public bool HasWork
    {
        get
        {
            lock (_gate)
                return _work.Count > 0;
        }
    }

    /// <summary>Whether the queue would take work now. Only the producer puts work, so what it reads here holds for it.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return _work.Count < workCapacity;
        }
    }

    /// <summary>Puts work in the queue; false while it is full.</summary>
    public bool TryPut(TWork work)
    {
        lock (_gate)
        {
            if (_completed || _canceled)
                throw new InvalidOperationException("The exchange takes no more work.");
            if (_work.Count >= workCapacity)
                return false;
            _work.Enqueue(work);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Takes a result; false while there is none.</summary>
    public bool TryTakeResult(out TResult result)
    {
        lock (_gate)
        {
            if (!_results.TryDequeue(out result!))
                return false;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>The producer waits until a result is there, the queue has room, all is done, or time is up.</summary>
    /// <param name="forRoom">Whether room in the queue ends the wait.</param>
    /// <param name="timeout">The longest wait.</param>
    public void WaitForChange(bool forRoom, TimeSpan timeout)
    {
        lock (_gate)
        {
            if (_results.Count == 0 && !(forRoom && _work.Count < workCapacity) && (_busy > 0 || _work.Count > 0))
                Monitor.Wait(_gate, timeout);
        }
    }

    /// <summary>A worker takes work, waiting for it; false when there will be none.</summary>
    public bool TryTakeWork(out TWork work)
    {
        lock (_gate)
        {
            while (true)
            {
                if (_canceled)
                    break;
                if (_busy < _mostBusy && _work.TryDequeue(out work!))
                {
                    _busy++;
                    PeakBusy = Math.Max(PeakBusy, _busy);
                    Monitor.PulseAll(_gate);
                    return true;
                }

                if (_completed && _work.Count == 0)
                    break;
                Monitor.Wait(_gate);
            }

            work = default!;
            return false;
        }
    }

    /// <summary>A worker hands over a result, waiting for room; dropped once the exchange is canceled.</summary>
    public void PutResult(TResult result)
    {
        lock (_gate)
        {
            while (_results.Count >= resultCapacity && !_canceled)
                Monitor.Wait(_gate);
            if (_canceled && _results.Count >= resultCapacity)
                return;
            _results.Enqueue(result);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A worker has handed over all results of the work it took.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _busy--;
            Finished++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Ends work in place of its worker, who will not: hands over its last results without waiting for room, since the
    /// one who calls must not be held up.
    /// </summary>
    public void Settle(IEnumerable<TResult> results)
    {
        lock (_gate)
        {
            foreach (TResult result in results)
                _results.Enqueue(result);
            _busy--;
            Finished++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more work will be put; what is queued is done.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more work is begun; what is queued is forgotten, and nobody waits any longer.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _canceled = true;
            _work.Clear();
            Monitor.PulseAll(_gate);
        }
    }
}
