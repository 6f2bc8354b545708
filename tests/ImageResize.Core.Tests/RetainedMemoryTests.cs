using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Limits;
using ImageResize.Batch.Planning;
using ImageResize.Files;
using ImageResize.Imaging;
using ImageResize.Imaging.Engines;
using ImageResize.Pixels.Memory;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>What a long run remembers. The heap is the whole process's, so nothing else may run beside these tests.</summary>
[Collection(nameof(RetainedMemoryTests))]
[CollectionDefinition(nameof(RetainedMemoryTests), DisableParallelization = true)]
public sealed class RetainedMemoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_hundred_thousand_plans_remember_little()
    {
        var planner = new OutputPlanner(new PlanOptions { Destination = _folder.Path });
        long grown = RetainedMemory.Growth(() =>
        {
            for (int i = 0; i < 100_000; i++)
                planner.Plan(new SourceFile(Path.GetFullPath($"/in/{i}/photo-with-a-name-of-some-length.jpg"), Path.GetFullPath($"/in/{i % 100}")));
        });
        GC.KeepAlive(planner);
        Assert.InRange(grown, 0, 20_000_000);
    }

    [Fact]
    public void A_hundred_thousand_journal_entries_take_little_memory()
    {
        var lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            lines.Append("{\"source\":\"folder/photo-").Append(i).Append(".jpg\",\"output\":\"folder/photo-").Append(i).Append(".jpg\",\"length\":1,\"modified\":\"2026-01-01T00:00:00Z\",\"options\":\"0123456789abcdef\",\"status\":\"Resized\",\"at\":\"2026-01-01T00:00:00Z\"}\n");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString()));
        lines.Clear();
        JournalIndex? index = null;
        long grown = RetainedMemory.Growth(() => index = JournalIndex.Load(stream));
        Assert.Equal(100_000, index!.Count);
        Assert.InRange(grown, 0, 25_000_000);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("tif")]
    public void A_worker_that_waits_for_its_next_image_holds_no_large_buffer(string extension)
    {
        string path = TestImage.Write(_folder["in/a." + extension], 2400, 1800);
        var outcomes = new List<ImageOutcome>();
        using var limits = new WorkLimits(1);
        using var processor = new ImageProcessor(new ConvertOptions(), new ImageScaler(), LocalFileLayer.Instance);
        long before = PagePool.Shared.Used;
        processor.Process(new ImageJob(new WorkItem(path, [new PlannedOutput(_folder["out/a." + extension], TargetSize.Box(1500, 1500), true)]), limits, outcomes.Add, default));
        Assert.Equal(ResizeStatus.Resized, Assert.Single(outcomes).Status);
        Assert.Equal(before, PagePool.Shared.Used);
    }

    public void Dispose() => _folder.Dispose();
}
