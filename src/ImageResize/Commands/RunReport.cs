using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Errors;
using ImageResize.Processes;
using ImageResize.Report;
using ImageResize.Report.Content;

namespace ImageResize.Commands;

/// <summary>
/// The report of one run, taken down as the run goes and written once: at its end, or with what there is when it is
/// stopped. Belongs to the pipeline thread, but for <see cref="Hurry"/>.
/// </summary>
/// <param name="path">The full path of the report.</param>
/// <param name="children">The processes in which libvips makes thumbnails; null for this one.</param>
internal sealed class RunReport(string path, ChildProcessPool? children = null)
{
    private readonly ReportCollector _collector = new(ExportImageResizeReportCommand.DefaultThumbnails);
    private readonly CancellationTokenSource _hurry = new();
    private bool _written;

    /// <summary>Takes down what became of an output.</summary>
    public void Add(ImageOutcome outcome) => _collector.Add(outcome, DateTime.UtcNow);

    /// <summary>Makes no more thumbnails. May be called from any thread.</summary>
    public void Hurry() => _hurry.Cancel();

    /// <summary>Writes the report of the whole run; the error where it could not be written.</summary>
    public ErrorRecord? Write(RunFigures figures)
    {
        _collector.Add(figures);
        return Write(new ReportOptions { Version = ImageResizeSummary.ModuleVersion, Children = children });
    }

    /// <summary>
    /// Writes the report of a run that ended before its end, if that was not done and there is anything to say; an
    /// earlier report is worth more than an empty one. Nobody is left who could be told that it failed.
    /// </summary>
    public void WriteEndedEarly()
    {
        if (!_written && !_collector.IsEmpty)
            Write(new ReportOptions { Version = ImageResizeSummary.ModuleVersion, EndedEarly = true, MakeThumbnails = false });
    }

    private ErrorRecord? Write(ReportOptions options)
    {
        _written = true;
        try
        {
            ReportFile.Write(path, _collector, options, _hurry.Token);
            return null;
        }
        catch (ImageResizeException e)
        {
            return ErrorRecords.ReportUnwritable(path, e);
        }
    }
}
