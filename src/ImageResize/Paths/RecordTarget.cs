using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Records;

namespace ImageResize.Paths;

/// <summary>Where a file goes that is kept of a run, looked at before anything is done. Stateless; belongs to the pipeline thread.</summary>
internal static class RecordTarget
{
    /// <summary>The full path of a file that is kept of a run; where there can be none, the command ends.</summary>
    /// <param name="session">The session, whose location counts.</param>
    /// <param name="what">What the file is, as errors call it.</param>
    /// <param name="path">What the user gave; wildcards mean nothing in it.</param>
    /// <param name="refuse">Ends the command with an error.</param>
    public static string Resolve(SessionState session, string what, string path, Action<ErrorRecord> refuse)
    {
        string full = FileSystemPath.OfParameter(session, path, $"'{path}'", "InvalidRecordPath", refuse);
        if (Directory.Exists(full))
            refuse(ErrorRecords.WrongParameter("InvalidRecordPath", $"The path of {what}, '{full}', is a folder; give the name of a file in it.", path));
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            refuse(ErrorRecords.RecordFolderMissing(what, full));
        return full;
    }

    /// <summary>The full path of a metrics file, whose extension says what is written.</summary>
    /// <param name="session">The session, whose location counts.</param>
    /// <param name="path">What the user gave; wildcards mean nothing in it.</param>
    /// <param name="refuse">Ends the command with an error.</param>
    public static string OfMetrics(SessionState session, string path, Action<ErrorRecord> refuse)
    {
        string full = Resolve(session, "the metrics file", path, refuse);
        if (!MetricsFile.IsNamedRight(full))
            refuse(ErrorRecords.WrongParameter("InvalidMetricsPath", $"-MetricsPath '{path}' ends in neither .json nor .prom, and the extension says what is written: JSON, or the text format of Prometheus.", path));
        return full;
    }
}
