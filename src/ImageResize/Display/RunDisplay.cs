using System.Management.Automation;
using ImageResize.Batch.Monitoring;

namespace ImageResize.Display;

/// <summary>
/// Shows <see cref="RunProgress"/> through a cmdlet, and takes it away whatever ends the run. Belongs to the pipeline
/// thread.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">What the run is called.</param>
/// <param name="read">Reads how far it is.</param>
internal sealed class RunDisplay(PSCmdlet cmdlet, string activity, Func<RunState> read)
{
    private const int RunId = 0x1A6E;
    private const int ImageId = 0x1A70;

    private readonly RunProgress _progress = new(activity, TimeProvider.System);
    private readonly ProgressWriter _writer = new(cmdlet);

    /// <summary>Shows how far the run is, where it is time to.</summary>
    public void Update()
    {
        if (!_writer.IsWanted || _progress.Next(read) is not { } line)
            return;
        if (line.IsCompleted)
            _writer.WriteLast(Record(line));
        else
            _writer.Write(Record(line));
    }

    /// <summary>Takes the display away.</summary>
    public void Complete()
    {
        foreach (ProgressLine line in _progress.Complete())
            _writer.WriteLast(Record(line));
    }

    private static ProgressRecord Record(ProgressLine line) => new(line.IsImage ? ImageId : RunId, VisibleText.Of(line.Activity), VisibleText.Of(line.Status))
    {
        ParentActivityId = line.IsImage ? RunId : -1,
        PercentComplete = line.Percent ?? -1,
        SecondsRemaining = line.Left is { } left ? (int)Math.Ceiling(left.TotalSeconds) : -1,
    };
}
