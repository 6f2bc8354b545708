namespace ImageResize.Files;

/// <summary>
/// Removes what a killed run left in a folder of outputs. Each folder is looked at once in a run, before the first
/// output goes there. Not thread safe.
/// </summary>
internal sealed class Leftovers(IFileLayer files)
{
    /// <summary>A run that writes beside a million folders of images must not remember them all.</summary>
    private const int MaxRemembered = 100_000;

    private readonly HashSet<string> _seen = [];

    /// <summary>Removes the temporary files of dead processes from a folder, unless this run did so already.</summary>
    public void RemoveFrom(string folder)
    {
        if (_seen.Count >= MaxRemembered)
            _seen.Clear();
        if (!_seen.Add(folder) || !Directory.Exists(folder))
            return;
        try
        {
            var hidden = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
            foreach (string path in Directory.EnumerateFiles(folder, TemporaryName.Prefix + "*" + TemporaryName.Suffix, hidden))
                if (TemporaryName.IsLeftover(Path.GetFileName(path), DateTime.UtcNow))
                    TryDelete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tidying up is a courtesy: a folder that cannot be listed does no harm.
        }
    }

    /// <summary>
    /// Removes the temporary folders that dead processes of this user left in a place: no link, and none of another user,
    /// who could exchange what is in it meanwhile.
    /// </summary>
    public void RemoveFoldersFrom(string place)
    {
        if (!Directory.Exists(place))
            return;
        try
        {
            var hidden = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
            foreach (string path in Directory.EnumerateDirectories(place, TemporaryName.Prefix + "*" + TemporaryName.Suffix, hidden))
                if (TemporaryName.IsLeftover(Path.GetFileName(path), DateTime.UtcNow) && FileStatus.OfEntry(path)?.User == UnixFile.EffectiveUser)
                    Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nor does a file that cannot be removed.
        }
    }
}
