using ImageResize.Batch.Limits;
using ImageResize.Batch.Monitoring;

namespace ImageResize.Batch;

/// <summary>
/// What an image holds of the run's limits: a processor, memory, and its place among those that a display may tell of. Where
/// its worker hangs, all of it is taken away from outside. Thread safe.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="path">The full path of the image.</param>
/// <param name="clock">Is told of the waiting.</param>
/// <param name="cancellation">Asks the image to end.</param>
internal sealed class JobHoldings(WorkLimits limits, string path, StageClock clock, CancellationToken cancellation)
{
    private readonly Lock _gate = new();
    private MemoryBudget.Admission? _share;
    private ActiveImages.Entry? _shown;
    private bool _holdsSlot;
    private bool _isLetGo;

    /// <summary>Does work for a processor as soon as a slot is free; reading and writing do not hold one.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped, or the time is up.</exception>
    public T Compute<T>(Func<T> work)
    {
        clock.Enter(Stage.Processor);
        limits.Slots.Enter(cancellation);
        lock (_gate)
            _holdsSlot = true;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            clock.Enter(Stage.Scale);
            return work();
        }
        finally
        {
            LeaveSlot();
        }
    }

    /// <summary>Waits for the image's turn and for memory, which is to be given back by disposing of the result.</summary>
    /// <param name="bytes">At least 1; more than there is in all stands for all of it.</param>
    /// <exception cref="OperationCanceledException">The run was stopped, or the time is up.</exception>
    public MemoryBudget.Admission Admit(long bytes)
    {
        Hide();
        clock.Enter(Stage.Rate);
        limits.Rate.Wait(cancellation);
        clock.Enter(Stage.Memory);
        MemoryBudget.Admission share = limits.Memory.Enter(bytes, cancellation);
        lock (_gate)
        {
            _share = share;
            if (_isLetGo)
                share.Abandon();
        }

        Show();
        return share;
    }

    /// <summary>From now on the image is one of those that a display may tell of.</summary>
    public void Show()
    {
        lock (_gate)
        {
            if (!_isLetGo)
                _shown ??= limits.Active.Add(path);
        }
    }

    /// <summary>The image waits, or has ended.</summary>
    public void Hide()
    {
        ActiveImages.Entry? shown;
        lock (_gate)
            (shown, _shown) = (_shown, null);
        shown?.Dispose();
    }

    /// <summary>The image is abandoned: others have what it holds.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            _isLetGo = true;
            _share?.Abandon();
        }

        LeaveSlot();
        Hide();
    }

    private void LeaveSlot()
    {
        lock (_gate)
        {
            if (!_holdsSlot)
                return;
            _holdsSlot = false;
        }

        limits.Slots.Leave();
    }
}
