using System.Management.Automation;
using ImageResize.Batch.Benchmark;
using ImageResize.Batch.Monitoring;

namespace ImageResize.Display;

/// <summary>
/// The progress display of a measurement: at most five records a second, so that showing it does not count in what is
/// measured, and always taken away. Belongs to the pipeline thread.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class MeasurementDisplay(PSCmdlet cmdlet)
{
    private const int ActivityId = 0x1A6F;
    private const string Activity = "Measuring image resizing";

    private readonly ProgressWriter _writer = new(cmdlet);
    private readonly RecordBudget _budget = new(TimeProvider.System);
    private bool _shown;

    /// <summary>Synthetic images are being made.</summary>
    public void Making(int done, int count) => Show($"Making image {done + 1} of {count}", 100.0 * done / count);

    /// <summary>A run is under way.</summary>
    public void Update(BenchmarkProgress progress)
    {
        double share = Math.Min(1, progress.Done / (double)Math.Max(1, progress.Outputs));
        string what = progress.Run == 0 ? "Warming up" : $"Run {progress.Run} of {progress.Runs - 1}: {Quantity.Count(progress.Workers, "worker", "workers")}";
        Show(what, 100 * (progress.Run + share) / progress.Runs);
    }

    /// <summary>Takes the display away.</summary>
    public void Complete()
    {
        if (!_shown)
            return;
        _shown = false;
        _writer.WriteLast(new ProgressRecord(ActivityId, Activity, "Completed"));
    }

    private void Show(string status, double percent)
    {
        if (!_writer.IsWanted || !_budget.Allows(reserve: 1))
            return;
        _budget.Take();
        _shown = true;
        _writer.Write(new ProgressRecord(ActivityId, Activity, status) { PercentComplete = (int)percent });
    }
}
