using System.Diagnostics.Metrics;

namespace ImageResize.Batch;

/// <summary>
/// The instruments of the meter "ImageResize" (System.Diagnostics.Metrics), which any listener of .NET can read while a
/// run goes on: OpenTelemetry, dotnet-counters, a MeterListener. Units are those of UCUM. Thread safe.
/// </summary>
internal static class RunMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ImageResize";

    private static readonly Meter Meter = new(Name, typeof(RunMeter).Assembly.GetName().Version!.ToString(3));
    private static readonly Counter<long> Outputs = Meter.CreateCounter<long>("imageresize.outputs", "{output}", "Outputs by what became of them.");
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("imageresize.errors", "{output}", "Failed outputs by error id.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("imageresize.retries", "{attempt}", "Attempts beyond the first.");
    private static readonly Counter<long> Read = Meter.CreateCounter<long>("imageresize.read", "By", "Bytes of the inputs.");
    private static readonly Counter<long> Written = Meter.CreateCounter<long>("imageresize.written", "By", "Bytes of the outputs.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("imageresize.output.duration", "s", "Time that an output took a worker.");

    /// <summary>Records an outcome; costs next to nothing while nobody listens.</summary>
    public static void Record(ImageOutcome outcome)
    {
        if (!Outputs.Enabled && !Errors.Enabled && !Retries.Enabled && !Read.Enabled && !Written.Enabled && !Duration.Enabled)
            return;
        var status = new KeyValuePair<string, object?>("status", outcome.Status.ToString().ToLowerInvariant());
        Outputs.Add(1, status);
        if (outcome.ErrorId is { } errorId)
            Errors.Add(1, new KeyValuePair<string, object?>("error_id", errorId.ToString()));
        if (outcome.Attempts > 1)
            Retries.Add(outcome.Attempts - 1);
        Read.Add(outcome.SourceLength);
        if (outcome.Status is not (ResizeStatus.Resized or ResizeStatus.Copied))
            return;
        Written.Add(outcome.OutputLength);
        Duration.Record(outcome.Times.Work.TotalSeconds, status);
    }
}
