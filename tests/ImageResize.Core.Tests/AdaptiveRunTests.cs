using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Monitoring;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>Whole runs on storage that answers only when enough files are asked for at a time: nothing is timed.</summary>
public sealed class AdaptiveRunTests : IDisposable
{
    private const int Images = 60;

    private readonly TempFolder _folder = new();

    [Fact]
    public void As_many_files_are_asked_for_as_late_storage_needs()
    {
        const int Wanted = 4 * WorkLimits.InHandPerWorker;
        var gathering = new Gathering(Wanted, patience: TimeSpan.FromSeconds(60));
        (BatchRun run, IReadOnlyList<string> changes) = Run(adaptive: true, gathering);
        Assert.Equal(Images, run.Counters.Written);
        Assert.True(gathering.Most >= Wanted, $"{gathering.Most} at a time");
        Assert.True(run.PeakInHand >= Wanted);
        Assert.Equal(_folder["source.jpg"], gathering.Slowest?.Path);
        Assert.Null(run.Slowest);
        Assert.Contains(changes, change => change.Contains("2 -> 4 images in hand: they wait for storage", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fixed_number_stays_what_it_is()
    {
        var gathering = new Gathering(8, patience: TimeSpan.FromMilliseconds(20));
        (BatchRun run, IReadOnlyList<string> changes) = Run(adaptive: false, gathering);
        Assert.Equal(Images, run.Counters.Written);
        Assert.InRange(gathering.Most, 1, 2);
        Assert.InRange(run.PeakInHand, 1, 2);
        Assert.Empty(changes);
    }

    [Fact]
    public async Task The_number_in_hand_can_be_lowered_and_raised_while_workers_wait()
    {
        var exchange = new BoundedExchange<int, int>(8, 8) { MostBusy = 1 };
        for (int i = 0; i < 4; i++)
            exchange.TryPut(i);
        Assert.True(exchange.TryTakeWork(out _));
        var second = Task.Run(() => exchange.TryTakeWork(out int work) ? work : -1);
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(50)));
        exchange.MostBusy = 2;
        Assert.Equal(1, await second);
        exchange.MostBusy = 1;
        exchange.Finish();
        var third = Task.Run(() => exchange.TryTakeWork(out int work) ? work : -1);
        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(50)));
        exchange.Finish();
        Assert.Equal(2, await third);
        exchange.Complete();
        exchange.Finish();
        Assert.True(exchange.TryTakeWork(out int last));
        exchange.Finish();
        Assert.False(exchange.TryTakeWork(out _));
        Assert.Equal((3, 4, 2, false), (last, exchange.Finished, exchange.PeakBusy, exchange.HasWork));
    }

    [Fact]
    public async Task The_memory_tells_how_many_images_it_holds_and_how_many_wait()
    {
        var memory = new MemoryBudget(1000);
        Assert.Null(memory.Fit);
        using MemoryBudget.Admission first = memory.Enter(600, CancellationToken.None);
        Assert.Equal(1, memory.Fit);
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => memory.Enter(500, stop.Token));
        Assert.True(SpinWait.SpinUntil(() => memory.Waiting == 1, TimeSpan.FromSeconds(60)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, memory.Waiting);
        using MemoryBudget.Admission small = memory.Enter(1, CancellationToken.None);
        Assert.Equal(2, memory.Fit);
    }

    [Fact]
    public void The_image_in_hand_for_longest_is_told_until_it_is_done()
    {
        var time = new ManualTime();
        var images = new ActiveImages(time);
        Assert.Null(images.Slowest);
        ActiveImages.Entry first = images.Add("/a.jpg");
        time.Advance(TimeSpan.FromSeconds(3));
        ActiveImages.Entry second = images.Add("/b.jpg");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new SlowImage("/a.jpg", TimeSpan.FromSeconds(4)), images.Slowest);
        first.Dispose();
        Assert.Equal(new SlowImage("/b.jpg", TimeSpan.FromSeconds(1)), images.Slowest);
        second.Dispose();
        Assert.Null(images.Slowest);
    }

    public void Dispose() => _folder.Dispose();

    private (BatchRun Run, IReadOnlyList<string> Changes) Run(bool adaptive, Gathering gathering)
    {
        var files = new FailingFiles
        {
            Fail = operation =>
            {
                if (operation == "open")
                    gathering.Join();
                return null;
            },
        };
        TestImage.Write(_folder["source.jpg"], 64, 48);
        BatchRun? running = null;
        var changes = new List<string>();
        using BatchRun run = running = new BatchRun(
            new WorkLimits(1) { IsAdaptive = adaptive },
            () => new ImageProcessor(new ConvertOptions(), new ImageScaler(), files),
            _ => { },
            () => gathering.Slowest ??= running!.Slowest);
        for (int i = 0; i < Images; i++)
            run.Add(new WorkItem(_folder["source.jpg"], [new PlannedOutput(_folder[$"out-{i}.jpg"], TargetSize.Box(20, 20), true)]));
        run.Finish();
        while (run.TryTakeChange(out string change))
            changes.Add(change);
        return (run, changes);
    }

    /// <summary>Lets nobody through before so many are there at once; once they were, everybody.</summary>
    private sealed class Gathering(int wanted, TimeSpan patience)
    {
        private readonly object _gate = new();
        private int _here;

        public int Most { get; private set; }

        public SlowImage? Slowest { get; set; }

        public void Join()
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_here);
                Monitor.PulseAll(_gate);
                while (Most < wanted && Monitor.Wait(_gate, patience))
                {
                }

                _here--;
            }
        }
    }
}
