namespace ImageResize.Files;

/// <summary>
/// The place on disk that a path stands for, symbolic links of its folders resolved: two names of one file must be
/// known as one before anything is written. Remembers the folders it has seen. Not thread safe.
/// </summary>
internal sealed class RealPath
{
    private const int MaxRemembered = 4096;
    private const int MaxLinks = 40;

    private readonly Dictionary<string, string> _folders = [];

    /// <summary>A file's path with the links of its folders resolved, but not a link that it may be itself.</summary>
    public string OfEntry(string path) =>
        Path.GetDirectoryName(path) is { } folder ? Path.Combine(OfFolder(folder), Path.GetFileName(path)) : path;

    /// <summary>The file that is read when <paramref name="path"/> is opened.</summary>
    public string OfContent(string path)
    {
        string real = OfEntry(path);
        try
        {
            return File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target ? OfEntry(target.FullName) : real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return real;
        }
    }

    private string OfFolder(string folder, int links = 0)
    {
        if (_folders.TryGetValue(folder, out string? known))
            return known;
        string real = Path.GetDirectoryName(folder) is { } parent && links < MaxLinks
            ? ResolveLast(Path.Combine(OfFolder(parent, links), Path.GetFileName(folder)), links)
            : folder;
        if (_folders.Count >= MaxRemembered)
            _folders.Clear();
        _folders[folder] = real;
        return real;
    }

    private string ResolveLast(string folder, int links)
    {
        try
        {
            return Directory.ResolveLinkTarget(folder, returnFinalTarget: false) is { } target
                ? OfFolder(Path.GetFullPath(target.FullName), links + 1)
                : folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return folder;
        }
    }
}
