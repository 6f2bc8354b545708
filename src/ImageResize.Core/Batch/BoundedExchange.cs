using System.Diagnostics;

namespace ImageResize.Batch;

/// <summary>
/// Where one producer hands work to many workers and takes their results back, both ways bounded. The producer
/// never sleeps while results wait for it: <see cref="TryPut"/> refuses when the queue is full, and
/// <see cref="WaitForChange"/> wakes for a result as well as for room. So neither side can wait for the other in
/// a circle: a worker that waits to hand over its result knows that the producer takes it, whatever it is doing.
/// One lock guards both queues. Waking a thread costs more than small images do, so nobody is woken who has nothing to
/// do, and where results come fast the producer takes several at a time. Thread safe.
/// </summary>
/// <typeparam name="TWork">What goes in.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
internal sealed class BoundedExchange<TWork, TResult>(int workCapacity, int resultCapacity)
{
    /// <summary>A producer that was woken less than this ago waits for more than one result, but never longer than this.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(2);

    private readonly object _gate = new();
    private readonly Queue<TWork> _work = new(workCapacity);
    private readonly Queue<TResult> _results = new(resultCapacity);
    private bool _completed;
    private bool _canceled;
    private int _busy;
    private int _mostBusy = int.MaxValue;
    private int _idleWorkers;
    private int _heldUpWorkers;
    private ProducerWait _producer;
    private bool _producerWantsRoom;
    private long _wokenAt;

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
            if (_idleWorkers > 0)
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
            if (_heldUpWorkers > 0)
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
            bool HasSomething() => _results.Count > 0 || (forRoom && _work.Count < workCapacity) || (_busy == 0 && _work.Count == 0);
            if (HasSomething())
                return;
            bool isFast = timeout > Breath && Stopwatch.GetElapsedTime(_wokenAt) < Breath;
            _producer = isFast ? ProducerWait.ForSeveral : ProducerWait.ForAnything;
            _producerWantsRoom = forRoom;
            Monitor.Wait(_gate, isFast ? Breath : timeout);
            _producer = ProducerWait.None;

            // Where nothing came of a short wait, things are slow: the next thing that happens is told at once.
            _wokenAt = HasSomething() ? Stopwatch.GetTimestamp() : 0;
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
                    bool isLast = _completed && _work.Count == 0;
                    bool isRoomEnough = _producer == ProducerWait.ForAnything || (_producer == ProducerWait.ForSeveral && _work.Count <= workCapacity / 2);
                    if (isLast || (_producerWantsRoom && isRoomEnough))
                        Monitor.PulseAll(_gate);
                    return true;
                }

                if (_completed && _work.Count == 0)
                    break;
                _idleWorkers++;
                Monitor.Wait(_gate);
                _idleWorkers--;
            }

            work = default!;
            return false;
        }
    }

    /// <summary>
    /// A worker hands over a result, waiting for room; once the exchange is canceled it waits no longer, and goes beyond
    /// it: what is done is done, and may have to be noted.
    /// </summary>
    public void PutResult(TResult result)
    {
        lock (_gate)
        {
            while (_results.Count >= resultCapacity && !_canceled)
            {
                _heldUpWorkers++;
                Monitor.Wait(_gate);
                _heldUpWorkers--;
            }

            _results.Enqueue(result);
            if (_producer == ProducerWait.ForAnything || (_producer == ProducerWait.ForSeveral && _results.Count >= resultCapacity / 2))
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
            if ((_idleWorkers > 0 && _work.Count > 0) || (_busy == 0 && _work.Count == 0))
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

    /// <summary>What a waiting producer is to be woken for.</summary>
    private enum ProducerWait
    {
        None,

        /// <summary>A result, or room for work.</summary>
        ForAnything,

        /// <summary>Half a queue of results, or half a queue of room.</summary>
        ForSeveral,
    }
}
