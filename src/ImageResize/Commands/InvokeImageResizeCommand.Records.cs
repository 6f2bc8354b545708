using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Errors;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Vips;
using ImageResize.Logging;
using ImageResize.Metrics.Export;
using ImageResize.Reports;

namespace ImageResize.Commands;

/// <content>What is kept of a run: journal, log, metrics and report. All are whole, too, where the run is stopped.</content>
public sealed partial class InvokeImageResizeCommand
{
    private RunJournal? _journal;
    private RunReport? _report;
    private RunLog? _log;
    private string? _metricsFile;
    private bool _isCompleted;

    private void OpenRecords(ConvertOptions options)
    {
        ThrowIfShared();
        ResolveMetrics();
        OpenJournal(options);
        OpenReport();
        OpenLog();
    }

    /// <summary>The run has come to its end.</summary>
    private void CompleteRecords(BatchRun run)
    {
        _isCompleted = true;
        if (_report?.Write(run) is { } unwritable)
            WriteError(unwritable);
        RunMetrics metrics = MetricsOf(run);
        _log?.Ended(metrics);
        if (WriteMetrics(metrics) is { } fault)
            WriteError(ErrorRecords.Of(fault.ErrorId, _metricsFile!, fault.Message, fault));
    }

    /// <summary>Whatever ended the run: what is kept of it is written and closed. Nobody is left who could be told that it failed.</summary>
    private void CloseRecords()
    {
        if (!_isCompleted && _run is { } run)
        {
            run.Counters.Stop();
            RunMetrics metrics = MetricsOf(run);
            _log?.Ended(metrics);
            if (metrics.Total > 0)
                WriteMetrics(metrics);
        }

        _journal?.Dispose();
        _log?.Dispose();
        _report?.WriteEndedEarly();
    }

    /// <summary>Notes what became of an output; an image that the stop of the run kept from its end is neither done nor failed.</summary>
    private void Note(ImageOutcome outcome)
    {
        _journal?.Note(outcome);
        _log?.Note(outcome);
        if (outcome.ErrorId != ImageErrorId.Canceled)
            _report?.Add(outcome);
    }

    private void OpenJournal(ConvertOptions options)
    {
        if (JournalPath is null)
        {
            if (IsBound(nameof(Resume)))
                ThrowTerminatingError(ErrorRecords.WrongParameter("JournalMissing", "-Resume needs the journal of the earlier run: give -JournalPath."));
            return;
        }

        string path = FullPath(JournalPath);
        if (IsBound("WhatIf") && !File.Exists(path))
            return; // Not even a journal comes of asking.
        try
        {
            _journal = new RunJournal(JournalFile.Open(path), OptionsHash.Of(options, Size), IsBound(nameof(Resume)) ? Resume : null, Destination);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(e, "JournalUnavailable", ErrorCategory.ResourceUnavailable, path)
            {
                ErrorDetails = new ErrorDetails($"The journal '{path}' cannot be opened: {e.Message} Another run may be using it; give each run a journal of its own."),
            });
        }
    }

    private void OpenReport()
    {
        if (ReportPath is null || IsBound("WhatIf"))
            return;
        _report = new RunReport(ReportTarget.Resolve(SessionState, ReportPath, Force, ThrowTerminatingError));
    }

    private void OpenLog()
    {
        if (LogPath is null || IsBound("WhatIf"))
            return;
        string path = FullPath(LogPath);
        try
        {
            _log = RunLog.Open(path);
            _log.Started(ImageResizeSummary.ModuleVersion, MyInvocation.Line is { Length: > 0 } line ? line.Trim() : MyInvocation.MyCommand.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(e, "LogUnavailable", ErrorCategory.ResourceUnavailable, path)
            {
                ErrorDetails = new ErrorDetails($"The log '{path}' cannot be opened: {e.Message} Name a file in a folder that is there and may be written to."),
            });
        }
    }

    private void ResolveMetrics()
    {
        if (MetricsPath is null || IsBound("WhatIf"))
            return;
        string path = FullPath(MetricsPath);
        if (System.IO.Path.GetExtension(path).ToLowerInvariant() is not (".json" or ".prom"))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidMetricsPath", $"-MetricsPath '{MetricsPath}' ends in neither .json nor .prom, and the extension says what is written: JSON, or the text format of Prometheus.", MetricsPath));
        if (Directory.Exists(path) || !Directory.Exists(System.IO.Path.GetDirectoryName(path)))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidMetricsPath", $"-MetricsPath '{path}' is a folder, or its folder does not exist.", MetricsPath));
        _metricsFile = path;
    }

    /// <summary>Two records in one file would spoil each other.</summary>
    private void ThrowIfShared()
    {
        (string Name, string? Path)[] records = [("-JournalPath", JournalPath), ("-LogPath", LogPath), ("-MetricsPath", MetricsPath), ("-ReportPath", ReportPath)];
        foreach (IGrouping<string, (string Name, string? Path)> file in records.Where(record => record.Path is not null).GroupBy(record => FullPath(record.Path!)))
        {
            if (file.Count() > 1)
                ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidRecordPath", $"{string.Join(" and ", file.Select(record => record.Name))} name the same file; give each a file of its own.", file.Key));
        }
    }

    private RunMetrics MetricsOf(BatchRun run) => new(run.Counters)
    {
        IsCompleted = _isCompleted,
        Version = ImageResizeSummary.ModuleVersion,
        LibvipsVersion = VipsRuntime.Version,
        Workers = run.Workers,
        PeakInHand = run.PeakInHand,
    };

    private ImageResizeException? WriteMetrics(RunMetrics metrics)
    {
        if (_metricsFile is null)
            return null;
        try
        {
            bool isJson = _metricsFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            using var content = new MemoryStream(isJson ? MetricsJson.Write(metrics) : MetricsPrometheus.Write(metrics));
            AtomicFile.Write(LocalFileLayer.Instance, _metricsFile, content, new WriteOptions(Overwrite: true));
            return null;
        }
        catch (ImageResizeException e)
        {
            return e;
        }
    }

    private string FullPath(string path) => System.IO.Path.GetFullPath(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
}
