using ImageResize.Batch.Planning;
using ImageResize.Files;

namespace ImageResize.Batch.Watching;

/// <summary>A folder on the disk. Stateless but for its options.</summary>
internal sealed class WatchedFolder : IWatchedFolder
{
    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>Whether its subfolders count.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether hidden files and folders count.</summary>
    public bool IncludeHidden { get; init; }

    /// <summary>Which files count, by full path.</summary>
    public required Func<string, bool> Accept { get; init; }

    /// <summary>Which subfolders are entered, by full path.</summary>
    public Func<string, bool> Enter { get; init; } = static _ => true;

    /// <inheritdoc/>
    public bool Exists => Directory.Exists(Path);

    /// <inheritdoc/>
    public IEnumerable<(string Path, FileStamp Stamp)> List(Action<string, Exception> onError)
    {
        var walk = new FolderWalk { Recurse = Recurse, IncludeHidden = IncludeHidden, Accept = Accept, Enter = Enter, OnError = onError };
        foreach (string file in walk.Files(Path))
            if (Look(file) is { } stamp)
                yield return (file, stamp);
    }

    /// <inheritdoc/>
    public bool Accepts(string path)
    {
        if (!Accept(path) || (!IncludeHidden && IsHidden(path)))
            return false;
        for (string? folder = System.IO.Path.GetDirectoryName(path); folder != Path; folder = System.IO.Path.GetDirectoryName(folder))
            if (folder is null || !Recurse || !Enter(folder) || (!IncludeHidden && IsHidden(folder)))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public FileStamp? Look(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && !UnixFile.IsSpecial(path) ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It went while it was looked at.
        }
    }

    /// <inheritdoc/>
    public bool IsBeingWritten(string path) => OpenForWriting.Is(path);

    /// <inheritdoc/>
    public IFolderChanges Subscribe() => new FolderChanges(Path, Recurse);

    /// <summary>As the listing has it: by name on Unix, by attribute on Windows.</summary>
    private static bool IsHidden(string path)
    {
        if (!OperatingSystem.IsWindows())
            return System.IO.Path.GetFileName(path).StartsWith('.');
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.Hidden);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
