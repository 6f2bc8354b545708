using System.Management.Automation;
using ImageResize.Batch.Limits;
using ImageResize.Errors;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines.Vips;
using ImageResize.Paths;
using ImageResize.Records;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Makes one summary of the metrics files of many shards or runs.</para>
/// How they are added up is decided by <see cref="MetricsMerger"/>. A file that cannot be read is an error, and the others are merged; files
/// that cannot be of one job end the command.
/// </summary>
[Cmdlet(VerbsData.Merge, "ImageResizeSummary", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Merge-ImageResizeSummary.md")]
[OutputType(typeof(ImageResizeSummary))]
public sealed class MergeImageResizeSummaryCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";

    private readonly MetricsMerger _merger = new();
    private readonly HashSet<string> _seen = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    private NamedFiles? _files;
    private string? _target;
    private bool _hasFault;

    /// <summary>The files that -MetricsPath of Invoke-ImageResize has written as .json; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The files, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>What comes through the pipeline: texts, files, or objects with a property FullName or Path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Where the merged metrics are written: .json, which can be merged again, or .prom.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MetricsPath { get; set; }

    private NamedFiles Files => _files ??= new NamedFiles(SessionState, OnFault, warning => WriteWarning(VisibleText.Of(warning)));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (MetricsPath is not null)
            _target = RecordTarget.OfMetrics(SessionState, MetricsPath, ThrowTerminatingError);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in InputFiles())
        {
            if (Stopping)
                return;
            if (!_seen.Add(file))
                continue;
            if (_seen.Comparer.Equals(file, _target))
                WriteVerbose(VisibleText.Of($"'{file}' is what -MetricsPath names, so it is none of the files to merge."));
            else
                Take(file);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_merger.IsEmpty)
        {
            if (!_hasFault)
                WriteWarning("No metrics file came to merge, so there is no summary.");
            return;
        }

        RunMetrics merged = Merged();
        Write(merged);
        WriteObject(new ImageResizeSummary(merged.Figures, Limit(merged.Figures.Workers), merged.IsCompleted));
    }

    /// <summary>The runs' own limits are not in their files; the largest number of workers says the most of them.</summary>
    private static ThrottleLimit Limit(int workers) => workers == 0 ? ThrottleLimit.Auto : ThrottleLimit.Of(Math.Min(workers, ThrottleLimit.Most));

    /// <summary>What is without a file that could not be read is not complete, too.</summary>
    private RunMetrics Merged()
    {
        try
        {
            RunMetrics merged = _merger.Merge(ImageResizeSummary.ModuleVersion, VipsRuntime.Version, out IReadOnlyList<string> warnings);
            foreach (string warning in warnings)
                WriteWarning(VisibleText.Of(warning));
            return merged with { IsCompleted = merged.IsCompleted && !_hasFault };
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.WrongParameter("MetricsTooLarge", e.Message));
            throw;
        }
    }

    private void Take(string file)
    {
        try
        {
            if (ImageInput.WhyUnreadable(file, LocalFileLayer.Instance) is { } fault)
                OnFault(file, fault);
            else
                _merger.Add(file, MetricsReader.ReadFile(file));
        }
        catch (NotMetricsException e)
        {
            _hasFault = true;
            WriteError(ErrorRecords.NotMetrics(file, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OnFault(file, FileFault.OnRead(e).Fault);
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.WrongParameter("DifferentRuns", e.Message, file));
        }
    }

    private void Write(RunMetrics merged)
    {
        if (_target is null || !ShouldProcess(VisibleText.Of(_target), "Write metrics"))
            return;
        try
        {
            MetricsFile.Write(_target, merged);
        }
        catch (ImageResizeException e)
        {
            WriteError(ErrorRecords.Of(_target, e.Fault));
        }
    }

    private void OnFault(string path, Fault fault)
    {
        _hasFault = true;
        WriteError(ErrorRecords.Of(path, fault));
    }

    private IEnumerable<string> InputFiles() => ParameterSetName switch
    {
        LiteralPathSet => LiteralPath!.SelectMany(Files.FromLiteral),
        InputObjectSet => PipedPath.All(InputObject).SelectMany(FromPiped),
        _ => Path!.SelectMany(Files.FromPath),
    };

    private IEnumerable<string> FromPiped(PSObject? item)
    {
        if (PipedPath.TryRead(item, out string path, out bool isText))
            return isText ? Files.FromPath(path) : Files.FromLiteral(path);
        _hasFault = true;
        WriteError(ErrorRecords.NotAPath(item));
        return [];
    }
}
