using ImageResize.Batch;
using ImageResize.Batch.Benchmark;

namespace ImageResize.Core.Tests;

public sealed class ScalingVerdictTests
{
    [Fact]
    public void Busy_processors_are_the_bottleneck_whatever_else_an_image_met() =>
        Assert.Equal(Bottleneck.Cpu, ScalingVerdict.Of(Run(4, cpu: 3.6, (Stage.Write, 30)), processors: 4));

    [Fact]
    public void Fewer_workers_than_processors_that_compute_all_the_time_are_the_bottleneck() =>
        Assert.Equal(Bottleneck.Workers, ScalingVerdict.Of(Run(2, cpu: 2, (Stage.Scale, 2), (Stage.Read, 0.5)), processors: 8));

    [Fact]
    public void Waiting_for_a_processor_that_another_program_uses_is_still_the_processor() =>
        Assert.Equal(Bottleneck.Cpu, ScalingVerdict.Of(Run(4, cpu: 1, (Stage.Processor, 3), (Stage.Scale, 3), (Stage.Write, 4)), processors: 4));

    [Theory]
    [InlineData(Stage.Read, Bottleneck.DiskRead)]
    [InlineData(Stage.Write, Bottleneck.DiskWrite)]
    [InlineData(Stage.Memory, Bottleneck.Memory)]
    [InlineData(Stage.Rate, Bottleneck.Rate)]
    internal void Where_images_in_hand_spend_most_of_their_time_is_the_bottleneck(Stage stage, Bottleneck expected) =>
        Assert.Equal(expected, ScalingVerdict.Of(Run(4, cpu: 1, (stage, 5), (Stage.Scale, 1), (Stage.Queue, 90)), processors: 4));

    [Fact]
    public void A_short_run_or_one_of_few_images_tells_nothing()
    {
        ScalingSample run = Run(4, cpu: 3.9);
        Assert.Equal(Bottleneck.Cpu, ScalingVerdict.Of(run, processors: 4));
        Assert.Equal(Bottleneck.TooSmall, ScalingVerdict.Of(run with { Figures = run.Figures with { Elapsed = ScalingVerdict.ShortestRun / 2 } }, processors: 4));
        Assert.Equal(Bottleneck.TooSmall, ScalingVerdict.Of(run with { Figures = run.Figures with { Resized = 15 } }, processors: 4));
    }

    [Fact]
    public void The_fewest_workers_that_are_nearly_as_fast_as_the_best_are_recommended()
    {
        ScalingSample Rate(int workers, long images)
        {
            ScalingSample run = Run(workers, cpu: 1);
            return run with { Figures = run.Figures with { Resized = images } };
        }

        Assert.Equal(4, ScalingVerdict.Recommend([Rate(1, 300), Rate(2, 570), Rate(4, 960), Rate(8, 1000), Rate(16, 990)]));
        Assert.Equal(1, ScalingVerdict.Recommend([Rate(1, 300)]));
    }

    [Fact]
    public void Every_bottleneck_has_words_of_its_own() =>
        Assert.Distinct(Enum.GetValues<Bottleneck>().Select(bottleneck => ScalingVerdict.Describe(bottleneck, 1)).Append(ScalingVerdict.Describe(Bottleneck.Cpu, 0.5)));

    [Fact]
    public void A_part_of_a_stage_that_is_anothers_is_counted_there_and_not_twice()
    {
        var clock = new StageClock(TimeSpan.FromSeconds(3));
        clock.Enter(Stage.Scale);
        clock.Attribute(Stage.Encode, TimeSpan.FromSeconds(2));
        StageTimes times = clock.Split();
        Assert.Equal((3, 2), (Math.Floor(times[Stage.Queue].TotalSeconds), times[Stage.Encode].TotalSeconds));
        Assert.Equal(times[Stage.Scale] + times[Stage.Encode], times.Work);
        Assert.Equal(times.Total, times.Wait + times.Work);
    }

    /// <summary>A run of one second; times in seconds.</summary>
    private static ScalingSample Run(int workers, double cpu, params (Stage Stage, double Seconds)[] stages)
    {
        StageTimes times = default;
        foreach ((Stage stage, double seconds) in stages)
            times[stage] = TimeSpan.FromSeconds(seconds);
        return new ScalingSample
        {
            Figures = new RunFigures { Workers = workers, Elapsed = TimeSpan.FromSeconds(1), Resized = 100, Times = times },
            Use = new ResourceUse(TimeSpan.FromSeconds(cpu), 0, 0, TimeSpan.Zero, 0, 0),
        };
    }
}
