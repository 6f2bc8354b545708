using System.Diagnostics;
using ImageResize.Batch.Adaptive;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Monitoring;

namespace ImageResize.Batch;

/// <summary>
/// One run of a batch as its owner drives it: a bounded queue in, worker threads (<see cref="WorkerPool"/>), and the
/// outcomes on their way back. Whenever there are outcomes they are counted and handed to <c>onOutcome</c> on the owner's
/// own thread, also while <see cref="Add"/> waits for room in the queue.
/// <code>owner ──Add──▶ queue ──▶ workers ──▶ outcomes ──onOutcome──▶ owner</code>
/// Belongs to the owner's thread, but for <see cref="Cancel"/>.
/// </summary>
internal sealed class BatchRun : IDisposable
{
    /// <summary>Items queued for each worker: enough to keep it busy while the owner is away for a moment.</summary>
    private const int QueuedPerWorker = 4;

    /// <summary>Outcomes that may wait for each worker before it pauses: a slow consumer slows the batch, not the memory.</summary>
    private const int OutcomesPerWorker = 16;

    /// <summary>A run of fewer pixels leaves little behind, and the next may have use for it.</summary>
    private const long ManyPixels = 100_000_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly WorkLimits _limits;
    private readonly Action<ImageOutcome> _onOutcome;
    private readonly Action _onTick;
    private readonly Action<ImageOutcome>? _onUndelivered;
    private readonly BoundedExchange<WorkItem, ImageOutcome> _exchange;
    private readonly WorkerPool _pool;
    private readonly InFlightTuner? _tuner;
    private readonly TieringDelay _tieringDelay = new();
    private bool _isCompleted;

    /// <summary>Starts the workers.</summary>
    /// <param name="limits">What bounds the work; disposed of with the run.</param>
    /// <param name="newProcessor">Makes one worker's processor; called on the worker's thread.</param>
    /// <param name="onOutcome">Takes each outcome, on the thread that calls <see cref="Add"/> or <see cref="Finish"/>.</param>
    /// <param name="onTick">Called some times a second while waiting, for a progress display.</param>
    /// <param name="onUndelivered">
    /// Takes the outcomes that the end of a stopped run leaves over, on the thread that calls <see cref="Dispose"/>: what
    /// is done is done, and may have to be noted.
    /// </param>
    public BatchRun(WorkLimits limits, Func<ImageProcessor> newProcessor, Action<ImageOutcome> onOutcome, Action onTick, Action<ImageOutcome>? onUndelivered = null)
    {
        _limits = limits;
        _onOutcome = onOutcome;
        _onTick = onTick;
        _onUndelivered = onUndelivered;
        InFlightController? controller = limits.IsAdaptive ? new InFlightController(limits.Workers) : null;

        // As many may be queued as can be in hand: with fewer it could not be told whether more in hand have work.
        int ahead = controller?.Maximum ?? 0;
        _exchange = new BoundedExchange<WorkItem, ImageOutcome>(limits.Workers * QueuedPerWorker + ahead, limits.Workers * OutcomesPerWorker + ahead);
        _pool = new WorkerPool(limits, _exchange, newProcessor);
        if (controller is null)
            _pool.AllowInHand(limits.MostInHand);
        else
            _tuner = new InFlightTuner(limits, _exchange, controller, _pool.AllowInHand);
    }

    /// <summary>What was done so far.</summary>
    public BatchCounters Counters { get; } = new();

    /// <summary>How many images are done at once.</summary>
    public int Workers => _limits.Workers;

    /// <summary>The image that a worker has been at for longest; null where none has begun.</summary>
    public SlowImage? Slowest => _limits.Active.Slowest;

    /// <summary>How many images were in hand at once, at most.</summary>
    public int PeakInHand => _exchange.PeakBusy;

    /// <summary>Whether <see cref="Add"/> would not wait.</summary>
    public bool HasRoom => _exchange.HasRoom;

    /// <summary>Takes what was changed in the number of images in hand and why, in words; false where there is no more.</summary>
    public bool TryTakeChange(out string change)
    {
        change = string.Empty;
        return _tuner?.TryTakeChange(out change) == true;
    }

    /// <summary>Queues an item; waits for room while handing out what is ready.</summary>
    /// <exception cref="InvalidOperationException">The run is finished or canceled.</exception>
    public void Add(WorkItem item)
    {
        item.QueuedAt = Stopwatch.GetTimestamp();
        while (!_exchange.TryPut(item))
        {
            Wait();
            item.QueuedAt = Stopwatch.GetTimestamp();
        }

        HandOut();
    }

    /// <summary>Hands out what is ready.</summary>
    public void HandOut()
    {
        while (_exchange.TryTakeResult(out ImageOutcome outcome))
            Report(outcome);
        _onTick();
    }

    /// <summary>Waits for a moment, or until something is ready or there is room, and hands out what is ready.</summary>
    public void Wait()
    {
        _exchange.WaitForChange(forRoom: !_isCompleted, Tick);
        HandOut();
    }

    /// <summary>Whether nothing is queued, in hand or waits to be handed out.</summary>
    public bool IsIdle => _exchange.IsIdle;

    /// <summary>There is nothing to add for the moment: waits until something is ready, or for a moment, and hands out what is ready.</summary>
    /// <param name="stop">Ends the wait.</param>
    public void Rest(CancellationToken stop)
    {
        if (_exchange.IsIdle)
            stop.WaitHandle.WaitOne(Tick);
        else
            _exchange.WaitForChange(forRoom: false, Tick);
        HandOut();
    }

    /// <summary>Counts and hands out an outcome that needed no worker.</summary>
    public void Report(ImageOutcome outcome)
    {
        Count(outcome);
        _onOutcome(outcome);
        _onTick();
    }

    /// <summary>Nothing more will be added: waits until all is done, handing out the outcomes.</summary>
    public void Finish()
    {
        _isCompleted = true;
        _exchange.Complete();
        while (!_exchange.IsIdle)
            Wait();

        Counters.Stop();
    }

    /// <summary>
    /// Begins no more images and asks those in hand to end; those that do not within a second are abandoned. May be
    /// called from any thread.
    /// </summary>
    public void Cancel() => _pool.Cancel();

    /// <summary>Cancels what is not done and waits for the workers to end, a second at most.</summary>
    public void Dispose()
    {
        _pool.Cancel();
        _tieringDelay.Dispose();
        _tuner?.Dispose();
        _pool.Dispose();
        _limits.Dispose();
        while (_exchange.TryTakeResult(out ImageOutcome outcome))
        {
            Count(outcome);
            _onUndelivered?.Invoke(outcome);
        }

        // Off the owner's thread, which need not wait for it.
        if (Counters.PixelsRead > ManyPixels)
            ThreadPool.UnsafeQueueUserWorkItem(static _ => FreedMemory.GiveBack(), null);
    }

    private void Count(ImageOutcome outcome)
    {
        TieringDelay.CountImage();
        Counters.Add(outcome);
        RunMeter.Record(outcome);
    }
}
