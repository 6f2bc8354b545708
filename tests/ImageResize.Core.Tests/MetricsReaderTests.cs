using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Planning;
using ImageResize.Imaging;
using ImageResize.Records;

namespace ImageResize.Core.Tests;

/// <summary>Metrics files that come back as they were written, and files that are none.</summary>
public sealed class MetricsReaderTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        RunMetrics written = MetricsSample.Of(new Shard(2, 5), 30, 7);
        RunMetrics read = MetricsReader.Read(MetricsJson.Write(written));
        Assert.Equal(Encoding.UTF8.GetString(MetricsJson.Write(written)), Encoding.UTF8.GetString(MetricsJson.Write(read)));
        Assert.Equal((written.Shard, written.Options, written.At, written.IsCompleted), (read.Shard, read.Options, read.At, read.IsCompleted));
        Assert.Equal(written.Figures.LatencyBuckets, read.Figures.LatencyBuckets);
        Assert.Equal(30, read.Figures.Formats[nameof(ImageFormat.Jpeg)]);
    }

    [Fact]
    public void A_file_of_an_earlier_version_has_percentiles_alone()
    {
        RunMetrics whole = MetricsSample.Of(default, 10, 1);
        RunMetrics read = MetricsReader.Read(MetricsJson.Write(whole with { Figures = whole.Figures with { LatencyBuckets = null } }));
        Assert.Null(read.Figures.LatencyBuckets);
        Assert.Equal(whole.Figures.Latency.P95, read.Figures.Latency.P95);
        Assert.Equal(0, read.Shard.Count);
    }

    [Fact]
    public void Whatever_a_file_is_cut_to_is_told()
    {
        byte[] whole = MetricsJson.Write(MetricsSample.Of(new Shard(1, 2), 5, 1));
        for (int length = 0; length < whole.Length - 2; length++)
            Assert.Throws<NotMetricsException>(() => MetricsReader.Read(whole.AsMemory(0, length)));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion":2}""")]
    [InlineData("""{"schemaVersion":"1"}""")]
    [InlineData("\"text\"")]
    [InlineData("no JSON")]
    public void Other_content_is_no_metrics_file(string content) =>
        Assert.Contains("no metrics file", Assert.Throws<NotMetricsException>(() => MetricsReader.Read(Encoding.UTF8.GetBytes(content))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"total\": 5", "\"total\": 6")]
    [InlineData("\"resized\": 5", "\"resized\": -5")]
    [InlineData("\"resized\": 5", "\"resized\": 9223372036854775807")]
    [InlineData("\"resized\": 5", "\"resized\": 5.5")]
    [InlineData("\"bytesRead\": 5000", "\"bytesRead\": 1e30")]
    [InlineData("\"retries\": 0", "\"retries\": 0, \"retries\": 1")]
    [InlineData("\"elapsedSeconds\": 10", "\"elapsedSeconds\": 1e300")]
    [InlineData("\"elapsedSeconds\": 10", "\"elapsedSeconds\": 10000000000")]
    [InlineData("\"workers\": 2", "\"workers\": 3000000000")]
    [InlineData("\"index\": 1", "\"index\": 3")]
    [InlineData("\"index\": 1", "\"index\": 0")]
    [InlineData("\"count\": 2", "\"count\": 2000000")]
    [InlineData("\"buckets\": [", "\"buckets\": [[-1,1],")]
    [InlineData("\"buckets\": [", "\"buckets\": [[1120,1],")]
    [InlineData("\"buckets\": [", "\"buckets\": [[3,9223372036854775807],")]
    [InlineData("\"buckets\": [", "\"buckets\": [[3,1],")]
    [InlineData("\"buckets\": [", "\"buckets\": [7,")]
    [InlineData("\"Jpeg\": 5", "\"<script>\": 5")]
    [InlineData("\"Jpeg\": 5", "\"\\ud800\": 5")]
    [InlineData("\"libvips\": \"8\"", "\"libvips\": \"\\ud800\"")]
    [InlineData("\"completed\": true", "\"completed\": 1")]
    [InlineData("\"at\": \"2026", "\"at\": \"20x6")]
    [InlineData("\"at\": \"2026", "\"at\": \"1026")]
    public void Values_that_cannot_be_are_refused(string sound, string wrong)
    {
        string json = Encoding.UTF8.GetString(MetricsJson.Write(MetricsSample.Of(new Shard(1, 2), 5, 1)));
        Assert.Contains(sound, json, StringComparison.Ordinal);
        Assert.Throws<NotMetricsException>(() => MetricsReader.Read(Encoding.UTF8.GetBytes(json.Replace(sound, wrong, StringComparison.Ordinal))));
    }
}

/// <summary>Metrics of runs that were not.</summary>
internal static class MetricsSample
{
    /// <summary>The end of runs of seed 0.</summary>
    public static DateTimeOffset Noon { get; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A run of 10 seconds that wrote JPEG images of 1,000 bytes; it ended at noon and as many minutes as the seed.</summary>
    public static RunMetrics Of(Shard shard, int images, int seed)
    {
        var counters = new BatchCounters();
        foreach (TimeSpan time in Times(images, seed))
        {
            StageTimes times = default;
            times[Stage.Scale] = time;
            counters.Add(new ImageOutcome { Status = ResizeStatus.Resized, SourcePath = "a.jpg", SourceLength = 1_000, OutputLength = 400, OutputFormat = ImageFormat.Jpeg, Times = times });
        }

        return new RunMetrics(RunFigures.Of(counters, TimeSpan.FromSeconds(10)) with { Workers = 2, PeakInHand = 3, PeakMemory = 1_000_000 + seed }, true, "1", "8")
        {
            At = Noon.AddMinutes(seed),
            Shard = shard,
            Options = "0123456789abcdef",
        };
    }

    /// <summary>The times that its images took: from 1 millisecond to some seconds.</summary>
    public static TimeSpan[] Times(int images, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, images).Select(_ => TimeSpan.FromMilliseconds((seed + 1) * Math.Pow(10, 3 * random.NextDouble())))];
    }
}
