using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Imaging;

namespace ImageResize.Reports;

/// <summary>Where a report goes, looked at before anything is done: hours of work must not end without one.</summary>
internal static class ReportTarget
{
    /// <summary>The full path of the report.</summary>
    /// <param name="session">The session, whose location counts.</param>
    /// <param name="path">What the user gave; wildcards mean nothing in it.</param>
    /// <param name="replaceReadOnly">Whether a read-only report may be replaced.</param>
    /// <param name="refuse">Ends the command with an error.</param>
    public static string Resolve(SessionState session, string path, bool replaceReadOnly, Action<ErrorRecord> refuse)
    {
        string full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
            refuse(ErrorRecords.WrongParameter("InvalidReportPath", $"The report '{path}' is not in the file system.", path));
        full = Path.GetFullPath(full);
        if (FormatTraits.FromExtension(Path.GetExtension(full)) is not null)
            refuse(ErrorRecords.WrongParameter("InvalidReportPath", $"The report '{full}' is called like an image; it is a web page, so give it a name such as report.html.", path));
        if (Directory.Exists(full))
            refuse(ErrorRecords.WrongParameter("InvalidReportPath", $"The report '{full}' is a folder; give the name of a file in it, such as report.html.", path));
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            refuse(Record("ReportFolderMissing", ErrorCategory.ObjectNotFound, full, $"The folder of the report '{full}' does not exist. Create it first, or choose another path.", null));
        if (!replaceReadOnly && new FileInfo(full) is { Exists: true, IsReadOnly: true })
            refuse(Record("ReportReadOnly", ErrorCategory.PermissionDenied, full, $"The report '{full}' is there and read-only. Use -Force to replace it.", null));
        return full;
    }

    /// <summary>The error of a report that could not be written.</summary>
    public static ErrorRecord Unwritable(string path, ImageResizeException e) =>
        Record("ReportUnwritable", ErrorCategory.WriteError, path, $"The report '{path}' could not be written: {e.InnerException?.Message ?? e.Message}", e);

    /// <summary>The error of a report that is there and must stay.</summary>
    public static ErrorRecord Exists(string path) =>
        Record("NoClobber", ErrorCategory.ResourceExists, path, $"The report '{path}' is there already, and -NoClobber was given.", null);

    private static ErrorRecord Record(string errorId, ErrorCategory category, string path, string message, Exception? inner) =>
        new(new IOException(message, inner), errorId, category, path);
}
