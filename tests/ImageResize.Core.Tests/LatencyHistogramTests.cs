using ImageResize.Batch;

namespace ImageResize.Core.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_right_within_a_sixteenth()
    {
        var random = new Random(3);
        var histogram = new LatencyHistogram();
        double[] micros = [.. Enumerable.Range(0, 50_000).Select(_ => Math.Pow(10, 1 + 6 * random.NextDouble()))];
        foreach (double value in micros)
            histogram.Record(TimeSpan.FromMicroseconds(value));
        Array.Sort(micros);
        foreach (int percent in new[] { 1, 25, 50, 90, 95, 99, 100 })
        {
            double exact = micros[Math.Max(0, (int)Math.Ceiling(micros.Length * percent / 100.0) - 1)];
            Assert.InRange(histogram.Percentile(percent).TotalMicroseconds, exact * 15 / 16 - 1, exact * 17 / 16 + 1);
        }
    }

    [Fact]
    public void How_many_were_not_longer_than_a_time_is_right_within_a_bucket()
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 1_000; i++)
            histogram.Record(TimeSpan.FromMilliseconds(i));
        Assert.Equal(0, histogram.CountAtMost(TimeSpan.FromMilliseconds(0.5)));
        Assert.InRange(histogram.CountAtMost(TimeSpan.FromMilliseconds(500)), 500, 500 * 17 / 16);
        Assert.Equal(1_000, histogram.CountAtMost(TimeSpan.MaxValue));
        Assert.Equal(0, histogram.CountAtMost(TimeSpan.FromTicks(-1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000_003)]
    public void A_single_duration_is_every_percentile(long micros)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(micros));
        Assert.Equal(micros, (long)histogram.Percentile(50).TotalMicroseconds);
        Assert.Equal(micros, (long)histogram.Percentile(99).TotalMicroseconds);
    }

    [Fact]
    public void Nothing_recorded_is_zero_and_nothing_overflows()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(50));
        histogram.Record(TimeSpan.MaxValue);
        histogram.Record(TimeSpan.FromSeconds(-1));
        Assert.Equal(2, histogram.Count);
    }
}
