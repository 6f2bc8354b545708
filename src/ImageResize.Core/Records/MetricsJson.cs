using System.Text.Json;
using ImageResize.Batch;

namespace ImageResize.Records;

/// <summary>
/// The figures of a run as JSON. Times are in seconds, amounts in bytes, counters 64-bit integers. Fields may be added
/// under the same schema version; none changes its meaning.
/// </summary>
internal static class MetricsJson
{
    /// <summary>The version of the schema.</summary>
    public const int SchemaVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>The document, in UTF-8.</summary>
    public static byte[] Write(RunMetrics metrics)
    {
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("at", metrics.At);
            json.WriteBoolean("completed", metrics.IsCompleted);
            WriteOutputs(json, metrics.Figures);
            WriteAmounts(json, metrics.Figures);
            WriteTimes(json, metrics.Figures);
            json.WriteNumber("workers", metrics.Figures.Workers);
            json.WriteNumber("peakInHand", metrics.Figures.PeakInHand);
            json.WriteNumber("peakMemoryBytes", metrics.Figures.PeakMemory);
            json.WriteStartObject("versions");
            json.WriteString("imageResize", metrics.Version);
            json.WriteString("libvips", metrics.LibvipsVersion);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        document.WriteByte((byte)'\n');
        return document.ToArray();
    }

    private static void WriteOutputs(Utf8JsonWriter json, RunFigures figures)
    {
        json.WriteStartObject("outputs");
        json.WriteNumber("total", figures.Total);
        json.WriteNumber("resized", figures.Resized);
        json.WriteNumber("copied", figures.Copied);
        json.WriteNumber("skipped", figures.Skipped);
        json.WriteNumber("failed", figures.Failed);
        json.WriteNumber("canceled", figures.Canceled);
        json.WriteEndObject();
        json.WriteStartObject("errors");
        foreach ((string id, long count) in figures.Errors.OrderBy(error => error.Key, StringComparer.Ordinal))
            json.WriteNumber(id, count);
        json.WriteEndObject();
        json.WriteNumber("retries", figures.Retries);
    }

    private static void WriteAmounts(Utf8JsonWriter json, RunFigures figures)
    {
        json.WriteNumber("bytesRead", figures.BytesRead);
        json.WriteNumber("bytesWritten", figures.BytesWritten);
        json.WriteNumber("bytesSaved", figures.BytesSaved);
        json.WriteNumber("pixelsRead", figures.PixelsRead);
        json.WriteNumber("imagesPerSecond", Math.Round(figures.ImagesPerSecond, 3));
        json.WriteNumber("megapixelsPerSecond", Math.Round(figures.MegapixelsPerSecond, 3));
    }

    private static void WriteTimes(Utf8JsonWriter json, RunFigures figures)
    {
        json.WriteNumber("elapsedSeconds", figures.Elapsed.TotalSeconds);
        json.WriteStartObject("latencySeconds");
        json.WriteNumber("p50", figures.Latency.P50.TotalSeconds);
        json.WriteNumber("p95", figures.Latency.P95.TotalSeconds);
        json.WriteNumber("p99", figures.Latency.P99.TotalSeconds);
        json.WriteNumber("max", figures.Latency.Max.TotalSeconds);
        json.WriteEndObject();
        json.WriteStartObject("stageSeconds");
        foreach (Stage stage in Enum.GetValues<Stage>())
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(stage.ToString()), figures.Times[stage].TotalSeconds);
        json.WriteEndObject();
    }
}
