using System.Collections.Concurrent;
using ImageResize.Batch.Adaptive;
using ImageResize.Batch.Limits;

namespace ImageResize.Batch;

/// <summary>
/// Reads ten times a second what a run does, lets <see cref="InFlightController"/> decide, and applies what it says.
/// Works on a timer's thread; what is public is thread safe.
/// </summary>
internal sealed class InFlightTuner : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly WorkLimits _limits;
    private readonly BoundedExchange<WorkItem, ImageOutcome> _exchange;
    private readonly Action<int> _apply;
    private readonly InFlightController _controller;
    private readonly ConcurrentQueue<string> _changes = new();
    private readonly ITimer _timer;
    private long _last;
    private long _done;
    private SlotUse _use;

    /// <summary>Begins to read.</summary>
    /// <param name="limits">What bounds the run.</param>
    /// <param name="exchange">Where the work is handed out.</param>
    /// <param name="controller">Who decides.</param>
    /// <param name="apply">Makes a number of images in hand possible; called with the first one at once.</param>
    public InFlightTuner(WorkLimits limits, BoundedExchange<WorkItem, ImageOutcome> exchange, InFlightController controller, Action<int> apply)
    {
        _limits = limits;
        _exchange = exchange;
        _controller = controller;
        _apply = apply;
        _last = limits.Time.GetTimestamp();
        apply(controller.Limit);
        _timer = limits.Time.CreateTimer(static tuner => ((InFlightTuner)tuner!).Sample(), this, Interval, Interval);
    }

    /// <summary>Takes what was changed and why, in words; false where there is no more.</summary>
    public bool TryTakeChange(out string change) => _changes.TryDequeue(out change!);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        // A tick that comes while another is at work has nothing to add.
        if (!_gate.TryEnter())
            return;
        try
        {
            if (_controller.Next(Read()) is not { } change)
                return;
            _apply(_controller.Limit);
            _changes.Enqueue(change);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private InFlightReading Read()
    {
        long now = _limits.Time.GetTimestamp();
        long done = _exchange.Finished;
        SlotUse use = _limits.Slots.Use;
        var reading = new InFlightReading(_limits.Time.GetElapsedTime(_last, now), done - _done, use - _use)
        {
            HasWork = _exchange.HasWork,
            WaitingForMemory = _limits.Memory.Waiting,
            FitInMemory = _limits.Memory.Fit,
            Pausing = _limits.Pausing,
        };
        (_last, _done, _use) = (now, done, use);
        return reading;
    }
}
