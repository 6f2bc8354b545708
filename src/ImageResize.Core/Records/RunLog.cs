using System.Text;
using ImageResize.Batch;
using ImageResize.Files;
using ImageResize.Imaging;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace ImageResize.Records;

/// <summary>
/// The log file of a run: its start, a line for each failure, retry and warning, and its end; nothing for an image that
/// goes well, of which there may be a million. Lines are appended, in UTF-8, and several runs may write to one file at
/// the same time. A name that ends in .jsonl gets JSON lines, any other text. Belongs to the pipeline thread.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly Logger _logger;
    private readonly FirstFailure _failure;
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    private RunLog(Logger logger, FirstFailure failure)
    {
        _logger = logger;
        _failure = failure;
    }

    /// <summary>Opens the file, or makes it; its folder must be there.</summary>
    /// <exception cref="IOException">It is no file, or an image, or another user's link leads to it, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static RunLog Open(string path)
    {
        if (UnixFile.IsSpecial(path))
            throw new IOException("It is a pipe, a socket or a device.");
        if (FormatTraits.FromExtension(Path.GetExtension(path)) is not null)
            throw new IOException("It is called like an image.");

        ITextFormatter formatter = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? new JsonLineFormatter() : new TextLineFormatter();
        var failure = new FirstFailure();
        return new RunLog(new LoggerConfiguration().WriteTo.Fallible(sinks => AddFile(sinks, path, formatter), failure).CreateLogger(), failure);
    }

    private static void AddFile(LoggerSinkConfiguration sinks, string path, ITextFormatter formatter)
    {
        if (OperatingSystem.IsLinux())
        {
            sinks.Sink(new AppendingSink(KeptFile.OpenShared(path), formatter));
            return;
        }

        // Serilog keeps its own troubles to itself; a log that cannot be written must be known before the first image.
        string real = TrustedPath.Resolve(path);
        using (new FileStream(real, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
        }

        sinks.File(formatter, real, fileSizeLimitBytes: null, shared: true, encoding: new UTF8Encoding(false));
    }

    /// <summary>The run begins.</summary>
    /// <param name="version">The module's version.</param>
    /// <param name="command">What was asked for, in one line.</param>
    public void Started(string version, string command) => Write(LogEventLevel.Information, "started", ("version", version), ("command", command));

    /// <summary>Notes what is worth a line of an output.</summary>
    public void Note(ImageOutcome outcome)
    {
        for (int i = 0; i < outcome.RetryReasons.Count; i++)
            Write(LogEventLevel.Warning, "retry", ("source", outcome.SourcePath), ("attempt", i + 2), ("message", outcome.RetryReasons[i]));
        foreach (string warning in outcome.Warnings)
            Write(LogEventLevel.Warning, "warning", ("source", outcome.SourcePath), ("output", outcome.OutputPath), ("message", warning));
        if (outcome.Status != ResizeStatus.Failed)
            return;
        bool isCanceled = outcome.ErrorId == ImageErrorId.Canceled;
        Write(
            isCanceled ? LogEventLevel.Information : LogEventLevel.Error,
            isCanceled ? "canceled" : "failed",
            ("source", outcome.SourcePath),
            ("output", outcome.OutputPath),
            ("errorId", outcome.ErrorId?.ToString()),
            ("attempts", outcome.Attempts),
            ("seconds", Math.Round(outcome.Times.Work.TotalSeconds, 6)),
            ("message", outcome.Message));
    }

    /// <summary>Why a line could not be written, once in a run; null where all is well or that was told already.</summary>
    public Exception? TakeFault() => _failure.Take();

    /// <summary>The run has ended.</summary>
    /// <param name="figures">What it did.</param>
    /// <param name="isCompleted">Whether it came to its end, or was stopped before.</param>
    public void Ended(RunFigures figures, bool isCompleted) => Write(
        LogEventLevel.Information,
        isCompleted ? "completed" : "stopped",
        ("total", figures.Total),
        ("resized", figures.Resized),
        ("copied", figures.Copied),
        ("skipped", figures.Skipped),
        ("failed", figures.Failed),
        ("canceled", figures.Canceled > 0 ? figures.Canceled : null),
        ("retries", figures.Retries),
        ("bytesRead", figures.BytesRead),
        ("bytesWritten", figures.BytesWritten),
        ("seconds", Math.Round(figures.Elapsed.TotalSeconds, 3)),
        ("imagesPerSecond", Math.Round(figures.ImagesPerSecond, 2)),
        ("peakMemoryBytes", figures.PeakMemory));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _logger.Dispose();

    private void Write(LogEventLevel level, string name, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var properties = new List<LogEventProperty> { new("run", new ScalarValue(_run)) };
        foreach ((string field, object? value) in fields)
        {
            if (value is not null)
                properties.Add(new LogEventProperty(field, new ScalarValue(value)));
        }

        _logger.Write(new LogEvent(DateTimeOffset.UtcNow, level, exception: null, new MessageTemplate(name, [new TextToken(name)]), properties));
    }
}
