using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace ImageResize.Records;

/// <summary>Remembers the first thing that went wrong with a log; Serilog keeps silent about it otherwise. Thread safe.</summary>
internal sealed class FirstFailure : ILoggingFailureListener
{
    private Exception? _first;
    private bool _isTaken;

    /// <summary>The failure, once; null where there is none or it was taken.</summary>
    public Exception? Take()
    {
        if (_isTaken || Volatile.Read(ref _first) is not { } first)
            return null;
        _isTaken = true;
        return first;
    }

    /// <inheritdoc/>
    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
        Interlocked.CompareExchange(ref _first, exception ?? new IOException(message), null);
}
