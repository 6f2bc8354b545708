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
/// </summary>
public sealed class BatchEngine : IDisposable
{
    /// <summary>Items queued for each worker: enough to keep it busy while the owner is away for a moment.</summary>
    private const int QueuedPerWorker = 4;

    /// <summary>Outcomes that may wait for each worker before it pauses: a slow consumer slows the batch, not the memory.</summary>
    private const int OutcomesPerWorker = 16;

    private readonly BoundedExchange<WorkItem, ImageOutcome> _exchange;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _workers = [];
    private readonly InFlightTuner? _tuner;
    private readonly Func<WorkLimits, ImageProcessor> _newProcessor;
    private readonly WorkLimits _limits;
    private bool _completed;

    /// <summary>Starts the workers.</summary>
    /// <param name="limits">How many images at once, how fast, in how much memory; disposed of with the engine.</param>
    /// <param name="newProcessor">Makes one worker's processor; called on the worker's thread.</param>
    public BatchEngine(WorkLimits limits, Func<WorkLimits, ImageProcessor> newProcessor)
    {
        int workers = limits.Workers;
        _newProcessor = newProcessor;
        InFlightController? controller = limits.IsAdaptive ? new InFlightController(workers) : null;

        // As many may be queued as can be in hand: with fewer it could not be told whether more in hand have work.
        int ahead = controller?.Maximum ?? 0;
        _exchange = new BoundedExchange<WorkItem, ImageOutcome>(workers * QueuedPerWorker + ahead, workers * OutcomesPerWorker + ahead);
        Workers = workers;
        _limits = limits;
        if (controller is null)
            StartWorkers(limits.MostInHand);
        else
            _tuner = new InFlightTuner(limits, _exchange, controller, StartWorkers);
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

    /// <summary>Begins no more images and asks those in hand to end. May be called from any thread.</summary>
    public void Cancel()
    {
        _stop.Cancel();
        _exchange.Cancel();
    }

    /// <summary>Cancels what is not done and waits for the workers to end.</summary>
    public void Dispose()
    {
        Cancel();
        _tuner?.Dispose();
        foreach (Thread worker in StartedWorkers())
            worker.Join();
        _stop.Dispose();
        _limits.Dispose();
    }

    /// <summary>Lets a number of images be in hand, for which there must be as many threads.</summary>
    private void StartWorkers(int inHand)
    {
        lock (_workers)
        {
            while (_workers.Count < inHand && !_stop.IsCancellationRequested)
            {
                var worker = new Thread(Work) { IsBackground = true, Name = $"ImageResize worker {_workers.Count + 1}" };
                _workers.Add(worker);
                worker.Start();
            }
        }

        _limits.MostInHand = inHand;
        _exchange.MostBusy = inHand;
    }

    private Thread[] StartedWorkers()
    {
        lock (_workers)
            return [.. _workers];
    }

    private void Work()
    {
        ImageProcessor? processor = null;
        while (_exchange.TryTakeWork(out WorkItem item))
        {
            try
            {
                processor ??= _newProcessor(_limits);
                processor.Process(item, _exchange.PutResult, _stop.Token);
            }
            catch (Exception e)
            {
                // An exception that leaves a thread ends the process; the batch must go on.
                processor?.Dispose();
                processor = null;
                _exchange.PutResult(ImageOutcome.Failure(item.SourcePath, null, Imaging.ImageErrorId.InternalError, $"A fault in ImageResize ({e.GetType().Name}: {e.Message}). Please report it with the file.", e));
            }
            finally
            {
                _exchange.Finish();
            }
        }

        processor?.Dispose();
    }
}
