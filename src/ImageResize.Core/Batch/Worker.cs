namespace ImageResize.Batch;

/// <summary>
/// A thread that does images, and the one it has in hand. A background thread: a codec that does not end must not
/// keep the process from ending.
/// </summary>
internal sealed class Worker
{
    private readonly Thread _thread;
    private volatile ImageInHand? _inHand;

    /// <summary>Starts the thread.</summary>
    /// <param name="number">From 1, for the thread's name.</param>
    /// <param name="work">What it does.</param>
    public Worker(int number, Action<Worker> work)
    {
        _thread = new Thread(() => work(this)) { IsBackground = true, Name = $"ImageResize worker {number}" };
        _thread.Start();
    }

    /// <summary>The image in hand, the last one where there is none.</summary>
    public ImageInHand? InHand
    {
        get => _inHand;
        set => _inHand = value;
    }

    /// <summary>Waits for the thread's end.</summary>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);
}
