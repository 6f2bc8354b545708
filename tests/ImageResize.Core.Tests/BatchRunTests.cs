using ImageResize.Batch;
using ImageResize.Batch.Limits;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class BatchRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Outcomes_are_handed_out_on_the_owners_thread_alone()
    {
        int owner = Environment.CurrentManagedThreadId;
        var threads = new HashSet<int>();
        Run(workers: 3, images: 40, _ => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([owner], threads);
    }

    [Fact]
    public void Every_image_has_one_outcome_and_the_counters_agree()
    {
        var outcomes = new List<ImageOutcome>();
        var counters = Run(workers: 4, images: 100, outcomes.Add);
        Assert.Equal(100, outcomes.Count);
        Assert.Equal(100, counters.Total);
        Assert.Equal(100, counters.Written);
        Assert.Equal(outcomes.Sum(one => one.OutputLength), counters.BytesWritten);
        Assert.Equal(100, counters.Latency.Count);
    }

    [Fact]
    public void Disposing_in_the_middle_ends_the_workers()
    {
        using (var run = NewRun(2, _ => { }))
        {
            for (int i = 0; i < 20; i++)
                run.Add(Item(i));
        }

        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, ".imageresize-*"), _ => true);
    }

    [Fact]
    public void A_fault_in_the_processor_is_an_outcome_and_the_batch_goes_on()
    {
        var outcomes = new List<ImageOutcome>();
        int made = 0;
        var options = new ConvertOptions();
        using var run = new BatchRun(
            new WorkLimits(1),
            () => Interlocked.Increment(ref made) == 1 ? throw new InvalidOperationException("out of order") : new ImageProcessor(options, new ImageScaler(), LocalFileLayer.Instance),
            outcomes.Add,
            () => { });
        run.Add(Item(0));
        run.Add(Item(1));
        run.Finish();
        Assert.Equal([null, ImageErrorId.InternalError], outcomes.Select(one => one.ErrorId).Order());
    }

    public void Dispose() => _folder.Dispose();

    private BatchCounters Run(int workers, int images, Action<ImageOutcome> onOutcome)
    {
        using BatchRun run = NewRun(workers, onOutcome);
        for (int i = 0; i < images; i++)
            run.Add(Item(i));
        run.Finish();
        return run.Counters;
    }

    private static BatchRun NewRun(int workers, Action<ImageOutcome> onOutcome)
    {
        var options = new ConvertOptions();
        return new BatchRun(new WorkLimits(workers), () => new ImageProcessor(options, new ImageScaler(), LocalFileLayer.Instance), onOutcome, () => { });
    }

    private WorkItem Item(int number)
    {
        string source = _folder["source.jpg"];
        if (!File.Exists(source))
            TestImage.Write(source, 160, 120);
        return new WorkItem(source, [new PlannedOutput(Path.Combine(_folder.Path, $"out-{number}.jpg"), TargetSize.Box(40, 40), true)]);
    }
}
