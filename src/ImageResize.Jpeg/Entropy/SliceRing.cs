using System.Runtime.ExceptionServices;
using ImageResize.Pixels;

namespace ImageResize.Jpeg.Entropy;

/// <summary>
/// The slices in hand, in the order of the scan. Helpers, each a thread on a processor that was lent, decode the foremost that waits; the owner
/// takes them one after the other, and decodes where the one that it needs is not ready. Used by the owner alone;
/// the helpers are its own.
/// </summary>
internal sealed class SliceRing
{
    private readonly object _gate = new();
    private readonly List<Entry> _queue = [];
    private readonly Stack<ScanSlice> _free = new();
    private readonly List<(Thread Thread, IIdleProcessor Processor)> _helpers = [];
    private int _working;
    private bool _isClosed;

    /// <summary>Whether helpers are at work.</summary>
    public bool HasHelpers
    {
        get
        {
            lock (_gate)
                return _working > 0;
        }
    }

    /// <summary>How many helpers were started.</summary>
    public int HelperCount => _helpers.Count;

    /// <summary>Whether there is a slice to be had for <see cref="Queue"/>.</summary>
    public bool HasFree => _free.Count > 0;

    /// <summary>Adds a slice, or gives one back.</summary>
    public void AddFree(ScanSlice slice) => _free.Push(slice);

    /// <summary>Puts a piece of the scan behind those in hand.</summary>
    public void Queue(in SliceRange range)
    {
        var entry = new Entry(_free.Pop());
        entry.Slice.Assign(range);
        lock (_gate)
        {
            _queue.Add(entry);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The next slice, decoded; null where none is in hand.</summary>
    public ScanSlice? Take()
    {
        while (true)
        {
            Entry? own;
            lock (_gate)
            {
                if (_queue.Count == 0)
                    return null;
                if (_queue[0].State == EntryState.Done)
                {
                    Entry first = _queue[0];
                    _queue.RemoveAt(0);
                    first.Failure?.Throw();
                    return first.Slice;
                }

                own = Claim();
                if (own is null)
                {
                    Monitor.Wait(_gate);
                    continue;
                }
            }

            Decode(own);
        }
    }

    /// <summary>Takes back what no one has begun with.</summary>
    public void DropWaiting()
    {
        lock (_gate)
            _queue.RemoveAll(entry => IsDropped(entry));

        bool IsDropped(Entry entry)
        {
            if (entry.State != EntryState.Waiting)
                return false;
            _free.Push(entry.Slice);
            return true;
        }
    }

    /// <summary>Starts a helper, which works until it is wanted elsewhere or the ring is closed.</summary>
    public void Start(IIdleProcessor processor)
    {
        var thread = new Thread(() => Help(processor)) { IsBackground = true, Name = "ImageResize slice helper" };
        lock (_gate)
            _working++;
        _helpers.Add((thread, processor));
        thread.Start();
    }

    /// <summary>Ends the helpers, waits until they are through with what they have in hand, and gives back what was lent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        foreach ((Thread thread, IIdleProcessor processor) in _helpers)
        {
            thread.Join();
            processor.Dispose();
        }
    }

    private void Help(IIdleProcessor processor)
    {
        while (!processor.IsWanted && WaitForWork() is { } entry)
            Decode(entry);
        processor.GiveBack();
        lock (_gate)
        {
            _working--;
            Monitor.PulseAll(_gate);
        }
    }

    private Entry? WaitForWork()
    {
        lock (_gate)
        {
            while (!_isClosed)
            {
                if (Claim() is { } entry)
                    return entry;
                Monitor.Wait(_gate);
            }
        }

        return null;
    }

    private Entry? Claim()
    {
        Entry? entry = _queue.Find(other => other.State == EntryState.Waiting);
        if (entry is not null)
            entry.State = EntryState.Running;
        return entry;
    }

    private void Decode(Entry entry)
    {
        try
        {
            entry.Slice.Decode();
        }
        catch (Exception e)
        {
            entry.Failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_gate)
        {
            entry.State = EntryState.Done;
            Monitor.PulseAll(_gate);
        }
    }

    private enum EntryState
    {
        Waiting,
        Running,
        Done,
    }

    private sealed class Entry(ScanSlice slice)
    {
        public ScanSlice Slice { get; } = slice;

        public EntryState State { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }
    }
}
