using ImageResize.Batch;
using ImageResize.Batch.Planning;
using ImageResize.Records;

namespace ImageResize.Core.Tests;

/// <summary>Several runs' metrics as one's.</summary>
public sealed class MetricsMergerTests
{
    [Fact]
    public void Counters_add_up_and_the_time_is_from_the_first_start_to_the_last_end()
    {
        RunMetrics merged = Merge([MetricsSample.Of(new Shard(1, 3), 10, 0), MetricsSample.Of(new Shard(3, 3), 20, 2), MetricsSample.Of(new Shard(2, 3), 30, 1)], out IReadOnlyList<string> warnings);
        Assert.Empty(warnings);
        Assert.True(merged.IsCompleted);
        Assert.Equal((60, 60, 60_000, 24_000), (merged.Figures.Total, merged.Figures.Formats["Jpeg"], merged.Figures.BytesRead, merged.Figures.BytesWritten));
        Assert.Equal(TimeSpan.FromSeconds(2 * 60 + 10), merged.Figures.Elapsed);
        Assert.Equal((MetricsSample.Noon.AddMinutes(2), MetricsSample.Noon.AddSeconds(-10)), (merged.At, merged.StartedAt));
        Assert.Equal((1_000_002, 2), (merged.Figures.PeakMemory, merged.Figures.Workers));
        Assert.Equal(0, merged.Shard.Count);
    }

    [Fact]
    public void Percentiles_are_those_of_all_values_within_a_bucket_and_no_averages()
    {
        (int Images, int Seed)[] runs = [(5_000, 0), (300, 5), (20, 40)];
        RunMetrics merged = Merge([.. runs.Select((run, index) => MetricsSample.Of(new Shard(index + 1, 3), run.Images, run.Seed))], out _);
        double[] all = [.. runs.SelectMany(run => MetricsSample.Times(run.Images, run.Seed)).Select(time => time.TotalMicroseconds).Order()];
        foreach ((double percent, TimeSpan told) in new[] { (50.0, merged.Figures.Latency.P50), (95, merged.Figures.Latency.P95), (99, merged.Figures.Latency.P99), (100, merged.Figures.Latency.Max) })
        {
            double exact = all[(int)Math.Ceiling(all.Length * percent / 100) - 1];
            Assert.InRange(told.TotalMicroseconds, exact * 15 / 16 - 1, exact * 17 / 16 + 1);
        }

        Assert.Equal(all.Length, merged.Figures.Latency.Count);
    }

    [Fact]
    public void Merging_by_parts_is_the_same_as_merging_all()
    {
        RunMetrics[] runs = [.. Enumerable.Range(0, 6).Select(seed => MetricsSample.Of(default, 50, seed))];
        RunMetrics all = Merge(runs, out _);
        RunMetrics byParts = Merge([.. new[] { runs[..2], runs[2..] }.Select(part => MetricsReader.Read(MetricsJson.Write(Merge(part, out _))))], out _);
        Assert.Equal(MetricsJson.Write(all), MetricsJson.Write(byParts));
    }

    [Fact]
    public void Missing_shards_are_told_and_the_job_is_not_complete()
    {
        RunMetrics merged = Merge([MetricsSample.Of(new Shard(2, 5), 1, 0), MetricsSample.Of(new Shard(4, 5), 1, 0)], out IReadOnlyList<string> warnings);
        Assert.False(merged.IsCompleted);
        Assert.Equal(["Shard 1 of 5", "Shard 3 of 5", "Shard 5 of 5"], warnings.Select(warning => warning[..12]));
        Merge([MetricsSample.Of(new Shard(2, Shard.Most), 1, 0)], out warnings);
        Assert.Equal(21, warnings.Count);
        Assert.Contains("999,979 more", warnings[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 9)]
    [InlineData(9, 7)]
    public void Of_a_shard_that_is_there_twice_the_later_counts(int first, int second)
    {
        RunMetrics merged = Merge([MetricsSample.Of(new Shard(1, 1), first, first), MetricsSample.Of(new Shard(1, 1), second, second)], out IReadOnlyList<string> warnings);
        Assert.Equal(9, merged.Figures.Total);
        Assert.Contains("Shard 1 of 1 is there twice", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_copy_of_a_shard_the_first_counts()
    {
        RunMetrics shard = MetricsSample.Of(new Shard(1, 1), 5, 0);
        Assert.Equal(5, Merge([shard, shard], out IReadOnlyList<string> warnings).Figures.Total);
        Assert.Contains("the first of two", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_different_jobs_are_an_error()
    {
        var merger = new MetricsMerger();
        RunMetrics one = MetricsSample.Of(new Shard(1, 3), 1, 0);
        merger.Add("old", one with { Options = null });
        merger.Add("one", one with { Shard = new Shard(2, 3) });
        Assert.Contains("'two'", Assert.Throws<FormatException>(() => merger.Add("two", one with { Shard = new Shard(3, 4) })).Message, StringComparison.Ordinal);
        Assert.Contains("a whole run", Assert.Throws<FormatException>(() => merger.Add("two", one with { Shard = default })).Message, StringComparison.Ordinal);
        Assert.Contains("other options than that of 'one'", Assert.Throws<FormatException>(() => merger.Add("two", one with { Shard = new Shard(3, 3), Options = "f" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_histogram_the_longest_percentiles_are_told_as_such()
    {
        RunMetrics slow = MetricsSample.Of(default, 10, 9);
        RunMetrics merged = Merge([MetricsSample.Of(default, 100, 0), slow with { Figures = slow.Figures with { LatencyBuckets = null } }], out IReadOnlyList<string> warnings);
        Assert.Equal(slow.Figures.Latency.P95, merged.Figures.Latency.P95);
        Assert.Null(merged.Figures.LatencyBuckets);
        Assert.Contains("no histogram", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_is_told()
    {
        Assert.False(Merge([MetricsSample.Of(default, 1, 0) with { IsCompleted = false }], out IReadOnlyList<string> warnings).IsCompleted);
        Assert.Contains("stopped", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_that_no_job_has_are_an_error()
    {
        RunMetrics run = MetricsSample.Of(default, 1, 0);
        RunMetrics huge = run with { Figures = run.Figures with { BytesRead = MetricsReader.LargestAmount } };
        Assert.Throws<FormatException>(() => Merge([huge, run], out _));
    }

    private static RunMetrics Merge(RunMetrics[] runs, out IReadOnlyList<string> warnings)
    {
        var merger = new MetricsMerger();
        foreach (RunMetrics run in runs)
            merger.Add($"{run.Figures.Total}.json", run);
        return merger.Merge("1", "8", out warnings);
    }
}
