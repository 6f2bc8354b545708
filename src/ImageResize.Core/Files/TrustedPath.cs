namespace ImageResize.Files;

/// <summary>
/// Follows the symbolic links of a path that is to be written, but only those whose maker could have done himself what
/// the run would do for him: links of the user who runs, of root, and of the owner of what the link leads to. Any other
/// link may have been laid in a folder like /tmp so that a run of root replaces a file of root's choice. (Linux'
/// fs.protected_symlinks has a like purpose; it is not always on, and does not see links that a program resolves itself.)
/// On Windows, where making links takes a right of its own, all links are followed. Stateless, thread safe.
/// </summary>
internal static class TrustedPath
{
    /// <summary>As many as Linux follows (path_resolution(7)).</summary>
    private const int MaxLinks = 40;

    private const uint Root = 0;

    /// <summary>The path with all links resolved; what does not exist yet stays as it is.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ForeignLinkException">A link on the way is not to be followed.</exception>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path) => OperatingSystem.IsWindows() ? new RealPath().OfContent(path) : Resolve(path, UnixFile.EffectiveUser);

    /// <summary>The same as another user.</summary>
    internal static string Resolve(string path, uint? user)
    {
        // What is still to be walked: a name, or the end of a link, whose owner must be that of the place reached.
        var open = new Stack<(string? Name, string Link, uint Owner)>();
        PushNames(open, path);
        string place = "/";
        int links = 0;
        while (open.TryPop(out (string? Name, string Link, uint Owner) step))
        {
            if (step.Name is null)
            {
                if (FileStatus.OfEntry(place) is not { } reached || reached.User != step.Owner)
                    throw new ForeignLinkException($"The symbolic link '{step.Link}' was made by another user and leads to what is not his, so it was not followed.");
                continue;
            }

            if (step.Name == "..")
            {
                place = Path.GetDirectoryName(place) ?? place;
                continue;
            }

            string entry = Path.Combine(place, step.Name);
            if (FileStatus.OfEntry(entry) is not { IsLink: true } link || new FileInfo(entry).LinkTarget is not { } target)
            {
                place = entry;
                continue;
            }

            if (++links > MaxLinks)
                throw new IOException($"The symbolic links of '{path}' lead in a circle.");
            if (link.User != Root && link.User != user)
                open.Push((null, entry, link.User));
            PushNames(open, target);
            if (target.StartsWith('/'))
                place = "/";
        }

        return place;
    }

    private static void PushNames(Stack<(string? Name, string Link, uint Owner)> open, string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = names.Length - 1; i >= 0; i--)
        {
            if (names[i] != ".")
                open.Push((names[i], path, 0));
        }
    }
}
