using System.Management.Automation;
using ImageResize.Errors;
using ImageResize.Paths;
using ImageResize.Report;
using ImageResize.Report.Content;

namespace ImageResize.Commands;

/// <summary>
/// <para type="synopsis">Makes a web page of results, summaries and measurements.</para>
/// What is on the page is decided by ImageResize.Report.
/// </summary>
[Cmdlet(VerbsData.Export, "ImageResizeReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, HelpUri = OnlineHelp.Pages + "Export-ImageResizeReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportImageResizeReportCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ReportCollector? _collector;
    private string _path = string.Empty;

    /// <summary>The file to write, such as report.html; it is taken as it is, without wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Results of Invoke-ImageResize, its summary, measurements of Measure-ImageResize.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The title of the page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = new ReportOptions().Title;

    /// <summary>How many images are shown before and after, if there is room.</summary>
    [Parameter]
    [ValidateRange(0, 200)]
    public int ThumbnailCount { get; set; } = DefaultThumbnails;

    /// <summary>Leaves a file that is there alone.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many images a report shows where no number is given.</summary>
    internal const int DefaultThumbnails = 12;

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _path = ReportTarget.Resolve(SessionState, Path, Force, ThrowTerminatingError);
        if (NoClobber && System.IO.Path.Exists(_path))
            ThrowTerminatingError(ErrorRecords.ReportExists(_path));
        if (ShouldProcess(VisibleText.Of(_path), "Write report"))
            _collector = new ReportCollector(ThumbnailCount);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_collector is null)
            return;
        foreach (PSObject item in (InputObject ?? []).OfType<PSObject>())
            if (!ReportInput.TryAdd(_collector, item))
                WriteError(ErrorRecords.NotReportable(item));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_collector is null)
            return;
        if (_collector.IsEmpty)
        {
            // A pipeline that gave nothing, by a slip, must not cost the report that is there.
            WriteWarning(VisibleText.Of($"Nothing came to report, so '{_path}' was not written."));
            return;
        }

        try
        {
            ReportFile.Write(_path, _collector, new ReportOptions { Title = Title, Version = ImageResizeSummary.ModuleVersion }, _stop.Token);
        }
        catch (ImageResizeException e)
        {
            ThrowTerminatingError(ErrorRecords.ReportUnwritable(_path, e));
        }

        if (PassThru)
            WriteObject(new FileInfo(_path));
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();
}
