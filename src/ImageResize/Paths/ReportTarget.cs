using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Imaging;

namespace ImageResize.Paths;

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
        string full = FileSystemPath.OfParameter(session, path, $"The report '{path}'", "InvalidReportPath", refuse);
        if (FormatTraits.FromExtension(Path.GetExtension(full)) is not null)
            refuse(ErrorRecords.WrongParameter("InvalidReportPath", $"The report '{full}' is called like an image; it is a web page, so give it a name such as report.html.", path));
        if (Directory.Exists(full))
            refuse(ErrorRecords.WrongParameter("InvalidReportPath", $"The report '{full}' is a folder; give the name of a file in it, such as report.html.", path));
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            refuse(ErrorRecords.RecordFolderMissing("the report", full));
        if (!replaceReadOnly && new FileInfo(full) is { Exists: true, IsReadOnly: true })
            refuse(ErrorRecords.ReportReadOnly(full));
        return full;
    }
}
