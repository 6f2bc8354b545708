using System.Management.Automation;
using ImageResize.Batch.Planning;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace ImageResize.Paths;

/// <summary>
/// From what the user wrote to files: wildcards, folders and provider paths, in one place for all cmdlets. Files
/// come lazily; what cannot be used is told to <c>onFault</c> and the rest goes on. Belongs to the pipeline thread.
/// </summary>
/// <param name="session">The session, whose location counts.</param>
/// <param name="options">How inputs are looked for.</param>
/// <param name="onFault">Takes a path that cannot be used, and why.</param>
/// <param name="onWarning">Takes a word on a path that means nothing.</param>
/// <param name="onPassed">Takes a folder that came through the pipeline and is not entered.</param>
internal sealed class InputPaths(SessionState session, InputOptions options, Action<string, Fault> onFault, Action<string> onWarning, Action<string> onPassed)
{
    private readonly LeftOutFiles _leftOut = new();
    private string? _pipedRoot;

    /// <summary>What folders hold besides and was not taken, in one sentence, once; null for nothing.</summary>
    public string? TakeLeftOut() => _leftOut.Take();

    /// <summary>The files that a path with wildcards, or a folder, stands for.</summary>
    public IEnumerable<SourceFile> FromPath(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return FromLiteral(path, piped: false);
        return FromWildcard(path);
    }

    /// <summary>The file, or the files of the folder, of exactly this name.</summary>
    /// <param name="path">A path as it is, of any provider form.</param>
    /// <param name="piped">Whether it came through the pipeline: the folder of the first such file is the root of all.</param>
    public IEnumerable<SourceFile> FromLiteral(string path, bool piped)
    {
        string? full = Resolve(path);
        if (full is null)
            return [];
        if (Directory.Exists(full))
        {
            if (!piped || options.EnterFolder(full))
                return FromFolder(full);
            onPassed(full); // "dir | ..." gives the folder of outputs, too.
            return [];
        }

        if (!options.Filter.AcceptsNamed(full))
            return [];
        string folder = Path.GetDirectoryName(full)!;
        return [new SourceFile(full, piped ? _pipedRoot ??= folder : folder)];
    }

    /// <summary>The folders that a path names; anything else is a fault.</summary>
    /// <param name="path">A path of any provider form.</param>
    /// <param name="isLiteral">Whether wildcards mean nothing in it.</param>
    public IEnumerable<string> Folders(string path, bool isLiteral)
    {
        if (!isLiteral && WildcardPattern.ContainsWildcardCharacters(path))
        {
            string[] folders = [.. Expand(path).Where(Directory.Exists).Where(options.EnterFolder)];
            if (folders.Length == 0)
                onFault(path, new Fault(ImageErrorId.NotFound, "No folder matches. Name a folder that is there."));
            return folders;
        }

        if (Resolve(path) is not { } full)
            return [];
        if (Directory.Exists(full))
            return [full];
        onFault(full, new Fault(ImageErrorId.NotFound, File.Exists(full) ? "This is a file. Name the folder that images come into." : "There is no such folder. Make it first, or check the path."));
        return [];
    }

    private IEnumerable<SourceFile> FromFolder(string folder)
    {
        bool any = false;
        bool failed = false;
        var walk = new FolderWalk
        {
            Recurse = options.Recurse,
            IncludeHidden = options.IncludeHidden,
            Accept = Accepts,
            Enter = options.EnterFolder,
            OnError = (inaccessible, e) =>
            {
                failed = true;
                onFault(inaccessible, Inaccessible(e));
            },
        };
        foreach (string file in walk.Files(folder))
        {
            any = true;
            yield return new SourceFile(file, folder);
        }

        if (!any && !failed)
            onFault(folder, new Fault(ImageErrorId.NotFound, "The folder holds no image. Use -Recurse to look in its subfolders, or -Include for files with other extensions."));
    }

    private bool Accepts(string file)
    {
        bool isTaken = options.Filter.AcceptsFound(file);
        if (!isTaken && options.Filter.TakesAnyImage(file))
            _leftOut.Note(file);
        return isTaken;
    }

