using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Batch.Watching;
using ImageResize.Errors;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Resizes the images that come into a folder.</para>
/// A run whose inputs come one by one and that has no end of its own: what is whole (<see cref="FolderWatch"/>) is planned and
/// queued as in any run, and results stream out. Nothing here decides anything about an image.
/// </summary>
[Cmdlet(VerbsCommon.Watch, "ImageFolder", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Watch-ImageFolder.md")]
[OutputType(typeof(ImageResizeResult))]
public sealed class WatchImageFolderCommand : InvokeImageResizeCommand
{
    private readonly Dictionary<string, FolderWatch> _watches = new(StringComparer.Ordinal);

    /// <summary>Outputs that are still being made, by image.</summary>
    private readonly Dictionary<string, (FolderWatch Watch, int Outputs)> _inHand = new(StringComparer.Ordinal);
    private readonly Queue<WatchNotice> _notices = new();
    private FolderWatch? _current;
    private bool _wasThere;
    private long _lastBusy = TimeProvider.System.GetTimestamp();

    /// <summary>Looks through the folder from time to time instead of being told by the system, as network shares need it.</summary>
    [Parameter]
    public SwitchParameter Polling { get; set; }

    /// <summary>Seconds between two looks through the folder, with -Polling or where the system cannot tell of changes.</summary>
    [Parameter]
    [ValidateRange(0.1, 86_400.0)]
    public double PollingInterval { get; set; } = 5;

    /// <summary>Seconds that a file must keep its length and its time of writing before it counts as whole.</summary>
    [Parameter]
    [ValidateRange(0.0, 3600.0)]
    public double SettleSeconds { get; set; } = 1;

    /// <summary>Ends the command when nothing has come for so many seconds; without it, it watches until it is stopped.</summary>
    [Parameter]
    [ValidateRange(0.1, 31_536_000.0)]
    public double IdleSeconds { get; set; }

    /// <inheritdoc/>
    private protected override string Activity => "Watching for images";

    /// <inheritdoc/>
    private protected override PlanOptions PlanOptions => base.PlanOptions with { MayComeAgain = true };

    /// <summary>The journal is what is known of the time before this one.</summary>
    private protected override ResumeMode? ResumeMode => SkipFailed ? Batch.Journal.ResumeMode.SkipFailed : Batch.Journal.ResumeMode.Retry;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (InPlace)
            ThrowTerminatingError(ErrorRecords.WrongParameter("InPlaceConflict", "-InPlace would change the images that are watched, so that each came again. Leave it out; the outputs go into -Destination or a folder 'resized'."));
        if (Polling && IsBound(nameof(PollingInterval)) && PollingInterval < SettleSeconds)
            WriteWarning("-PollingInterval is shorter than -SettleSeconds; looking more often finds nothing sooner.");
        if (IsBound(nameof(PollingInterval)) && !Polling)
            WriteVerbose("-PollingInterval counts where the system cannot tell of changes; give -Polling to look through the folder in any case.");
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string folder in InputFolders())
        {
            string path = System.IO.Path.TrimEndingDirectorySeparator(folder);
            if (path == Destination)
                ThrowTerminatingError(ErrorRecords.WrongParameter("WatchedDestination", $"-Destination '{path}' is the folder that is watched, so that every output would come as an image. Choose another -Destination.", path));
            if (_watches.ContainsKey(path) || _watches.Keys.Any(other => Recurse && (IsBelow(path, other) || IsBelow(other, path))))
                WriteWarning(VisibleText.Of($"'{path}' is watched already, by itself or with another folder; it is watched once."));
            else
                _watches.Add(path, Watch(path));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_watches.Count > 0 && !Stopping && !IsIdleForLong())
        {
            bool any = false;
            foreach (FolderWatch watch in _watches.Values)
                any |= TakeFrom(watch);
            Tell();
            if (any)
                Run.HandOut();
            else
                Run.Rest(StopToken);
        }

        if (Stopping)
            throw new PipelineStoppedException();
        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (FolderWatch watch in _watches.Values)
            watch.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    private protected override void OnPathFault(string path, Fault fault) => WriteError(ErrorRecords.Of(path, fault));

    /// <inheritdoc/>
    private protected override void OnBegun(SourceFile source, int outputs) => _inHand[source.Path] = (_current!, outputs);

    /// <inheritdoc/>
    private protected override void Emit(ImageOutcome outcome)
    {
        _lastBusy = TimeProvider.System.GetTimestamp();
        if (_inHand.TryGetValue(outcome.SourcePath, out (FolderWatch Watch, int Outputs) begun))
        {
            if (begun.Outputs > 1)
                _inHand[outcome.SourcePath] = (begun.Watch, begun.Outputs - 1);
            else if (_inHand.Remove(outcome.SourcePath))
                begun.Watch.Done(outcome.SourcePath);
        }

        base.Emit(outcome);
    }

    /// <summary>
    /// Of what was there when the watch began: what the journal has, or, without one, what has an output that is not older. It is
    /// no news, so no result is given. What comes later is done whatever was before.
    /// </summary>
    private protected override bool IsDone(SourceFile source, PlannedOutput output)
    {
        if (!_wasThere)
            return false;
        bool isDone = JournalPath is not null ? IsJournaled(source, output) : !IsBound(nameof(IfExists)) && IsNewer(output.Path, source.Path);
        if (isDone)
            WriteVerbose(VisibleText.Of($"{source.Path}: was done before."));
        return isDone;
    }

    private FolderWatch Watch(string path)
    {
        var folder = new WatchedFolder { Path = path, Recurse = Recurse, IncludeHidden = IncludeHidden, Accept = file => Filter.AcceptsFound(file) && IsInShard(new SourceFile(file, path)), Enter = EnterFolder };
        var options = new WatchOptions(TimeSpan.FromSeconds(SettleSeconds), TimeSpan.FromSeconds(PollingInterval), Polling);
        return new FolderWatch(folder, options, TimeProvider.System, _notices.Enqueue);
    }

    /// <summary>Queues what has come into a folder; results are handed out while there is no room.</summary>
    private bool TakeFrom(FolderWatch watch)
    {
        bool any = false;
        foreach (Arrival arrival in watch.TakeReady())
        {
            any = true;
            _lastBusy = TimeProvider.System.GetTimestamp();
            while (!Run.HasRoom && !Stopping)
                Run.Wait();
            if (Stopping)
                return any;
            (_current, _wasThere) = (watch, arrival.WasThere);
            Submit(arrival.Source);
            if (!_inHand.ContainsKey(arrival.Source.Path))
                watch.Done(arrival.Source.Path); // Nothing was to be made of it.
        }

        return any;
    }

    private bool IsIdleForLong()
    {
        bool isIdle = Run.IsIdle && _watches.Values.All(watch => watch.IsIdle);
        if (!isIdle)
            _lastBusy = TimeProvider.System.GetTimestamp();
        return IdleSeconds > 0 && TimeProvider.System.GetElapsedTime(_lastBusy).TotalSeconds >= IdleSeconds;
    }

    private void Tell()
    {
        while (_notices.TryDequeue(out WatchNotice? notice))
        {
            string because = notice.Cause is { } cause ? $": {cause.Message}" : string.Empty;
            switch (notice.Event)
            {
                case WatchEvent.Gone:
                    WriteError(ErrorRecords.Of(notice.Path, new Fault(ImageErrorId.NotFound, "The folder that is watched is not there any more. It is waited for; stop the command if it will not come back.")));
                    break;
                case WatchEvent.Back:
                    WriteWarning(VisibleText.Of($"{notice.Path}: the folder that is watched is there again."));
                    break;
                case WatchEvent.Polled:
                    WriteWarning(VisibleText.Of($"{notice.Path}: the system does not tell of changes{because.TrimEnd('.')}. The folder is looked through every {PollingInterval} seconds."));
                    break;
                default:
                    WriteError(ErrorRecords.Of(notice.Path, new Fault(notice.Cause is UnauthorizedAccessException ? ImageErrorId.AccessDenied : ImageErrorId.IoError, $"The folder could not be listed{because} Images in it are not seen.")));
                    break;
            }
        }
    }

    private static bool IsNewer(string output, string source) =>
        new FileInfo(output) is { Exists: true } made && made.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(source);

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
