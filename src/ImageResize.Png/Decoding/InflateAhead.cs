using System.Runtime.ExceptionServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Decoding;

/// <summary>
/// The steps of inflating, one after the other. Those of a large image are done by a second thread ahead of the one that takes the rows, while a
/// processor idles; where it is wanted back, this thread goes on with the next step, and gets help again when it can. Used by the owner alone; the
/// helper is its own.
/// </summary>
internal sealed class InflateAhead(ImageInflater inflater, BufferArena lent) : IInflatedSteps
{
    private readonly object _gate = new();
    private readonly Queue<(InflatedStep Step, bool BeginsWindow)> _steps = new();
    private Parallelism? _parallelism;
    private IIdleProcessor? _memory, _processor;
    private Thread? _helper;
    private long _unit;
    private int _helperWindow, _ownWindow;
    private bool _isWorking, _isClosed;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Steps of the last image that were done ahead.</summary>
    public int StepsAhead { get; private set; }

    /// <summary>Begins an image.</summary>
    /// <param name="parallelism">Who lends a processor; null where the image is to be done by one thread.</param>
    /// <param name="unit">Bytes of a unit of rows, all of which but the last have the same size.</param>
    public void Begin(Parallelism? parallelism, long unit)
    {
        (_parallelism, _unit, StepsAhead) = (parallelism, unit, 0);
        lent.ResetPeak();
    }

    /// <inheritdoc/>
    public InflatedStep Next(nint pending)
    {
        if (_helper is null)
            TryStart();
        if (_helper is not null && TryTake(out InflatedStep step))
        {
            StepsAhead++;
            return step;
        }

        return inflater.Next(pending, goesOn: false);
    }

    /// <inheritdoc/>
    public bool AreOfOneThread() => true;

    /// <inheritdoc/>
    public bool TryComplete() => true;

    /// <summary>Ends the helper, waits until it is through with its step, and gives back what was lent.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        Join();
        _steps.Clear();
        (_isClosed, _failure) = (false, null);
        lent.TrimAbove(0);
        _memory?.Dispose();
        _memory = null;
    }

    private void TryStart()
    {
        if (_parallelism?.Idle.TryTake(_memory is null ? ImageInflater.RingBytesFor(_unit) : 0) is not { } processor)
            return;
        _processor = processor;
        // The memory is needed to the end of the image, whoever helps.
        _memory ??= processor;
        inflater.PrepareRing();
        (_helperWindow, _ownWindow, _isWorking) = (0, 0, true);
        var helper = new Thread(() => Help(processor)) { IsBackground = true, Name = "ImageResize inflate helper" };
        helper.Start();
        _helper = helper;
    }

    /// <summary>The next step of the helper; false where it went and left none.</summary>
    private bool TryTake(out InflatedStep step)
    {
        lock (_gate)
        {
            while (_steps.Count == 0 && _isWorking)
                Monitor.Wait(_gate);
            if (_steps.TryDequeue(out (InflatedStep Step, bool BeginsWindow) next))
            {
                step = next.Step;
                if (next.BeginsWindow)
                {
                    _ownWindow++;
                    Monitor.PulseAll(_gate);
                }

                return true;
            }
        }

        step = default;
        Join();
        _failure?.Throw();
        return false;
    }

    private void Join()
    {
        _helper?.Join();
        _helper = null;
        if (_processor != _memory)
            _processor?.Dispose();
        _processor = null;
    }

    private void Help(IIdleProcessor processor)
    {
        try
        {
            bool isLast = false;
            while (!isLast && !processor.IsWanted)
            {
                bool beginsWindow = inflater.IsAtEndOfWindow;
                if (!MayGoOn(beginsWindow))
                    break;
                InflatedStep step = inflater.Next(inflater.Pending, goesOn: true);
                isLast = step.IsLast;
                lock (_gate)
                {
                    _steps.Enqueue((step, beginsWindow));
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        processor.GiveBack();
        lock (_gate)
        {
            _isWorking = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the next window is free, where it is needed; false where the image is given up.</summary>
    private bool MayGoOn(bool beginsWindow)
    {
        lock (_gate)
        {
            if (beginsWindow)
            {
                _helperWindow++;
                // The owner is in the window before at least: then it needs nothing of the one before that.
                while (_ownWindow < _helperWindow - 1 && !_isClosed)
                    Monitor.Wait(_gate);
            }

            return !_isClosed;
        }
    }
}
