using System.Management.Automation;
using ImageResize.Batch;
using ImageResize.Imaging;
using ImageResize.Report.Content;

namespace ImageResize.Commands;

/// <summary>Takes the objects of the pipeline into a report. Belongs to one thread.</summary>
internal static class ReportInput
{
    private const string Deserialized = "Deserialized.";

    /// <summary>Takes an object in; false where it is none that a report is made from.</summary>
    public static bool TryAdd(ReportCollector collector, PSObject item)
    {
        // The summary comes in an information record where all streams were merged (6>&1).
        if (item.BaseObject is InformationRecord { MessageData: { } message })
            item = PSObject.AsPSObject(message);
        var fields = new ObjectFields(item);
        foreach (string name in item.TypeNames)
        {
            switch (name.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : name)
            {
                case "ImageResize." + nameof(ImageResizeResult):
                    collector.Add(Result(fields), fields.Value<DateTime?>(nameof(ImageResizeResult.EndTime))?.ToUniversalTime());
                    return true;
                case "ImageResize." + nameof(ImageResizeSummary):
                    collector.Add(Figures(fields));
                    return true;
                case "ImageResize." + nameof(ImageResizeMeasurement):
                    collector.Add(Measurement(fields));
                    return true;
            }
        }

        return false;
    }

    private static ImageOutcome Result(ObjectFields fields) => new()
    {
        Status = fields.Value<ResizeStatus>(nameof(ImageResizeResult.Status)),
        SourcePath = fields.Text(nameof(ImageResizeResult.SourcePath)) ?? string.Empty,
        OutputPath = fields.Text(nameof(ImageResizeResult.OutputPath)),
        SourceSize = Size(fields, nameof(ImageResizeResult.SourceWidth), nameof(ImageResizeResult.SourceHeight)),
        OutputSize = Size(fields, nameof(ImageResizeResult.Width), nameof(ImageResizeResult.Height)),
        SourceFormat = fields.Value<ImageFormat?>(nameof(ImageResizeResult.SourceFormat)),
        OutputFormat = fields.Value<ImageFormat?>(nameof(ImageResizeResult.Format)),
        SourceLength = fields.Value<long>(nameof(ImageResizeResult.SourceLength)),
        OutputLength = fields.Value<long>(nameof(ImageResizeResult.Length)),
        Attempts = fields.Value<int>(nameof(ImageResizeResult.Attempts)),
        Times = Times(fields.Nested(nameof(ImageResizeResult.Timings))),
        Fault = fields.Value<ImageErrorId?>(nameof(ImageResizeResult.ErrorId)) is { } errorId ? new Fault(errorId, fields.Text(nameof(ImageResizeResult.Message)) ?? string.Empty) : null,
        SkipReason = fields.Text(nameof(ImageResizeResult.Message)),
    };

    private static RunFigures Figures(ObjectFields fields)
    {
        TimeSpan elapsed = fields.Time(nameof(ImageResizeSummary.ElapsedMilliseconds));
        return new RunFigures
        {
            Resized = fields.Value<long>(nameof(ImageResizeSummary.Resized)),
            Copied = fields.Value<long>(nameof(ImageResizeSummary.Copied)),
            Skipped = fields.Value<long>(nameof(ImageResizeSummary.Skipped)),
            Failed = fields.Value<long>(nameof(ImageResizeSummary.Failed)),
            Canceled = fields.Value<long>(nameof(ImageResizeSummary.Canceled)),
            Errors = fields.Counts(nameof(ImageResizeSummary.Errors)),
            Formats = fields.Counts(nameof(ImageResizeSummary.Formats)),
            Retries = fields.Value<long>(nameof(ImageResizeSummary.Retries)),
            BytesRead = fields.Value<long>(nameof(ImageResizeSummary.BytesRead)),
            BytesWritten = fields.Value<long>(nameof(ImageResizeSummary.BytesWritten)),
            BytesSaved = fields.Value<long>(nameof(ImageResizeSummary.BytesSaved)),
            PixelsRead = (long)Math.Round(1e6 * fields.Value<double>(nameof(ImageResizeSummary.MegapixelsPerSecond)) * elapsed.TotalSeconds),
            Elapsed = elapsed,
            Times = Times(fields.Nested(nameof(ImageResizeSummary.Timings))),
            Latency = new LatencyFigures
            {
                P50 = fields.Time(nameof(ImageResizeSummary.LatencyP50Milliseconds)),
                P95 = fields.Time(nameof(ImageResizeSummary.LatencyP95Milliseconds)),
                P99 = fields.Time(nameof(ImageResizeSummary.LatencyP99Milliseconds)),
            },
            Workers = fields.Value<int>(nameof(ImageResizeSummary.Workers)),
            PeakInHand = fields.Value<int>(nameof(ImageResizeSummary.PeakInHand)),
            PeakMemory = fields.Value<long>(nameof(ImageResizeSummary.PeakMemory)),
        };
    }

    private static ReportMeasurement Measurement(ObjectFields fields) => new()
    {
        Workers = fields.Value<int>(nameof(ImageResizeMeasurement.ThrottleLimit)),
        ImagesPerSecond = fields.Value<double>(nameof(ImageResizeMeasurement.ImagesPerSecond)),
        MegapixelsPerSecond = fields.Value<double>(nameof(ImageResizeMeasurement.MegapixelsPerSecond)),
        Speedup = fields.Value<double>(nameof(ImageResizeMeasurement.Speedup)),
        Efficiency = fields.Value<double>(nameof(ImageResizeMeasurement.Efficiency)),
        LatencyP50 = fields.Time(nameof(ImageResizeMeasurement.LatencyP50Milliseconds)),
        LatencyP95 = fields.Time(nameof(ImageResizeMeasurement.LatencyP95Milliseconds)),
        BytesReadPerSecond = 1e6 * fields.Value<double>(nameof(ImageResizeMeasurement.MegabytesReadPerSecond)),
        BytesWrittenPerSecond = 1e6 * fields.Value<double>(nameof(ImageResizeMeasurement.MegabytesWrittenPerSecond)),
        CpuUtilization = fields.Value<double>(nameof(ImageResizeMeasurement.CpuUtilization)),
        PeakMemory = fields.Value<long>(nameof(ImageResizeMeasurement.PeakMemory)),
        Times = Times(fields.Nested(nameof(ImageResizeMeasurement.Timings))),
        Verdict = fields.Text(nameof(ImageResizeMeasurement.Verdict)),
        RecommendedWorkers = fields.Value<int>(nameof(ImageResizeMeasurement.RecommendedThrottleLimit)),
        IsBest = fields.Value<bool>(nameof(ImageResizeMeasurement.IsBest)),
    };

    private static StageTimes Times(ObjectFields? fields)
    {
        StageTimes times = default;
        if (fields is { } stages)
            foreach (Stage stage in Enum.GetValues<Stage>())
                times[stage] = stages.Time($"{(stage <= Stage.Processor ? "Wait" : string.Empty)}{stage}Milliseconds");
        return times;
    }

    private static PixelSize? Size(ObjectFields fields, string width, string height) =>
        fields.Value<int>(width) is > 0 and var across && fields.Value<int>(height) is > 0 and var down ? new PixelSize(across, down) : null;
}
