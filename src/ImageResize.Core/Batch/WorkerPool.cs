using System.Diagnostics;
using ImageResize.Batch.Limits;

namespace ImageResize.Batch;

/// <summary>
/// The threads that do the images of a run. They are threads of their own, not the thread pool's: they block in native code
/// for long, and the pool would starve others or grow. There are twice as many of them as images are computed at once:
/// while one waits for the disk (each output is flushed to it), another has its processor (<see cref="ComputeSlots"/>).
/// A watch looks after images that take too long: they are asked to end, and where that does not help they are
/// abandoned (<see cref="ImageJob"/>) and their worker is replaced. Thread safe.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>How often the watch looks.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an image that is asked to end may take for it. With the stop of a run within a second in mind.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    private readonly WorkLimits _limits;
    private readonly BoundedExchange<WorkItem, ImageOutcome> _exchange;
    private readonly Func<ImageProcessor> _newProcessor;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Worker> _workers = [];
    private readonly ITimer _watch;
    private int _started;

    /// <summary>Makes a pool without a thread yet (<see cref="AllowInHand"/>).</summary>
    /// <param name="limits">What bounds the work.</param>
    /// <param name="exchange">Where the work comes from and the outcomes go.</param>
    /// <param name="newProcessor">Makes one worker's processor; called on the worker's thread.</param>
    public WorkerPool(WorkLimits limits, BoundedExchange<WorkItem, ImageOutcome> exchange, Func<ImageProcessor> newProcessor)
    {
        _limits = limits;
        _exchange = exchange;
        _newProcessor = newProcessor;

        // Without a limit nobody is late before the run is stopped.
        TimeSpan first = limits.TimeLimit is null ? Timeout.InfiniteTimeSpan : PollInterval;
        _watch = limits.Time.CreateTimer(_ => LookAfterWorkers(Grace), null, first, PollInterval);
    }

    /// <summary>Lets a number of images be in hand, for which there must be as many threads.</summary>
    /// <param name="inHand">At least 1.</param>
    public void AllowInHand(int inHand)
    {
        StartWorkers(inHand);
        _limits.MostInHand = inHand;
        _exchange.MostBusy = inHand;
    }

    /// <summary>Begins no more images and asks those in hand to end; those that do not within a second are abandoned.</summary>
    public void Cancel()
    {
        _stop.Cancel();
        _exchange.Cancel();
        _watch.Change(PollInterval, PollInterval);
    }

    /// <summary>
    /// Waits for the workers of a canceled pool to end, but not for those that hang: they are abandoned. The outcomes that
    /// were not taken yet stay in the exchange.
    /// </summary>
    public void Dispose()
    {
        long began = Stopwatch.GetTimestamp();
        while (FirstWorker() is { } worker)
        {
            if (worker.Join(PollInterval))
                Forget(worker);
            else if (Stopwatch.GetElapsedTime(began) > Grace)
                LookAfterWorkers(TimeSpan.Zero);
        }

        // The stop is not disposed of: it may be asked for once more from another thread, and holds nothing of the system's.
        _watch.Dispose();
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

    private void Forget(Worker worker)
    {
        lock (_gate)
            _workers.Remove(worker);
    }

    /// <summary>Abandons the images that do not end although they were asked, and puts others in their workers' places.</summary>
    private void LookAfterWorkers(TimeSpan grace)
    {
        Worker[] workers;
        lock (_gate)
            workers = [.. _workers];
        foreach (Worker worker in workers)
        {
            if (worker.Job is not { } job || !job.IsOverdue(grace) || !job.TryAbandon(out ImageOutcome[] lastOutcomes))
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
            var job = new ImageJob(item, _limits, _exchange.PutResult, _stop.Token);
            self.Job = job;
            try
            {
                processor ??= _newProcessor();
                processor.Process(job);
            }
            catch (Exception e)
            {
                // An exception that leaves a thread ends the process; the batch must go on.
                processor?.Dispose();
                processor = null;
                job.PublishFailure(e);
            }

            if (!job.End())
                break; // Another has taken this worker's place.
            _exchange.Finish();
        }

        processor?.Dispose();
    }

    /// <summary>A background thread: a codec that does not end must not keep the process from ending.</summary>
    private sealed class Worker
    {
        private readonly Thread _thread;
        private volatile ImageJob? _job;

        /// <param name="number">From 1, for the thread's name.</param>
        /// <param name="work">What it does.</param>
        public Worker(int number, Action<Worker> work)
        {
            _thread = new Thread(() => work(this)) { IsBackground = true, Name = $"ImageResize worker {number}" };
            _thread.Start();
        }

        /// <summary>The image in hand, the last one where there is none.</summary>
        public ImageJob? Job
        {
            get => _job;
            set => _job = value;
        }

        public bool Join(TimeSpan timeout) => _thread.Join(timeout);
    }
}
