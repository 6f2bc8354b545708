using System.Diagnostics;
using System.Management.Automation;
using ImageResize.Batch.Benchmark;

namespace ImageResize.Progress;

/// <summary>
/// The progress display of a measurement: at most five records a second, so that showing it does not count in what is
/// measured, and always completed. Belongs to the pipeline thread.
/// </summary>
internal sealed class MeasurementProgress(ICommandRuntime runtime)
{
    private const int ActivityId = 0x1A6F;
    private const string Activity = "Measuring image resizing";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _last = Stopwatch.GetTimestamp();
    private bool _shown;

    /// <summary>Synthetic images are being made.</summary>
    public void Making(int done, int count) => Show($"Making image {done + 1} of {count}", 100.0 * done / count);

    /// <summary>A run is under way.</summary>
    public void Update(BenchmarkProgress progress)
    {
        double share = Math.Min(1, progress.Done / (double)Math.Max(1, progress.Outputs));
        string what = progress.Run == 0 ? "Warming up" : $"Run {progress.Run} of {progress.Runs - 1}: {progress.Workers} {(progress.Workers == 1 ? "worker" : "workers")}";
        Show(what, 100 * (progress.Run + share) / progress.Runs);
    }

    /// <summary>Takes the display away.</summary>
    public void Complete()
    {
        if (!_shown)
            return;
        _shown = false;
        try
        {
            runtime.WriteProgress(new ProgressRecord(ActivityId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The host takes the display away itself when the pipeline is stopped.
        }
    }

    private void Show(string status, double percent)
    {
        if (Stopwatch.GetElapsedTime(_last) < Interval)
            return;
        _last = Stopwatch.GetTimestamp();
        _shown = true;
        runtime.WriteProgress(new ProgressRecord(ActivityId, Activity, status) { PercentComplete = (int)percent });
    }
}
