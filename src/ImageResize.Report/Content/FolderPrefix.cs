namespace ImageResize.Report.Content;

/// <summary>The folder that all paths lie in, so that tables need not repeat it. Not thread safe.</summary>
internal sealed class FolderPrefix
{
    private string? _prefix;

    /// <summary>The folder with its separator at the end; empty where the paths have none in common.</summary>
    public string Folder => _prefix ?? string.Empty;

    /// <summary>Takes a full path into account.</summary>
    public void Add(string path)
    {
        if (_prefix is not null && path.StartsWith(_prefix, StringComparison.Ordinal))
            return;
        string folder = path[..(path.LastIndexOfAny(['/', '\\']) + 1)];
        if (_prefix is null)
        {
            _prefix = folder;
            return;
        }

        int common = _prefix.AsSpan().CommonPrefixLength(folder);
        _prefix = _prefix[..(_prefix.AsSpan(0, common).LastIndexOfAny('/', '\\') + 1)];
    }

    /// <summary>The path below the folder.</summary>
    public string Shorten(string path) => Folder.Length > 1 && path.StartsWith(Folder, StringComparison.Ordinal) ? path[Folder.Length..] : path;
}
