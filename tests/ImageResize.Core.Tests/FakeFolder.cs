using ImageResize.Batch.Watching;
using ImageResize.Files;

namespace ImageResize.Core.Tests;

/// <summary>A watched folder that is made up: it holds and tells what a test says.</summary>
internal sealed class FakeFolder : IWatchedFolder, IFolderChanges
{
    private readonly SortedDictionary<string, FileStamp> _files = new(StringComparer.Ordinal);
    private readonly Queue<FolderChange> _changes = new();
    private DateTime _now = DateTime.UnixEpoch;

    public string Path => "/in";

    public bool Exists { get; set; } = true;

    public bool Refuses { get; set; }

    public bool Fails { get; set; }

    public int Subscriptions { get; private set; }

    public HashSet<string> Open { get; } = [];

    public string Full(string name) => "/in/" + name;

    public void Write(string name, long length, bool tell = true, bool isNew = false)
    {
        // A file that is moved over another may be as long and as old.
        if (!isNew)
            _now = _now.AddSeconds(1);
        _files[Full(name)] = new FileStamp(length, _now);
        if (tell)
            _changes.Enqueue(new FolderChange(Full(name), isNew));
    }

    public void Remove(string name)
    {
        _files.Remove(Full(name));
        Tell(name);
    }

    public void Tell(string name) => _changes.Enqueue(new FolderChange(Full(name), IsNew: false));

    public void Lose() => _changes.Enqueue(default);

    public IEnumerable<(string Path, FileStamp Stamp)> List(Action<string, Exception> onError)
    {
        if (Fails)
            onError(Path, new UnauthorizedAccessException("No."));
        foreach ((string path, FileStamp stamp) in Fails ? [] : _files.Where(file => Accepts(file.Key)).ToArray())
            yield return (path, stamp);
    }

    public bool Accepts(string path) => path.EndsWith(".jpg", StringComparison.Ordinal);

    public FileStamp? Look(string path) => _files.TryGetValue(path, out FileStamp stamp) ? stamp : null;

    public bool IsBeingWritten(string path) => Open.Contains(System.IO.Path.GetFileName(path));

    public IFolderChanges Subscribe()
    {
        if (Refuses)
            throw new IOException("No more to give.");
        Subscriptions++;
        return this;
    }

    public bool TryTake(out FolderChange change) => _changes.TryDequeue(out change);

    public void Dispose() => _changes.Clear();
}
