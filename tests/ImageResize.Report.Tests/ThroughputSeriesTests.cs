using ImageResize.Report.Content;

namespace ImageResize.Report.Tests;

public sealed class ThroughputSeriesTests
{
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void An_even_run_has_an_even_curve_of_its_rate()
    {
        var series = new ThroughputSeries();
        for (int i = 0; i < 5_000; i++)
            series.Add(SampleReport.Start.AddMilliseconds(20 * i), Took, failed: false);
        IReadOnlyList<ThroughputPoint> points = series.Points(60, 4);
        Assert.InRange(points.Count, 20, 60);
        Assert.All(points, point => Assert.InRange(point.ImagesPerSecond, 40, 60));
        Assert.Equal(TimeSpan.Zero, points[0].From);
        Assert.InRange(points[^1].To.TotalSeconds, 99.9, 100.1);
    }

    [Fact]
    public void A_pause_and_failures_are_seen()
    {
        var series = new ThroughputSeries();
        for (int i = 0; i < 2_000; i++)
            series.Add(SampleReport.Start.AddMilliseconds(20 * i + (i < 1_000 ? 0 : 20_000)), Took, failed: i >= 1_900);
        IReadOnlyList<ThroughputPoint> points = series.Points(60, 4);
        Assert.Contains(points, point => point.ImagesPerSecond == 0 && point.Failed == 0);
        Assert.Equal(100, points.Sum(point => point.Failed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_order_of_any_times_counts_every_image_in_bounded_memory(int seed)
    {
        var random = new Random(seed);
        var series = new ThroughputSeries();
        for (int i = 0; i < 20_000; i++)
            series.Add(SampleReport.Start.AddSeconds(random.NextDouble() * Math.Pow(10, random.Next(9))), Took, failed: false);
        IReadOnlyList<ThroughputPoint> points = series.Points(ThroughputSeries.MaxSteps, 1);
        Assert.InRange(points.Count, 1, ThroughputSeries.MaxSteps + 1);
        Assert.Equal(20_000, points.Sum(point => point.ImagesPerSecond * (point.To - point.From).TotalSeconds), 1.0);
    }

    [Fact]
    public void One_image_or_none_is_no_curve_and_no_fault()
    {
        var series = new ThroughputSeries();
        Assert.Empty(series.Points(60, 4));
        series.Add(SampleReport.Start, TimeSpan.Zero, failed: false);
        Assert.InRange(series.Points(60, 4).Count, 1, 2);
        series.Add(DateTime.MinValue, TimeSpan.FromDays(1), failed: false);
        Assert.NotEmpty(series.Points(60, 4));
    }
}
