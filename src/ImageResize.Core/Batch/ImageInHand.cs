using System.Diagnostics;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Progress;
using ImageResize.Files;
using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>
/// One image in the hands of one worker, from the moment it is taken until it ends or is abandoned. Here alone the
/// worker meets those who may stop it: what it waits for, what it publishes and the rename of each output go through
/// this object, so that an image that was abandoned (its codec does not stop) holds up nobody, and whatever its worker
/// still does counts for nothing and never reaches a file. The worker's side belongs to one thread; the rest is
/// thread safe.
/// </summary>
internal sealed class ImageInHand
{
    private readonly Lock _gate = new();
    private readonly WorkLimits _limits;
    private readonly Action<ImageOutcome> _publish;
    private readonly CancellationTokenSource _cancel;
    private MemoryBudget.Admission? _share;
    private ImagesInHand.Holding? _shown;
    private ImageOutcome _known;
    private long? _canceledAt;
    private Stage _stoppedIn;
    private int _published;
    private int _attempts = 1;
    private List<string>? _retryReasons;
    private bool _holdsSlot;
    private bool _isPublishing;
    private bool _isRenaming;
    private bool _isTimedOut;
    private bool _isAbandoned;
    private bool _hasEnded;

    /// <summary>Takes an image in hand; its time does not run yet.</summary>
    /// <param name="item">The image and its outputs.</param>
    /// <param name="limits">What bounds the work.</param>
    /// <param name="publish">Takes each output's outcome; may wait.</param>
    /// <param name="stop">Asks the image to end.</param>
    public ImageInHand(WorkItem item, WorkLimits limits, Action<ImageOutcome> publish, CancellationToken stop)
    {
        Item = item;
        _limits = limits;
        _publish = publish;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Cancellation = _cancel.Token;
        Clock = new StageClock(item.QueuedAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(item.QueuedAt), limits.Time);
        _known = new ImageOutcome { Status = ResizeStatus.Failed, SourcePath = item.SourcePath };
    }

    /// <summary>The image and its outputs.</summary>
    public WorkItem Item { get; }

    /// <summary>Asks the work to end: the run was stopped, or the time is up.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The time by stage; all but the waiting counts towards the limit.</summary>
    public StageClock Clock { get; }

    /// <summary>Bytes of a file that its worker may keep the room of for the next one.</summary>
    public long KeptBuffer => _limits.KeptBuffer;

