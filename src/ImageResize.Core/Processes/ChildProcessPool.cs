namespace ImageResize.Processes;

/// <summary>
/// The children of a run: one is started when no other is free, so there are as many as are needed at once, and each is used for
/// many images. One that ended is replaced by the next that is needed. All are ended with the run. Thread safe.
/// </summary>
/// <param name="command">How one is started.</param>
/// <param name="identity">What it must call itself.</param>
/// <param name="kept">How many are kept while nobody needs them, at least 1.</param>
internal sealed class ChildProcessPool(ChildCommand command, string identity, int kept) : IDisposable
{
    /// <summary>After so many requests a child is replaced: whatever a library loses of its memory stays small.</summary>
    private const int MostServed = 2000;

    /// <summary>After so many starts that failed in a row no more are tried: they would fail for every image.</summary>
    private const int MostFailures = 3;

    private readonly Lock _gate = new();
    private readonly List<ChildProcess> _idle = [];
    private readonly HashSet<ChildProcess> _all = [];
    private TimeSpan _processorTime;
    private ChildProcessException? _fault;
    private int _failures;
    private bool _isDisposed;

    /// <summary>The numbers of the children that live.</summary>
    public IReadOnlyList<int> Ids
    {
        get
        {
            lock (_gate)
                return [.. _all.Where(child => !child.HasEnded).Select(child => child.Id)];
        }
    }

    /// <summary>How many were started so far.</summary>
    public int Started { get; private set; }

    /// <summary>The processor time of all children so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            lock (_gate)
                return _all.Aggregate(_processorTime, (sum, child) => sum + child.ProcessorTime);
        }
    }

    /// <summary>The resident memory of all children at this moment, in bytes; what they share with each other counts for each.</summary>
    public long ResidentMemory
    {
        get
        {
            lock (_gate)
                return _all.Sum(child => child.ResidentMemory);
        }
    }

    /// <summary>A child for one request; to be given back by <see cref="Return"/>.</summary>
    /// <param name="input">What its input should hold already, where one has it.</param>
    /// <param name="cancellation">Asks to end.</param>
    /// <exception cref="ChildProcessException">None can be started.</exception>
    /// <exception cref="OperationCanceledException">The run has ended.</exception>
    public ChildProcess Rent(object input, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (ChildProcess ended in _idle.Where(child => child.HasEnded).ToArray())
                Forget(ended);

            // Else the one whose image was given to it longest ago: that of another may be asked for again.
            ChildProcess? child = _idle.Find(idle => idle.Holds?.Target == input) ?? _idle.FirstOrDefault();
            ObjectDisposedCheck();
            if (child is not null)
            {
                _idle.Remove(child);
                return child;
            }

            if (_failures >= MostFailures)
                throw _fault!;
        }

        return StartOne(cancellation);
    }

    /// <summary>Takes a child back that is not needed now.</summary>
    public void Return(ChildProcess child)
    {
        lock (_gate)
        {
            if (!_isDisposed && !child.HasEnded && child.Served < MostServed && _idle.Count < kept)
            {
                _idle.Add(child);
                return;
            }

            Forget(child);
        }
    }

    /// <summary>Ends all children, also those at work: whoever waits for one sees its end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (ChildProcess child in _all)
                child.Kill();
            foreach (ChildProcess child in _idle.ToArray())
                Forget(child);
        }
    }

    private ChildProcess StartOne(CancellationToken cancellation)
    {
        try
        {
            ChildProcess child = ChildProcess.Start(command, identity, cancellation);
            lock (_gate)
            {
                _failures = 0;
                Started++;
                _all.Add(child);
                if (_isDisposed)
                    Forget(child);
                ObjectDisposedCheck();
            }

            return child;
        }
        catch (ChildProcessException e)
        {
            lock (_gate)
            {
                _failures++;
                _fault = e;
            }

            throw;
        }
    }

    private void ObjectDisposedCheck()
    {
        if (_isDisposed)
            throw new OperationCanceledException("The run has ended.");
    }

    private void Forget(ChildProcess child)
    {
        _idle.Remove(child);
        _all.Remove(child);
        child.Kill();
        _processorTime += child.ProcessorTime;
        child.Dispose();
    }
}
