using System.Globalization;
using System.Text.Json;
using ImageResize.Batch;

namespace ImageResize.Records;

/// <summary>
/// The figures of a run as JSON. Times are in seconds, amounts in bytes, counters 64-bit integers. Fields may be added
/// under the same schema version; none changes its meaning. <see cref="MetricsReader"/> reads it.
/// </summary>
internal static class MetricsJson
{
    /// <summary>The version of the schema.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The version of the buckets: those of <see cref="LatencyHistogram"/>. Others could not be added to them.</summary>
    public const int HistogramVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>The document, in UTF-8.</summary>
    public static byte[] Write(RunMetrics metrics)
    {
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("startedAt", metrics.StartedAt);
            json.WriteString("at", metrics.At);
            json.WriteBoolean("completed", metrics.IsCompleted);
            WriteOrigin(json, metrics);
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

    private static void WriteOrigin(Utf8JsonWriter json, RunMetrics metrics)
    {
        if (metrics.Shard.Count > 0)
        {
            json.WriteStartObject("shard");
            json.WriteNumber("index", metrics.Shard.Index);
            json.WriteNumber("count", metrics.Shard.Count);
            json.WriteEndObject();
        }

        if (metrics.Options is not null)
            json.WriteString("options", metrics.Options);
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
        WriteCounts(json, "errors", figures.Errors);
        WriteCounts(json, "formats", figures.Formats);
        json.WriteNumber("retries", figures.Retries);
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach ((string key, long count) in counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteNumber(key, count);
        json.WriteEndObject();
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
        WriteHistogram(json, figures);
        json.WriteStartObject("stageSeconds");
        foreach (Stage stage in Enum.GetValues<Stage>())
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(stage.ToString()), figures.Times[stage].TotalSeconds);
        json.WriteEndObject();
    }

    /// <summary>Pairs of a bucket and its count on one line: a run has some hundred, and a line for each would hide all else.</summary>
    private static void WriteHistogram(Utf8JsonWriter json, RunFigures figures)
    {
        if (figures.LatencyBuckets is not { } buckets)
            return;
        json.WriteStartObject("latencyHistogram");
        json.WriteNumber("version", HistogramVersion);
        json.WriteNumber("sumSeconds", figures.Latency.Sum.TotalSeconds);
        json.WritePropertyName("buckets");
        json.WriteRawValue($"[{string.Join(',', buckets.Select(bucket => string.Create(CultureInfo.InvariantCulture, $"[{bucket.Index},{bucket.Count}]")))}]");
        json.WriteEndObject();
    }
}
