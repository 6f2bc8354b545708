using System.Text.Json;
using ImageResize.Batch;
using ImageResize.Batch.Planning;

namespace ImageResize.Records;

/// <summary>
/// Reads what <see cref="MetricsJson"/> writes. The file is somebody's: what is missing, of another kind, negative or larger than any run
/// could be is refused, so that sums of what was read do not overflow. Stateless, thread safe.
/// </summary>
internal static class MetricsReader
{
    /// <summary>No file of ours is longer: all buckets and all errors take less than 100,000 bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>More than any run has counted or written (100 petabytes); twice as much is still a number.</summary>
    public const long LargestAmount = 100_000_000_000_000_000;

    /// <summary>Longer than all workers of any run have worked together, in seconds (10,000 years).</summary>
    public const double LongestSeconds = 10_000 * 365.25 * 86_400;

    /// <summary>More errors or formats than there are.</summary>
    public const int MostNames = 1_000;

    private const int LongestName = 100;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads a file.</summary>
    /// <exception cref="NotMetricsException">It is no such file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static RunMetrics ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[Math.Min(file.Length, MaxLength) + 1]; // One more, to see one that grows.
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length < content.Length ? Read(content.AsMemory(0, length)) : throw Refused($"it is longer than {Quantity.Bytes(MaxLength)}, or is being written");
    }

    /// <summary>Reads the document.</summary>
    /// <exception cref="NotMetricsException">It is no such document, or damaged.</exception>
    public static RunMetrics Read(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
            throw Refused("it is empty");
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.Span.StartsWith(mark) ? content[mark.Length..] : content, Options);
            return Metrics(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Refused($"it is no JSON, or was cut short: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw Refused("it holds texts that are no Unicode"); // A half of a pair of code units, as \ud800.
        }
    }

    private static RunMetrics Metrics(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("schemaVersion", out JsonElement version))
            throw Refused("it is JSON of something else: it has no schemaVersion");
        if (!version.TryReadInt64(out long number) || number != MetricsJson.SchemaVersion)
            throw Refused($"its schemaVersion is {version.GetRawText()}, and this version reads {MetricsJson.SchemaVersion}");
        JsonElement at = json.Member("at", JsonValueKind.String);
        if (!at.TryGetDateTimeOffset(out DateTimeOffset end) || end < DateTimeOffset.UnixEpoch)
            throw Refused("'at' is no time");
        RunFigures figures = Figures(json);
        if (figures.Elapsed > end - DateTimeOffset.UnixEpoch)
            throw Refused("'elapsedSeconds' is longer than a run can be");
        JsonElement versions = json.Member("versions", JsonValueKind.Object);
        return new RunMetrics(figures, json.Truth("completed"), versions.Text("imageResize", LongestName), versions.Text("libvips", LongestName))
        {
            At = end,
            Shard = json.TryGetProperty("shard", out _) ? PartOf(json.Member("shard", JsonValueKind.Object)) : default,
            Options = json.TryGetProperty("options", out _) ? json.Text("options", LongestName) : null,
        };
    }

    private static Shard PartOf(JsonElement shard)
    {
        long index = shard.Amount("index", Shard.Most), count = shard.Amount("count", Shard.Most);
        return index >= 1 && index <= count ? new Shard((int)index, (int)count) : throw Refused($"its shard is {index} of {count}");
    }

    private static RunFigures Figures(JsonElement json)
    {
        JsonElement outputs = json.Member("outputs", JsonValueKind.Object);
        var figures = new RunFigures
        {
            Resized = outputs.Amount("resized", LargestAmount),
            Copied = outputs.Amount("copied", LargestAmount),
            Skipped = outputs.Amount("skipped", LargestAmount),
            Failed = outputs.Amount("failed", LargestAmount),
            Canceled = outputs.Amount("canceled", LargestAmount),
            Errors = Counts(json.Member("errors", JsonValueKind.Object)),
            Formats = json.TryGetProperty("formats", out _) ? Counts(json.Member("formats", JsonValueKind.Object)) : new Dictionary<string, long>(),
            Retries = json.Amount("retries", LargestAmount),
            BytesRead = json.Amount("bytesRead", LargestAmount),
            BytesWritten = json.Amount("bytesWritten", LargestAmount),
            BytesSaved = json.Amount("bytesSaved", LargestAmount, least: -LargestAmount),
            PixelsRead = json.Amount("pixelsRead", LargestAmount),
            Elapsed = json.Seconds("elapsedSeconds", LongestSeconds),
            Times = Times(json.Member("stageSeconds", JsonValueKind.Object)),
            Workers = (int)json.Amount("workers", int.MaxValue),
            PeakInHand = (int)json.Amount("peakInHand", int.MaxValue),
            PeakMemory = json.Amount("peakMemoryBytes", LargestAmount),
        };
        if (figures.Total != outputs.Amount("total", LargestAmount))
            throw Refused("its outputs do not add up to their total");
        return WithLatency(json, figures);
    }

    /// <summary>A file of an earlier version tells percentiles and not the buckets.</summary>
    private static RunFigures WithLatency(JsonElement json, RunFigures figures)
    {
        JsonElement latency = json.Member("latencySeconds", JsonValueKind.Object);
        var told = new LatencyFigures(
            latency.Seconds("p50", LongestSeconds), latency.Seconds("p95", LongestSeconds), latency.Seconds("p99", LongestSeconds), latency.Seconds("max", LongestSeconds), TimeSpan.Zero, figures.Written);
        if (!json.TryGetProperty("latencyHistogram", out _))
            return figures with { Latency = told };
        JsonElement histogram = json.Member("latencyHistogram", JsonValueKind.Object);
        told = told with { Sum = histogram.Seconds("sumSeconds", LongestSeconds) };
        if (histogram.Amount("version", int.MaxValue) != MetricsJson.HistogramVersion)
            return figures with { Latency = told };
        LatencyBucket[] buckets = [.. histogram.Member("buckets", JsonValueKind.Array).EnumerateArray().Select(Bucket)];
        if (buckets.Length > LatencyHistogram.BucketCount || buckets.Aggregate(0L, (sum, bucket) => Math.Min(LargestAmount, sum) + bucket.Count) != figures.Written)
            throw Refused("the counts of its latencyHistogram are not those of what was written");
        return figures with { Latency = told, LatencyBuckets = buckets };
    }

    private static LatencyBucket Bucket(JsonElement pair) =>
        pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2
            && pair[0].TryReadInt64(out long index) && index is >= 0 and < LatencyHistogram.BucketCount
            && pair[1].TryReadInt64(out long count) && count is >= 0 and <= LargestAmount
            ? new LatencyBucket((int)index, count)
            : throw Refused("its latencyHistogram has a bucket that is none");

    private static StageTimes Times(JsonElement stages)
    {
        StageTimes times = default;
        foreach (Stage stage in Enum.GetValues<Stage>())
            times[stage] = stages.Seconds(JsonNamingPolicy.CamelCase.ConvertName(stage.ToString()), LongestSeconds);
        return times;
    }

    private static Dictionary<string, long> Counts(JsonElement counts)
    {
        var read = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (JsonProperty entry in counts.EnumerateObject())
        {
            // Names are ids of this module; others could be markup or control characters wherever they are shown.
            if (read.Count == MostNames || entry.Name.Length is 0 or > LongestName || !entry.Name.All(char.IsAsciiLetterOrDigit))
                throw Refused("it counts errors or formats by names that are none");
            read[entry.Name] = counts.Amount(entry.Name, LargestAmount);
        }

        return read;
    }

    private static NotMetricsException Refused(string why) => NotMetricsException.Because(why);
}
