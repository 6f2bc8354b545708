using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Errors;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Paths;
using ImageResize.Records;

namespace ImageResize.Commands;

/// <content>What is kept of a run: journal, log, metrics and report. All are whole, too, where the run is stopped.</content>
public partial class InvokeImageResizeCommand
{
    private const int MostInputsLogged = 3;

    private RunJournal? _journal;
    private RunReport? _report;
    private RunLog? _log;
    private string? _metricsFile;
    private string? _optionsHash;
    private bool _isCompleted;

    /// <summary>The variable of -SummaryVariable itself: whatever scope is current when the run ends, it is the one that was named.</summary>
    private PSVariable? _summaryTarget;

    private void OpenRecords(ConvertOptions options)
    {
        _optionsHash = OptionsHash.Of(options, Size, Format, Page, DevicePixelRatio);
        ThrowIfShared();
        ResolveMetrics();
        OpenJournal(_optionsHash);
        OpenReport();
        OpenLog();
    }

    /// <summary>The run has come to its end.</summary>
    private void CompleteRecords(RunFigures figures)
    {
        _isCompleted = true;

        // First write all of them, then tell: an error may end the command.
        ErrorRecord? unwritable = _report?.Write(figures);
        _log?.Ended(figures, _isCompleted);
        ImageResizeException? fault = WriteMetrics(figures);
        if (unwritable is not null)
            WriteError(unwritable);
        if (fault is not null)
            WriteError(ErrorRecords.Of(_metricsFile!, fault.Fault));
        TellOfRecordFaults();
    }

    /// <summary>Whatever ended the run: what is kept of it is written and closed. Nobody is left who could be told that it failed.</summary>
    private void CloseRecords()
    {
        if (!_isCompleted && _run is { } run)
        {
            run.Counters.Stop();
            var figures = RunFigures.Of(run);
            _log?.Ended(figures, _isCompleted);
            WriteMetrics(figures);
            SayStopped(Summarize(figures, isCompleted: false));
        }

        _journal?.Dispose();
        _log?.Dispose();
        _report?.WriteEndedEarly();
    }

    /// <summary>What an earlier run left in the variable must not be taken for this one's, however this one ends.</summary>
    private void ClearSummary()
    {
        if (SummaryVariable is null)
            return;
        try
        {
            // First a summary, so that a variable that takes none (read-only, of another type) is told before any work.
            SessionState.PSVariable.Set(SummaryVariable, new ImageResizeSummary(new RunFigures(), ThrottleLimit, isCompleted: false));
            _summaryTarget = SessionState.PSVariable.Get(SummaryVariable);
            _summaryTarget.Value = null;
        }
        catch (RuntimeException e)
        {
            ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidSummaryVariable", $"-SummaryVariable {SummaryVariable} cannot be set: {e.Message} Name another variable.", SummaryVariable));
        }
    }

    private ImageResizeSummary Summarize(RunFigures figures, bool isCompleted)
    {
        var summary = new ImageResizeSummary(figures, ThrottleLimit, isCompleted);
        if (_summaryTarget is not null)
            _summaryTarget.Value = summary;
        return summary;
    }

    /// <summary>A cmdlet whose pipeline was ended may write to no stream any more, but to the host.</summary>
    private void SayStopped(ImageResizeSummary summary)
    {
        object? action = MyInvocation.BoundParameters.GetValueOrDefault("InformationAction") ?? GetVariableValue("InformationPreference");
        if (summary.Total > 0 && !(LanguagePrimitives.TryConvertTo(action, out ActionPreference preference) && preference == ActionPreference.Ignore))
            Host?.UI?.WriteLine(summary.ToString());
    }

    /// <summary>A journal or log that cannot be written is told once; the run goes on.</summary>
    private void TellOfRecordFaults()
    {
        if (_journal?.TakeFault() is { } journalFault)
            WriteError(ErrorRecords.JournalFailed(JournalPath!, journalFault));
        if (_log?.TakeFault() is { } logFault)
            WriteError(ErrorRecords.LogFailed(LogPath!, logFault));
    }

    /// <summary>Notes what became of an output; an image that the stop of the run kept from its end is neither done nor failed.</summary>
    private void Note(ImageOutcome outcome)
    {
        _journal?.Note(outcome);
        _log?.Note(outcome);
        if (outcome.ErrorId != ImageErrorId.Canceled)
            _report?.Add(outcome);
    }

