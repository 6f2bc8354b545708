using System.Globalization;
using System.Text;
using ImageResize.Batch;

namespace ImageResize.Records;

/// <summary>
/// The figures of a run in the text format of Prometheus (version 0.0.4), for the node exporter's textfile collector: a
/// HELP and a TYPE line for each family, then its samples, in base units.
/// </summary>
internal static class MetricsPrometheus
{
    /// <summary>The document, in UTF-8.</summary>
    public static byte[] Write(RunMetrics metrics)
    {
        RunFigures figures = metrics.Figures;
        var text = new StringBuilder();
        Family(text, "outputs_total", "counter", "Outputs by what became of them.");
        Sample(text, "outputs_total", figures.Resized, ("status", "resized"));
        Sample(text, "outputs_total", figures.Copied, ("status", "copied"));
        Sample(text, "outputs_total", figures.Skipped, ("status", "skipped"));
        Sample(text, "outputs_total", figures.Failed, ("status", "failed"));
        Sample(text, "outputs_total", figures.Canceled, ("status", "canceled"));
        if (figures.Errors.Count > 0)
        {
            Family(text, "errors_total", "counter", "Failed outputs by error id.");
            foreach ((string id, long count) in figures.Errors.OrderBy(error => error.Key, StringComparer.Ordinal))
                Sample(text, "errors_total", count, ("error_id", id));
        }

        if (figures.Formats.Count > 0)
        {
            Family(text, "written_outputs_total", "counter", "Outputs that were written, by format.");
            foreach ((string format, long count) in figures.Formats.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                Sample(text, "written_outputs_total", count, ("format", format.ToLowerInvariant()));
        }

        Single(text, "retries_total", "counter", "Attempts beyond the first.", figures.Retries);
        Single(text, "read_bytes_total", "counter", "Bytes of the inputs.", figures.BytesRead);
        Single(text, "written_bytes_total", "counter", "Bytes of the outputs.", figures.BytesWritten);
        Single(text, "saved_bytes", "gauge", "Bytes of the inputs less those of their outputs.", figures.BytesSaved);
        Single(text, "read_pixels_total", "counter", "Pixels of the inputs of what was written.", figures.PixelsRead);
        Family(text, "stage_seconds_total", "counter", "Time by stage, all workers together.");
        foreach (Stage stage in Enum.GetValues<Stage>())
            Sample(text, "stage_seconds_total", figures.Times[stage].TotalSeconds, ("stage", stage.ToString().ToLowerInvariant()));
        Family(text, "output_duration_seconds", "summary", "Time that an output took a worker.");
        Sample(text, "output_duration_seconds", figures.Latency.P50.TotalSeconds, ("quantile", "0.5"));
        Sample(text, "output_duration_seconds", figures.Latency.P95.TotalSeconds, ("quantile", "0.95"));
        Sample(text, "output_duration_seconds", figures.Latency.P99.TotalSeconds, ("quantile", "0.99"));
        Sample(text, "output_duration_seconds_sum", figures.Latency.Sum.TotalSeconds);
        Sample(text, "output_duration_seconds_count", figures.Latency.Count);
        Single(text, "run_duration_seconds", "gauge", "Time of the run.", figures.Elapsed.TotalSeconds);
        Single(text, "run_completed", "gauge", "1 where the run came to its end, 0 where it was stopped.", metrics.IsCompleted ? 1 : 0);
        Single(text, "run_end_timestamp_seconds", "gauge", "When the run ended, in Unix time.", metrics.At.ToUnixTimeMilliseconds() / 1000.0);
        Single(text, "workers", "gauge", "Images computed at once.", figures.Workers);
        Single(text, "peak_in_hand", "gauge", "Images in hand at once, at most.", figures.PeakInHand);
        Single(text, "peak_memory_bytes", "gauge", "Largest memory of the process so far.", figures.PeakMemory);
        Family(text, "build_info", "gauge", "Versions; always 1.");
        Sample(text, "build_info", 1, ("version", metrics.Version), ("libvips_version", metrics.LibvipsVersion));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Single(StringBuilder text, string name, string type, string help, double value)
    {
        Family(text, name, type, help);
        Sample(text, name, value);
    }

    private static void Family(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP imageresize_{name} {help}\n# TYPE imageresize_{name} {type}\n");

    private static void Sample(StringBuilder text, string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(CultureInfo.InvariantCulture, $"imageresize_{name}");
        for (int i = 0; i < labels.Length; i++)
            text.Append(i == 0 ? '{' : ',').Append(CultureInfo.InvariantCulture, $"{labels[i].Name}=\"{Escape(labels[i].Value)}\"");
        text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
