using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace ImageResize.Paths;

/// <summary>
/// From what the user wrote to files that are no images, such as records: each file is named, by itself or by wildcards, and folders are
/// not looked into. What cannot be used is told to <c>onFault</c> and the rest goes on. Belongs to the pipeline thread.
/// </summary>
/// <param name="session">The session, whose location counts.</param>
/// <param name="onFault">Takes a path that cannot be used, and why.</param>
/// <param name="onWarning">Takes a word on a path that means nothing.</param>
internal sealed class NamedFiles(SessionState session, Action<string, Fault> onFault, Action<string> onWarning)
{
    /// <summary>The full paths of the files that a path with wildcards matches, by name; without wildcards as <see cref="FromLiteral"/>.</summary>
    public IEnumerable<string> FromPath(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return FromLiteral(path);
        string[] files = [.. Use(path, Expand).Where(file => !Directory.Exists(file)).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            onWarning($"No file matches '{path}'.");
        return files;
    }

    /// <summary>The full path of the file of exactly this name.</summary>
    public IEnumerable<string> FromLiteral(string path)
    {
        string[] files = Use(path, Literal);
        if (files.Length == 0 || !Directory.Exists(files[0]))
            return files;
        onFault(files[0], new Fault(ImageErrorId.NotFound, "This is a folder. Name the files in it, as in folder/*.json."));
        return [];
    }

    private string[]? Expand(string path, out ProviderInfo? provider)
    {
        provider = null;
        try
        {
            return FileSystemPath.Expand(session, path, out provider)?.ToArray();
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }

    private string[]? Literal(string path, out ProviderInfo? provider) => FileSystemPath.Of(session, path, out provider) is { } full ? [full] : null;

    private delegate string[]? Resolver(string path, out ProviderInfo? provider);

    private string[] Use(string path, Resolver resolve)
    {
        try
        {
            if (resolve(path, out ProviderInfo? provider) is { } files)
                return files;
            onFault(path, new Fault(ImageErrorId.NotFound, $"The path belongs to the provider {provider?.Name}; name files."));
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException or WildcardPatternException or NotSupportedException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            onFault(path, new Fault(ImageErrorId.NotFound, $"The path cannot be used: {e.Message}") { Cause = e });
        }

        return [];
    }
}
