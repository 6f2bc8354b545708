namespace ImageResize.Batch.Watching;

/// <summary>
/// Decides when a file that has come or has changed is whole: its length and its time of last writing have not changed for a while,
/// and no program is known to have it open for writing. Remembers what was handed out and how it was then, so that only what
/// has changed since comes again, and hands out no file that is still in hand. Belongs to the owner's thread.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="settle">How long a file must stay as it is.</param>
/// <param name="time">The clock.</param>
internal sealed class Arrivals(IWatchedFolder folder, TimeSpan settle, TimeProvider time)
{
    /// <summary>A file is often made empty some time before its first byte is written.</summary>
    private const int PatienceWithEmpty = 10;

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _due = new();
    private readonly HashSet<string> _inHand = new(StringComparer.Ordinal);
    private int _scan;

    /// <summary>Whether no file is waited for.</summary>
    public bool IsIdle => _waiting.Count == 0;

    /// <summary>How many files are remembered.</summary>
    public int Remembered => _known.Count;

    private record struct Known(FileStamp Stamp, int Scan);

    private record struct Waiting(FileStamp? Stamp, long Since, bool WasThere);

    /// <summary>Something has happened to a file, or may have.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="isNew">Whether another file has come under the name, so that it counts whatever it is like.</param>
    /// <param name="wasThere">Whether it was found when the watch began.</param>
    public void Note(string path, bool isNew = false, bool wasThere = false)
    {
        if (isNew)
            _known.Remove(path);
        if (_waiting.TryAdd(path, new Waiting(null, Now, wasThere)))
            _due.Enqueue(path, Now);
    }

    /// <summary>A look through the folder begins: what <see cref="See"/> is not told of until its end is gone.</summary>
    public void BeginScan() => _scan++;

    /// <summary>A file was met in a look through the folder.</summary>
    public void See(string path, FileStamp stamp, bool wasThere)
    {
        if (_known.TryGetValue(path, out Known known) && known.Stamp == stamp)
            _known[path] = known with { Scan = _scan };
        else
            Note(path, wasThere: wasThere);
    }

    /// <summary>A look through the folder has come to its end.</summary>
    public void EndScan()
    {
        foreach ((string path, Known known) in _known)
            if (known.Scan != _scan)
                _known.Remove(path);
    }

    /// <summary>Takes the files that are whole, one by one; each is in hand until <see cref="Done"/> is told.</summary>
    public IEnumerable<(string Path, bool WasThere)> TakeReady()
    {
        while (_due.TryPeek(out string? path, out long due) && due <= Now)
        {
            _due.Dequeue();
            Waiting waiting = _waiting[path];
            if (folder.Look(path) is not { } stamp)
            {
                _waiting.Remove(path);
                _known.Remove(path);
            }
            else if (waiting.Stamp is null && _known.TryGetValue(path, out Known known) && known.Stamp == stamp)
            {
                _waiting.Remove(path); // It was read, or its rights were changed.
            }
            else if (waiting.Stamp != stamp)
            {
                WaitOn(path, new Waiting(stamp, Now, waiting.WasThere), stamp.Length);
            }
            else if (_inHand.Contains(path) || folder.IsBeingWritten(path))
            {
                WaitOn(path, waiting, stamp.Length);
            }
            else
            {
                _waiting.Remove(path);
                _known[path] = new Known(stamp, _scan);
                _inHand.Add(path);
                yield return (path, waiting.WasThere);
            }
        }
    }

    /// <summary>A file that was taken is no longer in hand.</summary>
    public void Done(string path) => _inHand.Remove(path);

    private long Now => time.GetTimestamp();

    private void WaitOn(string path, Waiting waiting, long length)
    {
        _waiting[path] = waiting;
        TimeSpan pause = length > 0 ? settle : settle * PatienceWithEmpty;
        _due.Enqueue(path, Now + (long)(pause.TotalSeconds * time.TimestampFrequency));
    }
}
