using System.Management.Automation;
using ImageResize.Batch;

namespace ImageResize.Errors;

/// <summary>Every error record of the module is made here: a stable id, a category, the path as target.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failed output.</summary>
    public static ErrorRecord Of(ImageOutcome outcome) => Of(
        outcome.ErrorId ?? ImageErrorId.InternalError,
        outcome.SourcePath,
        outcome.Message ?? "The image failed.",
        outcome.Fault?.Cause);

    /// <summary>The record of a path that cannot be used.</summary>
    public static ErrorRecord Of(ImageErrorId errorId, string path, string message, Exception? inner = null)
    {
        string text = VisibleText.Of($"{path}: {message}");
        return new ErrorRecord(new ImageResizeException(errorId, text, inner), errorId.ToString(), CategoryOf(errorId), path)
        {
            ErrorDetails = new ErrorDetails(text),
        };
    }

    /// <summary>The record of a wrong parameter, which ends the command.</summary>
    public static ErrorRecord WrongParameter(string errorId, string message, object? target = null) =>
        new(new PSArgumentException(VisibleText.Of(message)), errorId, ErrorCategory.InvalidArgument, target);

    /// <summary>The record of a journal that can no longer be written; the run goes on.</summary>
    public static ErrorRecord JournalFailed(string path, Exception fault) => new(fault, "JournalFailed", ErrorCategory.WriteError, path)
    {
        ErrorDetails = new ErrorDetails(VisibleText.Of($"The journal '{path}' could not be written: {fault.Message} The run goes on; what the journal lacks will be done again by -Resume.")),
    };

    /// <summary>The record of a log that could not be written; the run goes on.</summary>
    public static ErrorRecord LogFailed(string path, Exception fault) => new(fault, "LogFailed", ErrorCategory.WriteError, path)
    {
        ErrorDetails = new ErrorDetails(VisibleText.Of($"The log '{path}' could not be written: {fault.Message} The run goes on; the log may lack lines from here on.")),
    };

    private static ErrorCategory CategoryOf(ImageErrorId errorId) => errorId switch
    {
        ImageErrorId.NotFound => ErrorCategory.ObjectNotFound,
        ImageErrorId.AccessDenied => ErrorCategory.PermissionDenied,
        ImageErrorId.Empty or ImageErrorId.NotAnImage or ImageErrorId.Damaged => ErrorCategory.InvalidData,
        ImageErrorId.UnsupportedFormat => ErrorCategory.NotImplemented,
        ImageErrorId.TooLarge => ErrorCategory.LimitsExceeded,
        ImageErrorId.Timeout => ErrorCategory.OperationTimeout,
        ImageErrorId.OutputExists or ImageErrorId.OutputCollision => ErrorCategory.ResourceExists,
        ImageErrorId.DiskFull => ErrorCategory.WriteError,
        ImageErrorId.IoError => ErrorCategory.ReadError,
        ImageErrorId.OutOfMemory => ErrorCategory.ResourceUnavailable,
        ImageErrorId.Canceled => ErrorCategory.OperationStopped,
        _ => ErrorCategory.NotSpecified,
    };
}
