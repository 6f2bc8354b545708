using System.Text.Json;

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
            WriteOutputs(json, metrics);
            WriteAmounts(json, metrics);
            WriteTimes(json, metrics);
            json.WriteNumber("workers", metrics.Workers);
            json.WriteNumber("peakInHand", metrics.PeakInHand);
            json.WriteNumber("peakMemoryBytes", metrics.PeakMemory);
            json.WriteStartObject("versions");
            json.WriteString("imageResize", metrics.Version);
            json.WriteString("libvips", metrics.LibvipsVersion);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        document.WriteByte((byte)'\n');
        return document.ToArray();
    }

    private static void WriteOutputs(Utf8JsonWriter json, RunMetrics metrics)
    {
        json.WriteStartObject("outputs");
        json.WriteNumber("total", metrics.Total);
        json.WriteNumber("resized", metrics.Resized);
        json.WriteNumber("copied", metrics.Copied);
        json.WriteNumber("skipped", metrics.Skipped);
        json.WriteNumber("failed", metrics.Failed);
        json.WriteEndObject();
        json.WriteStartObject("errors");
        foreach ((string id, long count) in metrics.Errors.OrderBy(error => error.Key, StringComparer.Ordinal))
            json.WriteNumber(id, count);
        json.WriteEndObject();
        json.WriteNumber("retries", metrics.Retries);
    }

    private static void WriteAmounts(Utf8JsonWriter json, RunMetrics metrics)
    {
        json.WriteNumber("bytesRead", metrics.BytesRead);
        json.WriteNumber("bytesWritten", metrics.BytesWritten);
        json.WriteNumber("bytesSaved", metrics.BytesSaved);
        json.WriteNumber("pixelsRead", metrics.PixelsRead);
        json.WriteNumber("imagesPerSecond", Math.Round(metrics.ImagesPerSecond, 3));
        json.WriteNumber("megapixelsPerSecond", Math.Round(metrics.MegapixelsPerSecond, 3));
    }

    private static void WriteTimes(Utf8JsonWriter json, RunMetrics metrics)
    {
        json.WriteNumber("elapsedSeconds", metrics.Elapsed.TotalSeconds);
        json.WriteStartObject("latencySeconds");
        json.WriteNumber("p50", metrics.Latency.Percentile(50).TotalSeconds);
        json.WriteNumber("p95", metrics.Latency.Percentile(95).TotalSeconds);
        json.WriteNumber("p99", metrics.Latency.Percentile(99).TotalSeconds);
        json.WriteNumber("max", metrics.Latency.Max.TotalSeconds);
        json.WriteEndObject();
        json.WriteStartObject("stageSeconds");
        foreach (Stage stage in Enum.GetValues<Stage>())
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(stage.ToString()), metrics.Times[stage].TotalSeconds);
        json.WriteEndObject();
    }
}
