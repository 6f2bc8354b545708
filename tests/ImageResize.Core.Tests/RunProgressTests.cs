using ImageResize.Batch.Monitoring;

namespace ImageResize.Core.Tests;

/// <summary>Runs in made-up time: what is shown when, tick by tick.</summary>
public sealed class RunProgressTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly ManualTime _time = new();
    private readonly RunProgress _progress;
    private readonly List<(TimeSpan At, ProgressLine Line)> _shown = [];

    public RunProgressTests() => _progress = new RunProgress("Resizing images", _time);

    [Fact]
    public void The_runs_line_tells_count_rate_bytes_saved_failures_and_time_left()
    {
        Run(10, t => new RunState((long)(t * 20), 1000) { IsAllListed = true, Failed = 3, BytesSaved = 1_200_000_000 });
        ProgressLine line = _shown[^1].Line;
        Assert.Matches(@"^(19\d|200) of 1,000, (19\.\d|20|20\.\d) images/s, 1\.2 GB saved, 3 failed$", line.Status);
        Assert.Equal("Resizing images", line.Activity);
        Assert.InRange(line.Percent!.Value, 19, 20);
        Assert.InRange(line.Left!.Value.TotalSeconds, 38, 42);
    }

    [Fact]
    public void No_percentage_and_no_time_is_told_before_all_is_listed()
    {
        Run(5, t => new RunState((long)(t * 20), 10_000 + (long)(t * 1000)));
        Assert.All(_shown, one => Assert.True(one.Line is { Percent: null, Left: null }));
        Assert.Contains("of more than 14,", _shown[^1].Line.Status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void No_second_has_more_than_five_records_the_last_ones_included(double slowUntil)
    {
        // Now and then an image is slow, and now and then the run is over: each end must be affordable.
        for (int end = 1; end < 60; end++)
        {
            var progress = new RunProgress("Resizing images", _time);
            TimeSpan start = _time.Now;
            var at = new List<TimeSpan>();
            while (_time.Now - start < TimeSpan.FromMilliseconds(100 * end))
            {
                double t = (_time.Now - start).TotalSeconds;
                if (progress.Next(() => new RunState(1, 100) { IsAllListed = true, Slowest = Slow(t % 1.5 + (t < slowUntil ? 1.5 : 0)) }) is not null)
                    at.Add(_time.Now);
                _time.Advance(Tick);
            }

            at.AddRange(progress.Complete().Select(_ => _time.Now));
            Assert.All(at, first => Assert.InRange(at.Count(one => one >= first && one < first + TimeSpan.FromSeconds(1)), 1, RecordBudget.PerSecond));
        }
    }

    [Fact]
    public void Records_come_several_times_a_second()
    {
        Run(10, t => new RunState((long)t, 100));
        Assert.InRange(_shown.Count, 30, 50);
    }

    [Fact]
    public void An_image_in_hand_for_more_than_two_seconds_has_a_line_until_it_is_done()
    {
        Run(10, t => new RunState(5, 100) { Slowest = new SlowImage("/photos/huge.tif", TimeSpan.FromSeconds(t is > 1 and < 7 ? t - 1 : 0)) });
        (TimeSpan At, ProgressLine Line)[] image = [.. _shown.Where(one => one.Line.IsImage)];
        Assert.InRange(image[0].At.TotalSeconds, 3, 3.5);
        Assert.Equal("huge.tif", image[0].Line.Activity);
        Assert.Matches(@"^in hand for 2\.\d s$", image[0].Line.Status);
        Assert.Matches(@"^in hand for 5\.\d s$", image[^2].Line.Status);
        Assert.True(image[^1].Line.IsCompleted);
        Assert.InRange(image[^1].At.TotalSeconds, 7, 7.5);
        Assert.Single(image, one => one.Line.IsCompleted);

        // The run's own line goes on meanwhile.
        Assert.True(_shown.Count(one => !one.Line.IsImage && one.At.TotalSeconds is > 3 and < 7) >= 4);
    }

    [Fact]
    public void All_that_is_shown_is_taken_away_at_the_end_and_nothing_else()
    {
        Assert.Empty(_progress.Complete());
        Run(5, _ => new RunState(5, 100) { Slowest = Slow(30) });
        Assert.Equal([true, false], _progress.Complete().Select(line => line.IsImage));
        Assert.Empty(_progress.Complete());
        Run(1, _ => new RunState(5, 100));
        Assert.Equal([false], _progress.Complete().Select(line => line.IsImage));
    }

    [Fact]
    public void A_name_that_would_move_the_cursor_is_made_harmless()
    {
        Run(5, _ => new RunState(5, 100) { Slowest = new SlowImage("/photos/\e[2Jx.jpg", TimeSpan.FromSeconds(3)) });
        Assert.Contains(_shown, one => one.Line.Activity == "?[2Jx.jpg");
    }

    [Fact]
    public void The_time_left_follows_the_recent_throughput()
    {
        // Fast for a minute, then at a tenth of the speed: after half a minute the estimate is that of now.
        Run(90, t => new RunState((long)(t < 60 ? t * 100 : 6000 + (t - 60) * 10), 10_000) { IsAllListed = true });
        double left = _shown[^1].Line.Left!.Value.TotalSeconds;
        Assert.InRange(left, 370 * 0.9, 370 * 1.1);
    }

    [Fact]
    public void The_time_left_of_a_steady_run_counts_down_with_the_clock()
    {
        Run(60, t => new RunState((long)(t * 50), 6000) { IsAllListed = true });
        foreach ((TimeSpan at, ProgressLine line) in _shown.Where(one => one.Line.Left is not null))
            Assert.InRange((at + line.Left!.Value).TotalSeconds, 118, 122);
        Assert.Null(_shown[0].Line.Left);
    }

    [Fact]
    public void The_time_left_of_an_uneven_run_does_not_jump()
    {
        // Images by the dozen, then nothing for a second: the end that is promised moves by little from record to record.
        Run(60, t => new RunState((long)(t / 1.5) * 30, 6000) { IsAllListed = true });
        double[] ends = [.. _shown.Where(one => one.At > TimeSpan.FromSeconds(15) && one.Line.Left is not null).Select(one => (one.At + one.Line.Left!.Value).TotalSeconds)];
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second) / pair.First, 0, 0.02));
    }

    [Fact]
    public void Images_slower_than_the_window_still_have_a_rate()
    {
        Run(300, t => new RunState((long)(t / 30), 20) { IsAllListed = true });
        Assert.Contains(" images/min", _shown[^1].Line.Status, StringComparison.Ordinal);
        Assert.InRange(_shown[^1].Line.Left!.Value.TotalSeconds, 280, 380);
    }

    [Fact]
    public void What_is_skipped_does_not_pass_for_speed()
    {
        // A resumed run: nine of ten are done already and skipped at once.
        Run(30, t => new RunState(9000 + (long)(t * 10), 10_000) { IsAllListed = true, Skipped = 9000 });
        Assert.InRange(_shown[^1].Line.Left!.Value.TotalSeconds, 66, 74);
        Assert.Contains(", 10.0 images/s", _shown[^1].Line.Status, StringComparison.Ordinal);
    }

    private static SlowImage Slow(double seconds) => new("/photos/a.jpg", TimeSpan.FromSeconds(seconds));

    private void Run(double seconds, Func<double, RunState> state)
    {
        TimeSpan start = _time.Now;
        while (_time.Now - start < TimeSpan.FromSeconds(seconds))
        {
            _time.Advance(Tick);
            if (_progress.Next(() => state((_time.Now - start).TotalSeconds)) is { } line)
                _shown.Add((_time.Now, line));
        }
    }
}
