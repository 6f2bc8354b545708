using System.Diagnostics;
using ImageResize.Batch.Adaptive;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Progress;

namespace ImageResize.Batch;

/// <summary>
/// Many images at once: a bounded queue, worker threads, and the outcomes on their way back. The owner's thread puts
/// items in and takes outcomes out; it alone calls the public members. Workers are threads of their own, not the
/// pool's: they block in native code for long, and the pool would starve others or grow.
/// There are twice as many of them as images are computed at once: while one waits for the disk (each output is
/// flushed to it), another has its processor (<see cref="Limits.ComputeSlots"/>).
/// <code>owner ──TryAdd──▶ queue ──▶ workers ──▶ outcomes ──TryTake──▶ owner</code>
/// A watch looks after images that take too long: they are asked to end, and where that does not help they are
/// abandoned (<see cref="ImageInHand"/>) and their worker is replaced.
/// </summary>
internal sealed class BatchEngine : IDisposable
{
    /// <summary>Items queued for each worker: enough to keep it busy while the owner is away for a moment.</summary>
    private const int QueuedPerWorker = 4;

    /// <summary>Outcomes that may wait for each worker before it pauses: a slow consumer slows the batch, not the memory.</summary>
    private const int OutcomesPerWorker = 16;

    /// <summary>How often the watch looks.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an image that is asked to end may take for it. With the stop of a run within a second in mind.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    private readonly BoundedExchange<WorkItem, ImageOutcome> _exchange;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Worker> _workers = [];
    private readonly ITimer _watch;
    private readonly InFlightTuner? _tuner;
    private readonly Func<ImageProcessor> _newProcessor;
    private readonly WorkLimits _limits;
    private int _started;
    private bool _completed;

    /// <summary>Starts the workers.</summary>
    /// <param name="limits">What bounds the work; disposed of with the engine.</param>
    /// <param name="newProcessor">Makes one worker's processor; called on the worker's thread.</param>
    public BatchEngine(WorkLimits limits, Func<ImageProcessor> newProcessor)
    {
        _newProcessor = newProcessor;
        _limits = limits;
        Workers = limits.Workers;
        InFlightController? controller = limits.IsAdaptive ? new InFlightController(Workers) : null;

        // As many may be queued as can be in hand: with fewer it could not be told whether more in hand have work.
        int ahead = controller?.Maximum ?? 0;
        _exchange = new BoundedExchange<WorkItem, ImageOutcome>(Workers * QueuedPerWorker + ahead, Workers * OutcomesPerWorker + ahead);
        if (controller is null)
            AllowInHand(limits.MostInHand);
        else
            _tuner = new InFlightTuner(limits, _exchange, controller, AllowInHand);

        // Without a limit nobody is late before the run is stopped.
        TimeSpan first = limits.TimeLimit is null ? Timeout.InfiniteTimeSpan : Look;
        _watch = limits.Time.CreateTimer(_ => LookAfterWorkers(Grace), null, first, Look);
    }

    /// <summary>How many images are done at once.</summary>
    public int Workers { get; }

    /// <summary>The image that a worker has been at for longest; null where none has begun.</summary>
    public SlowImage? Slowest => _limits.InHand.Slowest;

    /// <summary>How many images were in hand at once, at most.</summary>
    public int PeakInHand => _exchange.PeakBusy;

    /// <summary>Takes what was changed in the number of images in hand and why, in words; false where there is no more.</summary>
    public bool TryTakeChange(out string change)
    {
        change = string.Empty;
        return _tuner?.TryTakeChange(out change) == true;
    }

    /// <summary>Whether all that was put in is done and taken out.</summary>
    public bool IsIdle => _exchange.IsIdle;

    /// <summary>Whether <see cref="TryAdd"/> would succeed now.</summary>
    public bool HasRoom => _exchange.HasRoom;

    /// <summary>Puts an item in the queue; false while it is full. Then take outcomes, or wait.</summary>
    public bool TryAdd(WorkItem item)
    {
        item.QueuedAt = Stopwatch.GetTimestamp();
        return _exchange.TryPut(item);
    }

    /// <summary>Takes an outcome; false while there is none.</summary>
    public bool TryTake(out ImageOutcome outcome) => _exchange.TryTakeResult(out outcome);

    /// <summary>Waits until there is an outcome, room in the queue, nothing left to do, or time is up.</summary>
    public void Wait(TimeSpan timeout) => _exchange.WaitForChange(forRoom: !_completed, timeout);

    /// <summary>Nothing more will be added; what is queued will be done.</summary>
    public void Complete()
    {
        _completed = true;
        _exchange.Complete();
    }

    /// <summary>
    /// Begins no more images and asks those in hand to end; those that do not within a second are abandoned. May be
    /// called from any thread.
    /// </summary>
    public void Cancel()
    {
        _stop.Cancel();
        _exchange.Cancel();
        _watch.Change(Look, Look);
    }

    /// <summary>
    /// Cancels what is not done and waits for the workers to end, but not for those that hang: they are abandoned. The
    /// outcomes that were not taken yet stay.
    /// </summary>
    public void Dispose()
    {
        Cancel();
        _tuner?.Dispose();
        long began = Stopwatch.GetTimestamp();
        while (FirstWorker() is { } worker)
        {
            if (worker.Join(Look))
                Forget(worker);
            else if (Stopwatch.GetElapsedTime(began) > Grace)
                LookAfterWorkers(TimeSpan.Zero);
        }

        // The stop is not disposed of: it may be asked for once more from another thread, and holds nothing of the system's.
        _watch.Dispose();
        _limits.Dispose();
    }

    /// <summary>Lets a number of images be in hand, for which there must be as many threads.</summary>
    private void AllowInHand(int inHand)
    {
        StartWorkers(inHand);
        _limits.MostInHand = inHand;
        _exchange.MostBusy = inHand;
    }

    /// <summary>Starts the threads that are missing to a number of them.</summary>
    private void StartWorkers(int count)
    {
        lock (_gate)
        {
            while (_workers.Count < count && !_stop.IsCancellationRequested)
                _workers.Add(new Worker(++_started, Work));
        }
    }

    private Worker? FirstWorker()
    {
        lock (_gate)
            return _workers.FirstOrDefault();
    }

    private bool Forget(Worker worker)
    {
        lock (_gate)
            return _workers.Remove(worker);
    }

    /// <summary>Abandons the images that do not end although they were asked, and puts others in their workers' places.</summary>
    private void LookAfterWorkers(TimeSpan grace)
    {
        Worker[] workers;
        lock (_gate)
            workers = [.. _workers];
        foreach (Worker worker in workers)
        {
            if (worker.InHand is not { } image || !image.IsOverdue(grace) || !image.TryAbandon(out ImageOutcome[] lastOutcomes))
                continue;

            // The outcomes first: whoever waits for the last worker takes what there is, and closes the log and the journal.
            _exchange.Settle(lastOutcomes);
            Forget(worker);
            StartWorkers(_limits.MostInHand);
        }
    }

    private void Work(Worker self)
    {
        ImageProcessor? processor = null;
        while (_exchange.TryTakeWork(out WorkItem item))
        {
            var image = new ImageInHand(item, _limits, _exchange.PutResult, _stop.Token);
            self.InHand = image;
            try
            {
                processor ??= _newProcessor();
                processor.Process(image);
            }
            catch (Exception e)
            {
                // An exception that leaves a thread ends the process; the batch must go on.
                processor?.Dispose();
                processor = null;
                image.PublishFailure(e);
            }

            if (!image.End())
                break; // Another has taken this worker's place.
            _exchange.Finish();
        }

        processor?.Dispose();
    }
}
