using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Journal;

namespace ImageResize.Errors;

/// <summary>Every error record of the module is made here: a stable id, a category, the path as target, and a text that shows what it holds.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failed output.</summary>
    public static ErrorRecord Of(ImageOutcome outcome) =>
        Of(outcome.SourcePath, outcome.Fault ?? new Fault(ImageErrorId.InternalError, "The image failed."));

    /// <summary>The record of an image, or of a path, that cannot be used.</summary>
    public static ErrorRecord Of(string path, Fault fault)
    {
        string text = VisibleText.Of($"{path}: {fault.Message}");
        return Record(new ImageResizeException(fault with { Message = text }), fault.ErrorId.ToString(), CategoryOf(fault.ErrorId), path, text);
    }

    /// <summary>The record of a wrong parameter, which ends the command.</summary>
    public static ErrorRecord WrongParameter(string errorId, string message, object? target = null) =>
        new(new PSArgumentException(VisibleText.Of(message)), errorId, ErrorCategory.InvalidArgument, target);

    /// <summary>The record of an object from the pipeline that names no file; the others are taken.</summary>
    public static ErrorRecord NotAPath(object? item) => new(
        new PSArgumentException(VisibleText.Of($"{Named(item)} names no file. Pipe what Get-ChildItem gives, texts with paths, or objects with a property FullName or Path.")),
        "NotAPath",
        ErrorCategory.InvalidType,
        item);

    /// <summary>The record of a file that is no metrics file of a run; the others are merged.</summary>
    public static ErrorRecord NotMetrics(string path, Exception fault) => Record(fault, "NotMetrics", ErrorCategory.InvalidData, path, $"{path}: {fault.Message}");

    /// <summary>The record of an object that a report cannot be made from; the others are taken.</summary>
    public static ErrorRecord NotReportable(object item) => new(
        new PSArgumentException(VisibleText.Of($"'{item}' is neither a result of Invoke-ImageResize nor its summary nor a measurement of Measure-ImageResize, so it is not in the report.")),
        "NotReportable",
        ErrorCategory.InvalidType,
        item);

    /// <summary>The record of a journal that cannot be opened, which ends the command.</summary>
    public static ErrorRecord JournalUnavailable(string path, Exception fault) => Record(
        fault, "JournalUnavailable", ErrorCategory.ResourceUnavailable, path,
        $"The journal '{path}' cannot be opened: {fault.Message} {(fault is NotAJournalException ? "Name a new file, or the journal of an earlier run." : "Another run may be using it; give each run a journal of its own.")}");

    /// <summary>The record of a journal that can no longer be written; the run goes on.</summary>
    public static ErrorRecord JournalFailed(string path, Exception fault) => Record(
        fault, "JournalFailed", ErrorCategory.WriteError, path,
        $"The journal '{path}' could not be written: {fault.Message} The run goes on; what the journal lacks will be done again by -Resume.");

    /// <summary>The record of a log that cannot be opened, which ends the command.</summary>
    public static ErrorRecord LogUnavailable(string path, Exception fault) => Record(
        fault, "LogUnavailable", ErrorCategory.ResourceUnavailable, path,
        $"The log '{path}' cannot be opened: {fault.Message} Name a file in a folder that is there and may be written to.");

    /// <summary>The record of a log that could not be written; the run goes on.</summary>
    public static ErrorRecord LogFailed(string path, Exception fault) => Record(
        fault, "LogFailed", ErrorCategory.WriteError, path,
        $"The log '{path}' could not be written: {fault.Message} The run goes on; the log may lack lines from here on.");

    /// <summary>The record of a folder for outputs that cannot be used, which ends the command.</summary>
    public static ErrorRecord FolderUnavailable(string? path, Exception fault) => Record(
        fault, "FolderUnavailable", ErrorCategory.ResourceUnavailable, path,
        $"The folder for the outputs cannot be used: {fault.Message} Choose another -Destination.");

    /// <summary>The record of a journal, log, metrics file or report whose folder is not there, which ends the command.</summary>
    public static ErrorRecord RecordFolderMissing(string what, string path) =>
        Report("RecordFolderMissing", ErrorCategory.ObjectNotFound, path, $"The folder of {what} '{path}' does not exist. Create it first, or choose another path.");

    /// <summary>The record of a report that is there and must not be replaced, which ends the command.</summary>
    public static ErrorRecord ReportReadOnly(string path) =>
        Report("ReportReadOnly", ErrorCategory.PermissionDenied, path, $"The report '{path}' is there and read-only. Use -Force to replace it.");

    /// <summary>The record of a report that is there and must stay, which ends the command.</summary>
    public static ErrorRecord ReportExists(string path) =>
        Report("NoClobber", ErrorCategory.ResourceExists, path, $"The report '{path}' is there already, and -NoClobber was given.");

    /// <summary>The record of a report that could not be written.</summary>
    public static ErrorRecord ReportUnwritable(string path, ImageResizeException fault) =>
        Report("ReportUnwritable", ErrorCategory.WriteError, path, $"The report '{path}' could not be written: {fault.InnerException?.Message ?? fault.Message}", fault);

    private static string Named(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        return value is null or "" ? "Nothing, or an empty text," : value is PSCustomObject ? "An object without a path" : $"'{value}' ({value.GetType().Name})";
    }

    private static ErrorRecord Report(string errorId, ErrorCategory category, string path, string message, Exception? inner = null) =>
        new(new IOException(VisibleText.Of(message), inner), errorId, category, path);

    /// <summary>The exception stays the one that was met; what is shown is the text.</summary>
    private static ErrorRecord Record(Exception exception, string errorId, ErrorCategory category, string? target, string text) =>
        new(exception, errorId, category, target) { ErrorDetails = new ErrorDetails(VisibleText.Of(text)) };

    private static ErrorCategory CategoryOf(ImageErrorId errorId) => errorId switch
    {
        ImageErrorId.NotFound or ImageErrorId.PageNotFound => ErrorCategory.ObjectNotFound,
        ImageErrorId.AccessDenied => ErrorCategory.PermissionDenied,
        ImageErrorId.Empty or ImageErrorId.NotAnImage or ImageErrorId.Damaged => ErrorCategory.InvalidData,
        ImageErrorId.UnsupportedFormat => ErrorCategory.NotImplemented,
        ImageErrorId.WouldLose => ErrorCategory.InvalidOperation,
        ImageErrorId.InvalidName => ErrorCategory.InvalidArgument,
        ImageErrorId.TooLarge or ImageErrorId.TargetNotReached => ErrorCategory.LimitsExceeded,
        ImageErrorId.Timeout => ErrorCategory.OperationTimeout,
        ImageErrorId.OutputExists or ImageErrorId.OutputCollision => ErrorCategory.ResourceExists,
        ImageErrorId.DiskFull => ErrorCategory.WriteError,
        ImageErrorId.IoError => ErrorCategory.ReadError,
        ImageErrorId.OutOfMemory => ErrorCategory.ResourceUnavailable,
        ImageErrorId.WorkerCrashed => ErrorCategory.ResourceUnavailable,
        ImageErrorId.Canceled => ErrorCategory.OperationStopped,
        _ => ErrorCategory.NotSpecified,
    };
}
