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
internal sealed class InputPaths(SessionState session, InputOptions options, Action<string, Fault> onFault, Action<string> onWarning)
{
    private string? _pipedRoot;

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
            return piped && !options.EnterFolder(full) ? [] : FromFolder(full); // "dir | ..." gives the folder of outputs, too.
        if (!options.Filter.AcceptsNamed(full))
            return [];
        string folder = Path.GetDirectoryName(full)!;
        return [new SourceFile(full, piped ? _pipedRoot ??= folder : folder)];
    }

    private IEnumerable<SourceFile> FromFolder(string folder)
    {
        bool any = false;
        bool failed = false;
        var walk = new FolderWalk
        {
            Recurse = options.Recurse,
            IncludeHidden = options.IncludeHidden,
            Accept = options.Filter.AcceptsFound,
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

    private IEnumerable<SourceFile> FromWildcard(string path)
    {
        string root = WildcardRoot(path);
        bool anyName = MatchesAnyName(path);
        bool found = false;
        foreach (string full in Expand(path))
        {
            found = true;
            if (Directory.Exists(full))
            {
                // "photos/*" names the folder's files; its subfolders are entered only when that was asked for.
                if (options.Recurse && options.EnterFolder(full))
                    foreach (SourceFile file in FromFolder(full))
                        yield return file with { Root = root };
                else if (!options.Recurse && !anyName)
                    onFault(full, new Fault(ImageErrorId.NotFound, "This is a folder, although it is called like an image. Use -Recurse for the images in it."));
            }
            else if (anyName ? options.Filter.AcceptsFound(full) : options.Filter.AcceptsNamed(full))
            {
                yield return new SourceFile(full, root);
            }
        }

        if (!found)
            onWarning(File.Exists(Resolve(path)) ? $"No file matches '{path}'. A file of just this name is there: use -LiteralPath." : $"No file matches '{path}'.");
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
