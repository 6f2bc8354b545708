using ImageResize.Batch.Progress;

namespace ImageResize.Batch;

/// <summary>
/// One run of a batch as its owner drives it: items go in, and whenever there are outcomes they are counted and
/// handed to <c>onOutcome</c> on the owner's own thread, also while <see cref="Add"/> waits for room in the queue.
/// </summary>
/// <param name="engine">The workers; disposed of with the run.</param>
/// <param name="onOutcome">Takes each outcome, on the thread that calls <see cref="Add"/> or <see cref="Finish"/>.</param>
/// <param name="onTick">Called some times a second while waiting, for a progress display.</param>
/// <param name="onUndelivered">
/// Takes the outcomes that the end of a stopped run leaves over, on the thread that calls <see cref="Dispose"/>: what
/// is done is done, and may have to be noted.
/// </param>
internal sealed class BatchRun(BatchEngine engine, Action<ImageOutcome> onOutcome, Action onTick, Action<ImageOutcome>? onUndelivered = null) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>What was done so far.</summary>
    public BatchCounters Counters { get; } = new();

    /// <summary>How many images are done at once.</summary>
    public int Workers => engine.Workers;

    /// <summary>The image that a worker has been at for longest; null where none has begun.</summary>
    public SlowImage? Slowest => engine.Slowest;

    /// <summary>How many images were in hand at once, at most.</summary>
    public int PeakInHand => engine.PeakInHand;

    /// <summary>Takes what was changed in the number of images in hand and why, in words; false where there is no more.</summary>
    public bool TryTakeChange(out string change) => engine.TryTakeChange(out change);

    /// <summary>Queues an item; waits for room while handing out what is ready.</summary>
    public void Add(WorkItem item)
    {
        while (!engine.TryAdd(item))
            Wait();
        HandOut();
    }

    /// <summary>Whether <see cref="Add"/> would not wait.</summary>
    public bool HasRoom => engine.HasRoom;

    /// <summary>Hands out what is ready.</summary>
    public void HandOut()
    {
        while (engine.TryTake(out ImageOutcome outcome))
            Report(outcome);
        onTick();
    }

    /// <summary>Waits for a moment, or until something is ready or there is room, and hands out what is ready.</summary>
    public void Wait()
    {
        engine.Wait(Tick);
        HandOut();
    }

    /// <summary>Counts and hands out an outcome that needed no worker.</summary>
    public void Report(ImageOutcome outcome)
    {
        Count(outcome);
        onOutcome(outcome);
        onTick();
    }

    /// <summary>Waits until all is done, handing out the outcomes.</summary>
    public void Finish()
    {
        engine.Complete();
        while (!engine.IsIdle)
            Wait();

        Counters.Stop();
    }

    /// <summary>Begins no more images and asks those in hand to end. May be called from any thread.</summary>
    public void Cancel() => engine.Cancel();

    /// <summary>Cancels what is not done and waits for the workers to end, a second at most.</summary>
    public void Dispose()
    {
        engine.Dispose();
        while (engine.TryTake(out ImageOutcome outcome))
        {
            Count(outcome);
            onUndelivered?.Invoke(outcome);
        }
    }

    private void Count(ImageOutcome outcome)
    {
        Counters.Add(outcome);
        RunMeter.Record(outcome);
    }
}
