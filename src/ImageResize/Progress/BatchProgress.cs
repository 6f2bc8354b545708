using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Metrics;

namespace ImageResize.Progress;

/// <summary>
/// The progress display of a run: at most five records a second, since each costs the host more than an image may,
/// and always completed. Belongs to the pipeline thread.
/// </summary>
internal sealed class BatchProgress(ICommandRuntime runtime, string activity)
{
    private const int ActivityId = 0x1A6E;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _last = Stopwatch.GetTimestamp();
    private bool _shown;

    /// <summary>Shows how far the run is, unless it was shown a moment ago.</summary>
    /// <param name="counters">What is done.</param>
    /// <param name="total">How many outputs there will be; null while that is not known.</param>
    public void Update(BatchCounters counters, long? total)
    {
        if (Stopwatch.GetElapsedTime(_last) < Interval)
            return;
        _last = Stopwatch.GetTimestamp();
        _shown = true;
        var record = new ProgressRecord(ActivityId, activity, Status(counters, total));
        if (total is > 0)
        {
            record.PercentComplete = (int)Math.Clamp(100 * counters.Total / total.Value, 0, 100);
            double left = (total.Value - counters.Total) / Math.Max(counters.Total / counters.Elapsed.TotalSeconds, 1e-3);
            record.SecondsRemaining = (int)Math.Min(left, int.MaxValue);
        }

        runtime.WriteProgress(record);
    }

    /// <summary>Takes the display away.</summary>
    public void Complete()
    {
        if (!_shown)
            return;
        _shown = false;
        runtime.WriteProgress(new ProgressRecord(ActivityId, activity, "Completed") { RecordType = ProgressRecordType.Completed });
    }

    private static string Status(BatchCounters counters, long? total)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string count = total is { } all ? string.Create(culture, $"{counters.Total:N0} of {all:N0}") : string.Create(culture, $"{counters.Total:N0} done");
        string saved = counters.BytesSaved > 0 ? $", {ByteSize.Format(counters.BytesSaved)} saved" : string.Empty;
        long failed = counters[ResizeStatus.Failed];
        string errors = failed > 0 ? string.Create(culture, $", {failed:N0} failed") : string.Empty;
        return string.Create(culture, $"{count}, {counters.ImagesPerSecond:0.#} images/s{saved}{errors}");
    }
}