    private void OpenJournal(string optionsHash)
    {
        if (SkipFailed && ResumeMode is null)
            ThrowTerminatingError(ErrorRecords.WrongParameter("ResumeMissing", "-SkipFailed says what -Resume does with what failed in an earlier run: give -Resume, too, and the -JournalPath of that run."));
        if (JournalPath is null)
        {
            if (Resume)
                ThrowTerminatingError(ErrorRecords.WrongParameter("JournalMissing", "-Resume needs the journal of the earlier run: give -JournalPath."));
            return;
        }

        string path = RecordFile("the journal", JournalPath);
        if (IsBound("WhatIf") && !File.Exists(path))
            return; // Not even a journal comes of asking.
        try
        {
            _journal = new RunJournal(JournalFile.Open(path), optionsHash, ResumeMode, Destination);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.JournalUnavailable(path, e));
        }
    }

    private protected virtual ResumeMode? ResumeMode => !Resume ? null : SkipFailed ? Batch.Journal.ResumeMode.SkipFailed : Batch.Journal.ResumeMode.Retry;

    private void OpenReport()
    {
        if (ReportPath is null || IsBound("WhatIf"))
            return;
        _report = new RunReport(ReportTarget.Resolve(SessionState, OfShard(ReportPath), Force, ThrowTerminatingError), _children);
    }

    private void OpenLog()
    {
        if (LogPath is null || IsBound("WhatIf"))
            return;
        string path = RecordFile("the log", LogPath);
        try
        {
            _log = RunLog.Open(path);
            _log.Started(ImageResizeSummary.ModuleVersion, Command());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.LogUnavailable(path, e));
        }
    }

    /// <summary>
    /// The command with its parameters, those given by position, too; of the inputs, of which there may be very many, the
    /// first few. Not the line of the script, which may hold what is nobody's business.
    /// </summary>
    private string Command() => string.Join(' ', [
        .. MyInvocation.ExpectingInput ? ["(pipeline) |", MyInvocation.MyCommand.Name] : (string[])[MyInvocation.MyCommand.Name],
        .. MyInvocation.BoundParameters.OrderBy(bound => bound.Key is nameof(Path) or nameof(LiteralPath) ? 0 : 1).Select(Argument),
    ]);

    private static string Argument(KeyValuePair<string, object> bound) => bound switch
    {
        { Value: SwitchParameter { IsPresent: true } } => $"-{bound.Key}",
        { Value: SwitchParameter } => $"-{bound.Key}:$false",
        { Key: nameof(InputObject) } => $"-{bound.Key} (objects)",
        { Key: nameof(Path) or nameof(LiteralPath), Value: string[] { Length: > MostInputsLogged } paths } =>
            $"-{bound.Key} {string.Join(", ", paths.Take(MostInputsLogged))} and {Quantity.Count(paths.Length - MostInputsLogged)} more",
        { Value: string[] texts } => $"-{bound.Key} {string.Join(", ", texts)}",
        _ => $"-{bound.Key} {LanguagePrimitives.ConvertTo<string>(bound.Value)}",
    };

    private void ResolveMetrics()
    {
        if (MetricsPath is null || IsBound("WhatIf"))
            return;
        _metricsFile = RecordTarget.OfMetrics(SessionState, OfShard(MetricsPath), ThrowTerminatingError);
    }

    /// <summary>Two records in one file would spoil each other.</summary>
    private void ThrowIfShared()
    {
        (string Name, string? Path)[] records = [("-JournalPath", JournalPath), ("-LogPath", LogPath), ("-MetricsPath", MetricsPath), ("-ReportPath", ReportPath)];
        foreach (IGrouping<string, (string Name, string? Path)> file in records.Where(record => record.Path is not null).GroupBy(record => FullPath(record.Path!), OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase))
        {
            if (file.Count() > 1)
                ThrowTerminatingError(ErrorRecords.WrongParameter("InvalidRecordPath", $"{string.Join(" and ", file.Select(record => record.Name))} name the same file; give each a file of its own.", file.Key));
        }
    }

    private ImageResizeException? WriteMetrics(RunFigures figures)
    {
        if (_metricsFile is null)
            return null;
        try
        {
            MetricsFile.Write(_metricsFile, new RunMetrics(figures, _isCompleted, ImageResizeSummary.ModuleVersion, VipsRuntime.Version) { Shard = Shard, Options = _optionsHash });
            return null;
        }
        catch (ImageResizeException e)
        {
            return e;
        }
    }

    /// <summary>The full path of a file that is kept of the run; where there can be none, the command ends before any work.</summary>
    private string RecordFile(string what, string path) => RecordTarget.Resolve(SessionState, what, OfShard(path), ThrowTerminatingError);

    /// <summary>The full path of a record, in which {shard} stands for the part that the run does: "2-of-5".</summary>
    private string FullPath(string path) => FileSystemPath.OfParameter(SessionState, OfShard(path), $"'{path}'", "InvalidRecordPath", ThrowTerminatingError);

    private string OfShard(string path) => path.Replace("{shard}", Shard.ToString(), StringComparison.OrdinalIgnoreCase);
}
