namespace ImageResize.Batch.Watching;

/// <summary>
/// What <see cref="FileSystemWatcher"/> tells of a folder: each file once, however often it changed until it is taken. Where the
/// system lost count, or too much waits, or a whole folder came, that is said instead, and the folder has to be looked through.
/// Told on the system's threads, taken on the owner's.
/// </summary>
internal sealed class FolderChanges : IFolderChanges
{
    private const int MostWaiting = 50_000;

    /// <summary>The largest buffer that network shares allow.</summary>
    private const int BufferBytes = 64 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private readonly FileSystemWatcher _watcher;
    private bool _isLost;

    /// <summary>Begins to listen.</summary>
    /// <param name="folder">The full path.</param>
    /// <param name="recurse">Whether subfolders count.</param>
    /// <exception cref="IOException">The system has no more to give.</exception>
    public FolderChanges(string folder, bool recurse)
    {
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = recurse,
            InternalBufferSize = BufferBytes,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
        };
        _watcher.Created += (_, change) => Tell(change.FullPath, isNew: true);
        _watcher.Changed += (_, change) => Tell(change.FullPath, isNew: false);
        _watcher.Deleted += (_, change) => Tell(change.FullPath, isNew: false);
        _watcher.Renamed += (_, change) =>
        {
            Tell(change.OldFullPath, isNew: false);
            Tell(change.FullPath, isNew: true);
        };
        _watcher.Error += (_, _) => Lose();
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            _watcher.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out FolderChange change)
    {
        lock (_gate)
        {
            if (_isLost)
            {
                _isLost = false;
                change = default;
                return true;
            }

            foreach ((string path, bool isNew) in _changed)
            {
                change = new FolderChange(path, isNew);
                return _changed.Remove(path);
            }

            change = default;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    private void Tell(string path, bool isNew)
    {
        // A folder that was made or moved here may hold files that came before anyone listened in it.
        if (isNew && Directory.Exists(path))
        {
            Lose();
            return;
        }

        lock (_gate)
        {
            _changed[path] = isNew || _changed.GetValueOrDefault(path);
            if (_changed.Count <= MostWaiting)
                return;
            _changed.Clear();
            _isLost = true;
        }
    }

    private void Lose()
    {
        lock (_gate)
            _isLost = true;
    }
}
