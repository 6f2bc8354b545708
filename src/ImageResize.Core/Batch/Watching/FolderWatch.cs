using ImageResize.Batch.Planning;

namespace ImageResize.Batch.Watching;

/// <summary>How a folder is watched. Immutable.</summary>
/// <param name="Settle">How long a file must stay as it is before it counts as whole.</param>
/// <param name="Polling">The time between two looks through the folder where the system does not tell of changes, as on network shares.</param>
/// <param name="IsPolled">Whether the system is not asked to tell of changes at all.</param>
internal sealed record WatchOptions(TimeSpan Settle, TimeSpan Polling, bool IsPolled);

/// <summary>What happened to a watch itself.</summary>
internal enum WatchEvent
{
    /// <summary>The folder is not there any more; it is waited for.</summary>
    Gone,

    /// <summary>The folder is there again.</summary>
    Back,

    /// <summary>The system does not tell of changes; the folder is looked through from time to time.</summary>
    Polled,

    /// <summary>A folder cannot be listed.</summary>
    Unlisted,
}

/// <summary>A word on a watch.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Path">The folder.</param>
/// <param name="Cause">Why; null where there is nothing to say.</param>
internal sealed record WatchNotice(WatchEvent Event, string Path, Exception? Cause = null);

/// <summary>
/// Finds the files that come into a folder, from what the system tells and by looking through the folder: at the start, where the
/// system lost count (a burst of thousands), when the folder comes back after it was away, and from time to time where the
/// system tells nothing. A look goes on in small steps, so that the owner can hand out results meanwhile. Belongs to the owner's thread.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private const int ScanStep = 1000;

    private static readonly TimeSpan PresenceInterval = TimeSpan.FromSeconds(1);

    private readonly IWatchedFolder _folder;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<WatchNotice> _onNotice;
    private readonly Arrivals _arrivals;
    private readonly HashSet<string> _unlisted = new(StringComparer.Ordinal);
    private IFolderChanges? _changes;
    private IEnumerator<(string Path, FileStamp Stamp)>? _scan;
    private bool _scanFailed;
    private bool _scanAgain;
    private bool _isFirstScan = true;
    private bool _isGone;
    private long _lookedAt;
    private long _scannedAt;

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="options">How it is watched.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onNotice">Told what happens to the watch, on the thread that calls <see cref="TakeReady"/>.</param>
    public FolderWatch(IWatchedFolder folder, WatchOptions options, TimeProvider time, Action<WatchNotice> onNotice)
    {
        (_folder, _options, _time, _onNotice) = (folder, options, time, onNotice);
        _arrivals = new Arrivals(folder, options.Settle, time);
        _lookedAt = time.GetTimestamp();
        Begin();
    }

    /// <summary>Whether nothing is waited for but what may come.</summary>
    public bool IsIdle => _scan is null && !_scanAgain && _arrivals.IsIdle;

    /// <summary>Takes what has come and is whole, one by one; each is in hand until <see cref="Done"/> is told.</summary>
    public IEnumerable<Arrival> TakeReady()
    {
        if (!IsPresent())
            yield break;
        Listen();
        Scan();
        foreach ((string path, bool wasThere) in _arrivals.TakeReady())
            yield return new Arrival(new SourceFile(path, _folder.Path), wasThere);
    }

    /// <summary>A file that was taken is no longer in hand: if it has changed meanwhile, it comes again.</summary>
    public void Done(string path) => _arrivals.Done(path);

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes?.Dispose();
        _changes = null;
        _scan?.Dispose();
        _scan = null;
    }

    /// <summary>First to hear of changes, then to look: so nothing can come in between.</summary>
    private void Begin()
    {
        if (!_options.IsPolled)
        {
            try
            {
                _changes = _folder.Subscribe();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
            {
                _onNotice(new WatchNotice(WatchEvent.Polled, _folder.Path, e));
            }
        }

        _scanAgain = true;
    }

    private bool IsPresent()
    {
        if (_time.GetElapsedTime(_lookedAt) < PresenceInterval)
            return !_isGone;
        _lookedAt = _time.GetTimestamp();
        bool exists = _folder.Exists;
        if (exists == !_isGone)
            return exists;
        _isGone = !exists;
        if (_isGone)
            Dispose();
        _onNotice(new WatchNotice(_isGone ? WatchEvent.Gone : WatchEvent.Back, _folder.Path));
        if (!_isGone)
            Begin();
        return exists;
    }

    private void Listen()
    {
        while (_changes?.TryTake(out FolderChange change) == true)
        {
            if (change.Path is null)
                _scanAgain = true;
            else if (_folder.Accepts(change.Path))
                _arrivals.Note(change.Path, change.IsNew);
        }

        if (_changes is null && _scan is null && !_isFirstScan && _time.GetElapsedTime(_scannedAt) >= _options.Polling)
            _scanAgain = true;
    }

    private void Scan()
    {
        if (_scan is null && _scanAgain)
        {
            _scanAgain = _scanFailed = false;
            _scan = _folder.List(OnUnlisted).GetEnumerator();
            _arrivals.BeginScan();
        }

        for (int i = 0; _scan is not null && i < ScanStep; i++)
        {
            if (_scan.MoveNext())
                _arrivals.See(_scan.Current.Path, _scan.Current.Stamp, _isFirstScan);
            else
                EndScan();
        }
    }

    private void EndScan()
    {
        _scan?.Dispose();
        _scan = null;
        _scannedAt = _time.GetTimestamp();
        _isFirstScan = false;

        // What could not be seen is not gone.
        if (_scanFailed)
            return;
        _unlisted.Clear();
        _arrivals.EndScan();
    }

    private void OnUnlisted(string folder, Exception cause)
    {
        _scanFailed = true;
        if (_unlisted.Add(folder))
            _onNotice(new WatchNotice(WatchEvent.Unlisted, folder, cause));
    }
}

/// <summary>A file that has come and is whole.</summary>
/// <param name="Source">The file.</param>
/// <param name="WasThere">Whether it was there when the watch began.</param>
internal readonly record struct Arrival(SourceFile Source, bool WasThere);