    /// <summary>
    /// "photos/*" names the folder's files, and "photos*" the folders: folders are taken where no file matches, or where
    /// subfolders are wanted anyway. Nothing that matches is passed over without a word but the folders of outputs.
    /// </summary>
    private IEnumerable<SourceFile> FromWildcard(string path)
    {
        string root = WildcardRoot(path);
        bool anyName = MatchesAnyName(path);
        ILookup<bool, string> matches = Expand(path).ToLookup(Directory.Exists);
        string[] files = [.. matches[false].Where(full => anyName ? Accepts(full) : options.Filter.AcceptsNamed(full))];
        string[] folders = [.. matches[true].Where(options.EnterFolder)];
        bool takesFolders = options.Recurse || (anyName && files.Length == 0);
        foreach (string file in files)
            yield return new SourceFile(file, root);
        foreach (string folder in takesFolders ? folders : [])
            foreach (SourceFile file in FromFolder(folder))
                yield return file with { Root = root };

        if (files.Length == 0 && folders.Length == 0)
            onWarning(WhyNothing(path, matches));
        else if (!takesFolders && anyName && folders.Length > 0)
            onWarning($"'{path}' matches {Quantity.Count(folders.Length, "folder", "folders")} beside the files; the images in {(folders.Length == 1 ? "it" : "them")} are left out. Use -Recurse to take them.");
        else if (!takesFolders)
            foreach (string folder in folders)
                onFault(folder, new Fault(ImageErrorId.NotFound, "This is a folder, although it is called like an image. Use -Recurse for the images in it."));
    }

    private string WhyNothing(string path, ILookup<bool, string> matches)
    {
        if (matches[false].Any())
            return $"Of what matches '{path}' nothing is called like an image, or -Include and -Exclude leave nothing. Use -Include for files with other extensions.";
        if (matches[true].Any())
            return $"'{path}' matches only a folder of outputs. Name the folder itself to take the images in it.";
        return File.Exists(Resolve(path)) ? $"No file matches '{path}'. A file of just this name is there: use -LiteralPath." : $"No file matches '{path}'.";
    }

    private IReadOnlyCollection<string> Expand(string path)
    {
        try
        {
            return FileSystemPath.Expand(session, path, out ProviderInfo provider) ?? Refuse<IReadOnlyCollection<string>>(path, OfAnother(provider)) ?? [];
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (IsUnusable(e))
        {
            return Refuse<IReadOnlyCollection<string>>(path, Unusable(e)) ?? [];
        }
    }

    private string? Resolve(string path)
    {
        try
        {
            return FileSystemPath.Of(session, path, out ProviderInfo provider) is { } full ? Path.TrimEndingDirectorySeparator(full) : Refuse<string>(path, OfAnother(provider));
        }
        catch (Exception e) when (IsUnusable(e))
        {
            return Refuse<string>(path, Unusable(e));
        }
    }

    private T? Refuse<T>(string path, Fault fault)
        where T : class
    {
        onFault(path, fault);
        return null;
    }

    private static bool IsUnusable(Exception e) =>
        e is DriveNotFoundException or ProviderNotFoundException or WildcardPatternException or NotSupportedException or ArgumentException or IOException or UnauthorizedAccessException;

    private static Fault Unusable(Exception e) => new(ImageErrorId.NotFound, $"The path cannot be used: {e.Message}") { Cause = e };

    private static Fault OfAnother(ProviderInfo provider) =>
        new(ImageErrorId.NotFound, $"The path belongs to the provider {provider.Name}; only files can be resized.");

    /// <summary>The folder before the first part with a wildcard: "photos" of "photos/*/a*.jpg".</summary>
    private string WildcardRoot(string path)
    {
        string[] parts = path.Split('/', '\\');
        int first = Array.FindIndex(parts, WildcardPattern.ContainsWildcardCharacters);
        string before = path[..Math.Max(0, parts.Take(first).Sum(part => part.Length + 1))];
        return Resolve(before.Length == 0 ? "." : before) ?? session.Path.CurrentFileSystemLocation.ProviderPath;
    }

    /// <summary>"*" and "*.*" match any file; then only what is called like an image is meant.</summary>
    private static bool MatchesAnyName(string path) =>
        WildcardPattern.ContainsWildcardCharacters(Path.GetExtension(path)) || Path.GetExtension(path).Length == 0;

    private static Fault Inaccessible(Exception e) => e is UnauthorizedAccessException
        ? new(ImageErrorId.AccessDenied, "The folder may not be listed. Check its permissions.") { Cause = e }
        : new(ImageErrorId.IoError, $"The folder could not be listed: {e.Message}") { Cause = e };
}

/// <summary>How inputs are looked for.</summary>
/// <param name="Recurse">Whether subfolders are entered.</param>
/// <param name="IncludeHidden">Whether hidden files count.</param>
/// <param name="Filter">Which files count.</param>
/// <param name="EnterFolder">Which subfolders are entered, by full path.</param>
internal sealed record InputOptions(bool Recurse, bool IncludeHidden, NameFilter Filter, Func<string, bool> EnterFolder);