    /// <summary>Whether it was abandoned.</summary>
    public bool IsAbandoned
    {
        get
        {
            lock (_gate)
                return _isAbandoned;
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
        Show();
    }

    /// <summary>Does work for a processor as soon as a slot is free; reading and writing do not hold one.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped, or the time is up.</exception>
    public T Compute<T>(Func<T> work)
    {
        Clock.Enter(Stage.Processor);
        _limits.Slots.Enter(Cancellation);
        lock (_gate)
            _holdsSlot = true;
        try
        {
            Cancellation.ThrowIfCancellationRequested();
            Clock.Enter(Stage.Scale);
            return work();
        }
        finally
        {
            LeaveSlot();
        }
    }

    /// <summary>Waits for the image's turn and for memory, which is to be given back by disposing of the result.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped, or the time is up.</exception>
    public MemoryBudget.Admission Admit(long bytes)
    {
        Hide();
        Clock.Enter(Stage.Rate);
        _limits.Rate.Wait(Cancellation);
        Clock.Enter(Stage.Memory);
        MemoryBudget.Admission share = _limits.Memory.Enter(bytes, Cancellation);
        lock (_gate)
        {
            _share = share;
            if (_isAbandoned)
                share.Abandon();
        }

        Show();
        return share;
    }

    /// <summary>Notes what is known of the input, for the outcomes.</summary>
    public void Describe(ImageInput input, ImageHeader header)
    {
        lock (_gate)
            _known = _known with { SourceLength = input.Length, SourceSize = header.Size, SourceFormat = header.Format };
    }

    /// <summary>The outcome of an output as far as it is known: failed, unless more is said.</summary>
    public ImageOutcome OutcomeOf(PlannedOutput output)
    {
        lock (_gate)
            return _known with { OutputPath = output.Path };
    }

    /// <summary>A further attempt begins, because of what is told.</summary>
    public void Retry(string reason)
    {
        lock (_gate)
        {
            _attempts++;
            (_retryReasons ??= []).Add(reason);
        }
    }

    /// <summary>To be called right before an output is renamed to its name.</summary>
    /// <exception cref="OperationCanceledException">The image was abandoned: the output must not appear.</exception>
    public void BeforeRename()
    {
        lock (_gate)
        {
            if (_isAbandoned)
                throw new OperationCanceledException("The image was abandoned.");
            _isRenaming = true;
        }
    }

    /// <summary>Hands over the outcome of the next output, with its times; waits for room.</summary>
    public void Publish(ImageOutcome outcome)
    {
        lock (_gate)
        {
            if (_isAbandoned)
                return;
            _published++;
            _isRenaming = false;
            _isPublishing = true;
        }

        _publish(Stamp(outcome));
        lock (_gate)
            _isPublishing = false;
    }

    /// <summary>Hands over the failure of every output that has no outcome yet.</summary>
    public void PublishFailure(Exception e)
    {
        Fault fault = FaultOf(e);
        foreach (PlannedOutput output in Item.Outputs.Skip(_published))
            Publish(OutcomeOf(output).Failed(fault));
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
        lock (_gate)
            _hasEnded = true;
        Hide();
        _cancel.Dispose();
        if (!_isAbandoned)
            return true;
        _limits.Abandoned.Remove();
        return false;
    }

    /// <summary>Asks the image to end where its time is up; true where it did not end although it was asked <paramref name="grace"/> ago.</summary>
    internal bool IsOverdue(TimeSpan grace)
    {
        lock (_gate)
        {
            if (_hasEnded || _isAbandoned)
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
    /// Gives the image up: its slot is free for others, and nothing more comes of it. False where it has ended, or
    /// where its worker waits for nothing but room for the outcome.
    /// </summary>
    /// <param name="lastOutcomes">The outcomes of the outputs that have none yet.</param>
    internal bool TryAbandon(out ImageOutcome[] lastOutcomes)
    {
        lock (_gate)
        {
            lastOutcomes = [];
            if (_hasEnded || _isAbandoned || _isPublishing)
                return false;
            _isAbandoned = true;
            _share?.Abandon();
        }

        LeaveSlot();
        Hide();
        _limits.Abandoned.Add();
        Fault fault = ImageFault.Abandoned(_isTimedOut ? _limits.TimeLimit : null, _stoppedIn, _isRenaming);
        lastOutcomes = [.. Item.Outputs.Skip(_published).Select(output => Stamp(OutcomeOf(output).Failed(fault)))];
        return true;
    }

    /// <summary>With the times since the last outcome, and the attempts so far; the reasons of retries are told once.</summary>
    private ImageOutcome Stamp(ImageOutcome outcome)
    {
        lock (_gate)
        {
            IReadOnlyList<string> reasons = _retryReasons ?? outcome.RetryReasons;
            _retryReasons = null;
            return outcome with { Times = Clock.Split(), Attempts = _attempts, RetryReasons = reasons };
        }
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

    /// <summary>It is one of those that a display may tell of.</summary>
    private void Show()
    {
        ImagesInHand.Holding shown = _limits.InHand.Take(Item.SourcePath);
        lock (_gate)
            _shown = shown;
    }

    /// <summary>It is no longer one of those that a display may tell of.</summary>
    private void Hide()
    {
        ImagesInHand.Holding? shown;
        lock (_gate)
            (shown, _shown) = (_shown, null);
        shown?.Dispose();
    }

    private void LeaveSlot()
    {
        lock (_gate)
        {
            if (!_holdsSlot)
                return;
            _holdsSlot = false;
        }

        _limits.Slots.Leave();
    }
}
