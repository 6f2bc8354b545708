using System.Diagnostics;
using ImageResize.Batch.Limits;

namespace ImageResize.Batch;

/// <summary>
/// One image in the hands of one worker, from the moment it is taken until it ends or is abandoned. Here alone the
/// worker meets those who may stop it: what it publishes and the rename of each output go through this object, so that an
/// image that was abandoned (its codec does not stop) holds up nobody, and whatever its worker still does counts for
/// nothing and never reaches a file. What is known of the image is its <see cref="Record"/>, what it holds of the run's
/// limits its <see cref="Holdings"/>. The worker's side belongs to one thread; the rest is thread safe.
/// </summary>
internal sealed class ImageJob
{
    private readonly Lock _gate = new();
    private readonly WorkLimits _limits;
    private readonly Action<ImageOutcome> _publish;
    private readonly CancellationTokenSource _cancel;
    private Phase _phase;
    private bool _isTimedOut;
    private bool _isPausing;
    private long? _canceledAt;
    private Stage _stoppedIn;

    /// <summary>Takes an image in hand; its time does not run yet.</summary>
    /// <param name="item">The image and its outputs.</param>
    /// <param name="limits">What bounds the work.</param>
    /// <param name="publish">Takes each output's outcome; may wait.</param>
    /// <param name="stop">Asks the image to end.</param>
    public ImageJob(WorkItem item, WorkLimits limits, Action<ImageOutcome> publish, CancellationToken stop)
    {
        Item = item;
        _limits = limits;
        _publish = publish;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Cancellation = _cancel.Token;
        Clock = new StageClock(item.QueuedAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(item.QueuedAt), limits.Time);
        Record = new JobRecord(item, Clock);
        Holdings = new JobHoldings(limits, item.SourcePath, Clock, Cancellation);
    }

    /// <summary>The image and its outputs.</summary>
    public WorkItem Item { get; }

    /// <summary>Asks the work to end: the run was stopped, or the time is up.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The time by stage; all but the waiting counts towards the limit.</summary>
    public StageClock Clock { get; }

    /// <summary>What is known of the image.</summary>
    public JobRecord Record { get; }

    /// <summary>What the image holds of the run's limits.</summary>
    public JobHoldings Holdings { get; }

    /// <summary>Whether it was abandoned.</summary>
    public bool IsAbandoned
    {
        get
        {
            lock (_gate)
                return _phase == Phase.Abandoned;
        }
    }

    /// <summary>Waits until the image may begin.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="ImageResizeException">Too many images before this one hang and do not end.</exception>
    public void Begin()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (_limits.TimeLimit is { } patience && !_limits.Abandoned.WaitForRoom(patience, _limits.Time, Cancellation))
            throw new ImageResizeException(ImageFault.NotBegun(_limits.Abandoned.Count));
        Holdings.Show();
    }

    /// <summary>A pause before another attempt begins; the worker's side, as is <see cref="EndPause"/>.</summary>
    public void BeginPause()
    {
        if (!_isPausing)
            _limits.CountPauses(1);
        _isPausing = true;
    }

    /// <summary>The pause is over, if there was one.</summary>
    public void EndPause()
    {
        if (_isPausing)
            _limits.CountPauses(-1);
        _isPausing = false;
    }

    /// <summary>To be called right before an output is renamed to its name.</summary>
    /// <exception cref="OperationCanceledException">The image was abandoned: the output must not appear.</exception>
    public void BeforeRename()
    {
        lock (_gate)
        {
            if (_phase == Phase.Abandoned)
                throw new OperationCanceledException("The image was abandoned.");
            _phase = Phase.Renaming;
        }
    }

    /// <summary>Hands over the outcome of the next output, with its times; waits for room.</summary>
    public void Publish(ImageOutcome outcome)
    {
        lock (_gate)
        {
            if (_phase == Phase.Abandoned)
                return;
            _phase = Phase.Publishing;
            outcome = Record.Close(outcome);
        }

        _publish(outcome);
        lock (_gate)
            _phase = Phase.Working;
    }

    /// <summary>Hands over the failure of every output that has no outcome yet.</summary>
    public void PublishFailure(Exception e)
    {
        Fault fault = FaultOf(e);
        foreach (PlannedOutput output in Record.Open)
            Publish(Record.OutcomeOf(output).Failed(fault));
    }

    /// <summary>What an exception means for this image.</summary>
    public Fault FaultOf(Exception e)
    {
        lock (_gate)
            return e is OperationCanceledException && _isTimedOut ? ImageFault.TimedOut(_limits.TimeLimit!.Value, _stoppedIn) : ImageFault.Of(e);
    }

    /// <summary>The worker is through; false where the image was abandoned, and ended for all others long ago.</summary>
    internal bool End()
    {
        bool wasAbandoned;
        lock (_gate)
        {
            wasAbandoned = _phase == Phase.Abandoned;
            _phase = Phase.Ended;
        }

        Holdings.Hide();
        _cancel.Dispose();
        if (wasAbandoned)
            _limits.Abandoned.Remove();
        return !wasAbandoned;
    }

    /// <summary>Asks the image to end where its time is up; true where it did not end although it was asked <paramref name="grace"/> ago.</summary>
    internal bool IsOverdue(TimeSpan grace)
    {
        lock (_gate)
        {
            if (_phase is Phase.Ended or Phase.Abandoned)
                return false;
            if (_canceledAt is { } asked)
                return _limits.Time.GetElapsedTime(asked) >= grace;
            if (!Cancellation.IsCancellationRequested)
            {
                if (!(Clock.Worked > _limits.TimeLimit))
                    return false;
                _isTimedOut = true;
            }

            _stoppedIn = Clock.Current;
            _canceledAt = _limits.Time.GetTimestamp();
        }

        Cancel();
        return false;
    }

    /// <summary>
    /// Gives the image up: what it holds is free for others, and nothing more comes of it. False where it has ended, or
    /// where its worker waits for nothing but room for the outcome.
    /// </summary>
    /// <param name="lastOutcomes">The outcomes of the outputs that have none yet.</param>
    internal bool TryAbandon(out ImageOutcome[] lastOutcomes)
    {
        Fault fault;
        lock (_gate)
        {
            lastOutcomes = [];
            if (_phase is Phase.Ended or Phase.Abandoned or Phase.Publishing)
                return false;
            fault = ImageFault.Abandoned(_isTimedOut ? _limits.TimeLimit : null, _stoppedIn, isRenaming: _phase == Phase.Renaming);
            _phase = Phase.Abandoned;
        }

        Holdings.LetGo();
        _limits.Abandoned.Add();
        lastOutcomes = [.. Record.Open.Select(output => Record.Close(Record.OutcomeOf(output).Failed(fault)))];
        return true;
    }

    private void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended just now.
        }
    }

    private enum Phase
    {
        Working,

        /// <summary>An output may have its name already, whatever the file system answers.</summary>
        Renaming,

        /// <summary>The worker waits for nothing but room for an outcome.</summary>
        Publishing,
        Abandoned,
        Ended,
    }
}
