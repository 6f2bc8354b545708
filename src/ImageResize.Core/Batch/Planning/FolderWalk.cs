namespace ImageResize.Batch.Planning;

/// <summary>
/// Lists the files of a folder one by one, so that a million files need no list and the work begins at the first.
/// Symbolic links to folders are not followed (they may lead in a circle); a folder that cannot be listed is
/// reported and the walk goes on.
/// </summary>
internal sealed class FolderWalk
{
    /// <summary>Whether subfolders are entered.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether hidden files and folders count.</summary>
    public bool IncludeHidden { get; init; }

    /// <summary>Which files count, by full path.</summary>
    public required Func<string, bool> Accept { get; init; }

    /// <summary>Which subfolders are entered, by full path.</summary>
    public Func<string, bool> Enter { get; init; } = static _ => true;

    /// <summary>Told of a folder that cannot be listed.</summary>
    public required Action<string, Exception> OnError { get; init; }

    /// <summary>The files of a folder, then of those below it, lazily.</summary>
    public IEnumerable<string> Files(string folder)
    {
        bool failed = false;
        foreach (string file in List(folder, Directory.EnumerateFiles, () => failed = true))
            if (Accept(file))
                yield return file;
        if (!Recurse || failed)
            yield break;
        foreach (string below in List(folder, Directory.EnumerateDirectories, () => { }))
            if (Enter(below) && new DirectoryInfo(below).LinkTarget is null)
                foreach (string file in Files(below))
                    yield return file;
    }

    private IEnumerable<string> List(string folder, Func<string, string, EnumerationOptions, IEnumerable<string>> enumerate, Action onFailure)
    {
        var options = new EnumerationOptions
        {
            IgnoreInaccessible = false,
            AttributesToSkip = IncludeHidden ? 0 : FileAttributes.Hidden,
        };
        IEnumerator<string>? entries = null;
        try
        {
            while (MoveNext())
                yield return entries!.Current;
        }
        finally
        {
            entries?.Dispose();
        }

        // A generator cannot yield inside a try that catches.
        bool MoveNext()
        {
            try
            {
                entries ??= enumerate(folder, "*", options).GetEnumerator();
                return entries.MoveNext();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                onFailure();
                OnError(folder, e);
                return false;
            }
        }
    }
}
