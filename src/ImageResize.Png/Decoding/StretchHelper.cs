using System.Runtime.ExceptionServices;
using ImageResize.Pixels;
using ImageResize.Pixels.Memory;

namespace ImageResize.Png.Decoding;

/// <summary>
/// A thread that inflates stretches ahead on a lent processor, until that is wanted elsewhere or none are left; it can be started again on the next one.
/// Used by the owner of the image.
/// </summary>
/// <param name="queue">The stretches.</param>
/// <param name="lent">The memory.</param>
internal sealed class StretchHelper(StretchQueue queue, BufferArena lent)
{
    private readonly List<StretchPiece> _pieces = [];
    private readonly List<InflateStretch> _stretches = [];
    private IIdleProcessor? _memory, _processor;
    private Thread? _thread;
    private volatile bool _isWorking;
    private ExceptionDispatchInfo? _failure;

    /// <summary>What is not in use; under the lock of the queue.</summary>
    public Stack<StretchPiece> FreePieces { get; } = new();

    public Stack<InflateStretch> FreeStretches { get; } = new();

    /// <summary>Whether it has a processor.</summary>
    public bool IsWorking => _isWorking;

    /// <summary>Whether it has memory, which it keeps to the end of the image.</summary>
    public bool IsPrepared => _memory is not null;

    /// <summary>Takes the memory, which a processor brings with it.</summary>
    public void Prepare(IIdleProcessor memory, StretchSizes sizes)
    {
        _memory = memory;
        for (int i = 0; i < StretchSizes.Pieces; i++)
        {
            if (i == _pieces.Count)
                _pieces.Add(new StretchPiece(lent));
            _pieces[i].Prepare(sizes);
            FreePieces.Push(_pieces[i]);
        }

        for (int i = 0; i < StretchSizes.Stretches; i++)
        {
            if (i == _stretches.Count)
                _stretches.Add(new InflateStretch(lent));
            _stretches[i].Prepare();
            FreeStretches.Push(_stretches[i]);
        }
    }

    /// <summary>Starts a thread on a processor.</summary>
    /// <param name="processor">The processor.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Start(IIdleProcessor processor, CancellationToken cancellation)
    {
        Join();
        _failure?.Throw();
        _processor = processor;
        _isWorking = true;
        _thread = new Thread(() => Help(processor, cancellation)) { IsBackground = true, Name = "ImageResize inflate helper" };
        _thread.Start();
    }

    /// <summary>Waits for the thread, which must have been told to end.</summary>
    public void Join()
    {
        _thread?.Join();
        if (_processor != _memory)
            _processor?.Dispose();
        (_thread, _processor) = (null, null);
    }

    /// <summary>Gives back the memory, which must have been freed.</summary>
    public void End()
    {
        _memory?.Dispose();
        (_memory, _failure) = (null, null);
        FreePieces.Clear();
        FreeStretches.Clear();
        foreach (InflateStretch stretch in _stretches)
            stretch.Pieces.Clear();
    }

    private void Help(IIdleProcessor processor, CancellationToken cancellation)
    {
        try
        {
            queue.Work(this, () => !processor.IsWanted && !cancellation.IsCancellationRequested);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        processor.GiveBack();
        _isWorking = false;
    }
}
