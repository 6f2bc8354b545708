using System.Diagnostics;
using System.Management.Automation;
using ImageResize.Errors;

namespace ImageResize.Paths;

/// <summary>
/// From a path as PowerShell has it (relative to the session's location, of a drive, with a provider in front) to one of
/// the file system: in one place for inputs and for the parameters that name a file or a folder. Stateless; belongs to the
/// pipeline thread. What is thrown is the engine's own, such as for a drive that is not there.
/// </summary>
internal static class FileSystemPath
{
    private const string Provider = "FileSystem";

    /// <summary>The full path; null where it belongs to another provider. Wildcards mean nothing in it.</summary>
    public static string? Of(SessionState session, string path, out ProviderInfo provider)
    {
        string full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        return provider.Name == Provider ? Path.GetFullPath(full) : null;
    }

    /// <summary>The full path of a parameter's file or folder; one of another provider ends the command.</summary>
    /// <param name="session">The session, whose location counts.</param>
    /// <param name="path">What the user gave.</param>
    /// <param name="what">What that is, as the error calls it.</param>
    /// <param name="errorId">The id of the error.</param>
    /// <param name="refuse">Ends the command with an error.</param>
    public static string OfParameter(SessionState session, string path, string what, string errorId, Action<ErrorRecord> refuse)
    {
        if (Of(session, path, out _) is { } full)
            return full;
        refuse(ErrorRecords.WrongParameter(errorId, $"{what} is not in the file system.", path));
        throw new UnreachableException();
    }

    /// <summary>The full paths that a path with wildcards matches; null where it belongs to another provider.</summary>
    /// <exception cref="ItemNotFoundException">It matches nothing.</exception>
    public static IReadOnlyCollection<string>? Expand(SessionState session, string path, out ProviderInfo provider)
    {
        IReadOnlyCollection<string> files = session.Path.GetResolvedProviderPathFromPSPath(path, out provider);
        return provider.Name == Provider ? files : null;
    }
}
