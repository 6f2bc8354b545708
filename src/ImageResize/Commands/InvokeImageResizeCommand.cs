using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Monitoring;
using ImageResize.Batch.Planning;
using ImageResize.Display;
using ImageResize.Errors;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Processes;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Resizes images in bulk.</para>
/// The pipeline thread resolves paths, plans outputs and hands out results; the work is done by
/// <see cref="BatchRun"/>. Nothing here decides anything about an image.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "ImageResize", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Invoke-ImageResize.md")]
[OutputType(typeof(ImageResizeResult))]
public partial class InvokeImageResizeCommand : ImageConversionCommand, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private OutputPlanner? _planner;
    private RunDisplay? _progress;
    private BatchRun? _run;
    private ChildProcessPool? _children;
    private readonly Leftovers _leftovers = new(LocalFileLayer.Instance);
    private BackupPlace? _backup;
    private bool _yesToAll;
    private bool _noToAll;
    private readonly SourceQueue _sources = new();
    private long _planned;
    private bool _allListed;

    /// <inheritdoc/>
    protected override bool IncludeHidden => Force;

    /// <inheritdoc/>
    protected override bool EnterFolder(string folder) => base.EnterFolder(folder) && folder != _backup?.Folder;

    /// <inheritdoc/>
    protected override TimeSpan? TimeLimit => TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null;

    /// <summary>What the progress display calls the run.</summary>
    private protected virtual string Activity => "Resizing images";

    /// <summary>The run, once it has begun.</summary>
    private protected BatchRun Run => _run!;

    /// <summary>Is told when the run is to stop.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Outputs of an image are being made; each has an outcome later.</summary>
    private protected virtual void OnBegun(SourceFile source, int outputs)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the run, whatever came of it, and closes what is kept of it.</summary>
    /// <param name="disposing">Always: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        // Whatever ended the run (Select-Object -First, -ErrorAction Stop, Ctrl+C), no bar may stay behind.
        _progress?.Complete();
        _run?.Dispose();
        CloseRecords();
        _planner?.Dispose();
        _children?.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ClearSummary();
        ThrowIfNoInput();
        if (Shard.Count > 0)
            WriteVerbose($"-Shard: part {Shard.Index} of {Shard.Count}{(Shard.Origin is { } origin ? $" ({origin})" : string.Empty)}.");
        ResolveName();
        if (!IsConversionAsked)
            ThrowTerminatingError(ErrorRecords.WrongParameter("NothingToDo", "There is nothing to do: give -Size (such as -Size 800,600), -Format, -Quality, -TargetLength, -Metadata, -Copyright, -Artist, -ColorSpace, -Page, or a step such as -Rotate 90."));

        if (InPlace && (Destination is not null || Name is not null || Format.Length > 0 || OutputsPerImage > 1 || Page is not null))
            ThrowTerminatingError(ErrorRecords.WrongParameter("InPlaceConflict", "-InPlace replaces each image by one output of the same name and format, so it goes with neither -Destination nor -Name nor -Format nor -Page nor several sizes or pixel ratios."));

        _backup = ResolveBackup();
        ResolveSizes();
        ResolveSteps();
        WarnOfIdleParameters();
        if (InPlace && IsBound(nameof(IfExists)))
            WriteWarning("-IfExists says what happens where an output is there already; -InPlace replaces each image, so it does not count.");
        if (Retry == 1 && (IsBound(nameof(RetryDelay)) || RetryDiskFull))
            WriteWarning("-RetryDelay and -RetryDiskFull say how an image is tried again; with -Retry 1 none is.");
        ResolveDestination();
        ConvertOptions options = ConvertOptions with
        {
            OnLoss = OnLoss,
            MayLoseContentInPlace = Force,
            Retry = new RetryOptions { Attempts = Retry, Delay = TimeSpan.FromSeconds(RetryDelay), DiskFull = RetryDiskFull },
        };
        _children = StartIsolation(ThrottleLimit.Workers);
        _planner = new OutputPlanner(PlanOptions, options, _children, _stop.Token);
        OpenRecords(options);
        _progress = new RunDisplay(this, Activity, State);
        WorkLimits limits = LimitsFor(ThrottleLimit);
        _run = new BatchRun(
            limits,
            () => new ImageProcessor(options, limits.NewScaler(_children), LocalFileLayer.Instance),
            Emit,
            Tick,
            Note);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SourceFile source in InputFiles().Where(IsInShard))
        {
            while (!_sources.TryAdd(source))
            {
                SubmitListed();
                _run!.Wait();
            }

            SubmitListed();
            if (Stopping)
                throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _allListed = true;
        for (SubmitListed(); _sources.Count > 0; SubmitListed())
            _run!.Wait();
        _run!.Finish();
        _progress!.Complete();
        TellWhatWasLeftOut();
        RunFigures figures = RunFigures.Of(_run);
        ImageResizeSummary summary = Summarize(figures, isCompleted: true);

        // The tag makes the host show the line, as Write-Host does; the record carries the object.
        if (summary.Total > 0)
            WriteInformation(summary, ["PSHOST", nameof(ImageResizeSummary)]);
        CompleteRecords(figures);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stop.Cancel();
        _run?.Cancel();
        _report?.Hurry();
    }

    /// <inheritdoc/>
    private protected override void OnPathFault(string path, Fault fault) => Settle(ImageOutcome.Failure(path, null, fault));

    /// <summary>
    /// Plans and queues what there is room for. Listing does not wait for it: paths are cheap, so the number of images
    /// is soon known, and what is ready is handed out meanwhile.
    /// </summary>
    private void SubmitListed()
    {
        while (_run!.HasRoom && _sources.TryTake(out SourceFile source))
            Submit(source);
        _run.HandOut();
    }

    private void Tick()
    {
        while (_run!.TryTakeChange(out string change))
            WriteVerbose($"-ThrottleLimit Auto: {change}");
        _progress!.Update();
    }

    private RunState State()
    {
        BatchCounters counters = _run!.Counters;
        return new RunState(counters.Total, _planned + _sources.Count * OutputsPerImage)
        {
            IsAllListed = _allListed,
            Skipped = counters[ResizeStatus.Skipped],
            Failed = counters[ResizeStatus.Failed],
            BytesSaved = counters.BytesSaved,
            Slowest = _run.Slowest,
        };
    }

    private protected void Submit(SourceFile source)
    {
        if (ImageInput.WhyUnreadable(source.Path, LocalFileLayer.Instance) is { } fault)
        {
            Settle(ImageOutcome.Failure(source.Path, null, fault));
            return;
        }

        SourcePlan plan = Plan(source);
        foreach (ImageOutcome outcome in plan.Settled)
            Settle(outcome);

        PlannedOutput[] outputs = [.. plan.Outputs.Where(output => !IsDone(source, output) && IsWanted(source, output))];
        if (outputs.Length == 0)
            return;
        foreach (PlannedOutput output in outputs)
        {
            _leftovers.RemoveFrom(System.IO.Path.GetDirectoryName(output.Path)!);
            if (output.BackupPath is { } backup)
                _leftovers.RemoveFrom(System.IO.Path.GetDirectoryName(backup)!);
            _journal?.Begin(source, output.Path, output.InPlace);
        }

        _planned += outputs.Length;
        OnBegun(source, outputs.Length);
        foreach (WorkItem item in WorkItem.For(source.Path, outputs, plan.PagesTogether))
            _run!.Add(item);
    }

    /// <summary>Whether an image belongs to the part of the images that this run does.</summary>
    private protected bool IsInShard(SourceFile source) => Shard.Contains(source.Root, source.Path);

    /// <summary>Whether an earlier run of this journal made the output, and it is still good.</summary>
    private protected virtual bool IsDone(SourceFile source, PlannedOutput output)
    {
        if (!IsJournaled(source, output))
            return false;
        Settle(ImageOutcome.Skip(source.Path, output.Path, _journal!.WhyDone(source, output.Path)));
        return true;
    }

    /// <summary>Whether the journal of an earlier run has the output, and the image is as it was then.</summary>
    private protected bool IsJournaled(SourceFile source, PlannedOutput output) => _journal?.IsDone(source, output.Path) == true;

    /// <summary>Counts and hands out what needs no worker.</summary>
    private void Settle(ImageOutcome outcome)
    {
        _planned++;
        _run!.Report(outcome);
    }

    /// <summary>Asks where it must: replacing originals has a high impact, and is confirmed as such.</summary>
    private bool IsWanted(SourceFile source, PlannedOutput output)
    {
        if (!output.InPlace)
            return ShouldProcess(VisibleText.Of($"{source.Path} -> {output.Path}"), Describe(output));
        if (!ShouldProcess(VisibleText.Of(output.Path), Describe(output) + " in place"))
            return false;
        bool asked = IsBound("Confirm") || Force || (ConfirmImpact)LanguagePrimitives.ConvertTo(GetVariableValue("ConfirmPreference", ConfirmImpact.High), typeof(ConfirmImpact), null) == ConfirmImpact.None;
        return asked || ShouldContinue(VisibleText.Of($"Replace the original '{output.Path}' by its resized form?"), "Replace originals", ref _yesToAll, ref _noToAll);
    }

    private string Describe(PlannedOutput output)
    {
        string size = output.Size is { } target ? $"{(Mode switch { ResizeMode.Fit => "Resize to fit", ResizeMode.Fill => "Resize to fill", ResizeMode.Pad => "Resize and pad to", _ => "Stretch to" })} {target}" : "Convert";
        string described = output.Format is { } format ? $"{size} as {FormatTraits.Of(format).Name}" : size;
        return output.Page is { } page ? $"{described}, -Page {page}" : described;
    }

    /// <summary>The length of a file that failed before it was read; 0 where that is not to be had either.</summary>
    private static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return 0;
        }
    }

    private protected virtual void Emit(ImageOutcome outcome)
    {
        if (outcome.Status == ResizeStatus.Failed && outcome.SourceLength == 0)
            outcome = outcome with { SourceLength = LengthOf(outcome.SourcePath) };

        // First of all: what is done must be noted even where the consumer ends the pipeline now.
        Note(outcome);
        TellOfRecordFaults();
        if (outcome.Status == ResizeStatus.Failed && !outcome.IsFaultTold)
            WriteError(ErrorRecords.Of(outcome));
        foreach (string warning in outcome.Warnings)
            WriteWarning(VisibleText.Of($"{outcome.SourcePath}: {warning}"));
        foreach (string remark in outcome.DecoderRemarks)
            WriteVerbose(VisibleText.Of($"{outcome.SourcePath}: {remark}"));
        if (outcome.Status == ResizeStatus.Skipped)
            WriteVerbose(VisibleText.Of($"{outcome.SourcePath}: skipped. {outcome.Message}"));
        WriteObject(new ImageResizeResult(outcome));
    }
}
