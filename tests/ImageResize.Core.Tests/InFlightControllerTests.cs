using ImageResize.Batch.Adaptive;
using ImageResize.Batch.Limits;

namespace ImageResize.Core.Tests;

/// <summary>Runs the controller against models of machines, tick by tick in made-up time.</summary>
public sealed class InFlightControllerTests
{
    private const double Tick = 0.1;
    private const int Processors = 2;

    [Fact]
    public void Storage_that_answers_late_is_asked_for_more_at_a_time()
    {
        // 20 ms for each file, 1 ms of computing: 190 images a second with the base, 2000 at most.
        var run = new Model(ioSeconds: 0.020, computeSeconds: 0.001);
        double first = run.For(0.2);
        double later = run.For(10);
        Assert.True(run.For(5) >= 5 * 4 * (first / 0.2), $"{first / 0.2} images/s, then {later / 10}");
    }

    [Fact]
    public void Busy_processors_are_left_as_they_are()
    {
        var run = new Model(ioSeconds: 0.002, computeSeconds: 0.015);
        run.For(60);
        Assert.Empty(run.Reasons);
        Assert.Equal(Processors * WorkLimits.InHandPerWorker, run.Controller.Limit);
    }

    [Fact]
    public void Storage_that_gets_slower_with_each_request_is_soon_left_in_peace()
    {
        // One arm: what more requests gain is nothing, and the seeks cost.
        var run = new Model(ioSeconds: 0.010, computeSeconds: 0.001) { DiskRate = limit => limit <= 4 ? 100 : 80 };
        run.For(120);
        Assert.Equal(4, run.LimitMostOfTheTime);
        Assert.InRange(run.Total / 120, 98, 100);
    }

    [Fact]
    public void Storage_that_never_answers_is_asked_for_more_up_to_the_maximum()
    {
        var run = new Model(ioSeconds: 1e9, computeSeconds: 0.001);
        run.For(30);
        Assert.Equal(run.Controller.Maximum, run.Controller.Limit);
    }

    [Fact]
    public void Storage_that_takes_seconds_is_given_the_time_to_show_what_more_requests_gain()
    {
        var run = new Model(ioSeconds: 2, computeSeconds: 0.001);
        run.For(60);
        Assert.InRange(run.Controller.Limit, 32, run.Controller.Maximum);
    }

    [Fact]
    public void Where_images_wait_for_memory_fewer_are_in_hand()
    {
        var run = new Model(ioSeconds: 0.020, computeSeconds: 0.001) { Memory = 3 };
        run.For(10);
        Assert.InRange(run.Controller.Limit, 1, 3);
        Assert.Contains(run.Reasons, reason => reason.EndsWith("memory is short.", StringComparison.Ordinal));
    }

    [Fact]
    public void It_comes_back_when_there_is_memory_again()
    {
        var run = new Model(ioSeconds: 0.020, computeSeconds: 0.001) { Memory = 1 };
        run.For(10);
        Assert.Equal(1, run.Controller.Limit);
        run.Memory = null;
        run.For(20);
        Assert.True(run.Controller.Limit >= 32);
    }

    [Fact]
    public void Without_waiting_images_nothing_is_changed()
    {
        var run = new Model(ioSeconds: 0.020, computeSeconds: 0.001) { HasWork = false };
        run.For(30);
        Assert.Empty(run.Reasons);
    }

    [Fact]
    public void While_most_images_wait_to_be_tried_again_no_more_are_taken_in_hand()
    {
        // A disk that is full: nothing is done, and the processors idle.
        var run = new Model(ioSeconds: 1e9, computeSeconds: 0.001) { Pausing = limit => limit };
        run.For(60);
        Assert.Empty(run.Reasons);
        Assert.Equal(Processors * WorkLimits.InHandPerWorker, run.Controller.Limit);
    }

    [Fact]
    public void A_few_that_are_tried_again_keep_late_storage_from_nothing()
    {
        var run = new Model(ioSeconds: 0.020, computeSeconds: 0.001) { Pausing = _ => 1 };
        run.For(20);
        Assert.True(run.Controller.Limit >= 32);
    }

    [Fact]
    public void Too_many_in_line_for_a_processor_are_given_up_again()
    {
        // Storage was slow, and is fast now: the processors are the limit.
        var run = new Model(ioSeconds: 0.050, computeSeconds: 0.002);
        run.For(10);
        Assert.True(run.Controller.Limit >= 32);
        run.IoSeconds = 0.0001;
        run.For(30);
        Assert.InRange(run.Controller.Limit, 4, 8);
    }

    [Fact]
    public void A_limit_is_a_number_or_auto()
    {
        Assert.True(ThrottleLimit.Parse(" auto ").IsAuto);
        Assert.Equal("Auto", ThrottleLimit.Auto.ToString());
        Assert.Equal(Environment.ProcessorCount, ThrottleLimit.Auto.Workers);
        Assert.Equal((4, "4", false), (ThrottleLimit.Parse("4").Workers, ThrottleLimit.Of(4).ToString(), ThrottleLimit.Of(4).IsAuto));
        Assert.All(["0", "-1", "1025", "", "many", "1.5"], text => Assert.Throws<FormatException>(() => ThrottleLimit.Parse(text)));
    }

    /// <summary>
    /// A machine: images in hand read for a time, then wait for a processor and compute. Little's law gives what such a
    /// system does in the long run, which is enough here.
    /// </summary>
    private sealed class Model(double ioSeconds, double computeSeconds)
    {
        private readonly Dictionary<int, double> _timeAt = [];
        private double _done;

        public InFlightController Controller { get; } = new(Processors);

        public List<string> Reasons { get; } = [];

        public double IoSeconds { get; set; } = ioSeconds;

        public Func<int, double> DiskRate { get; init; } = _ => double.PositiveInfinity;

        /// <summary>How many images the memory holds.</summary>
        public int? Memory { get; set; }

        public bool HasWork { get; init; } = true;

        /// <summary>How many of so many images in hand wait for another attempt.</summary>
        public Func<int, int> Pausing { get; init; } = _ => 0;

        public double Total { get; private set; }

        public int LimitMostOfTheTime => _timeAt.MaxBy(pair => pair.Value).Key;

        /// <summary>Runs for some seconds; how many images were done.</summary>
        public double For(double seconds)
        {
            double before = Total;
            for (double t = 0; t < seconds; t += Tick)
            {
                int limit = Controller.Limit;
                int inHand = Math.Min(limit, Memory ?? int.MaxValue);
                double rate = Math.Min(Math.Min(inHand / (IoSeconds + computeSeconds), Processors / computeSeconds), DiskRate(inHand));
                double inLine = Math.Max(0, inHand - rate * (IoSeconds + computeSeconds)) * (double.IsPositiveInfinity(DiskRate(inHand)) ? 1 : 0);
                Total += rate * Tick;
                _timeAt[limit] = _timeAt.GetValueOrDefault(limit) + Tick;
                long done = (long)Total - (long)_done;
                _done = Total;
                string? reason = Controller.Next(new InFlightReading(
                    TimeSpan.FromSeconds(Tick),
                    done,
                    new SlotUse(TimeSpan.FromSeconds(rate * computeSeconds * Tick), TimeSpan.FromSeconds(inLine * Tick)))
                {
                    HasWork = HasWork,
                    WaitingForMemory = Math.Max(0, limit - (Memory ?? limit)),
                    FitInMemory = Memory,
                    Pausing = Pausing(limit),
                });
                if (reason is not null)
                    Reasons.Add(reason);
            }

            return Total - before;
        }
    }
}
