using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Core.Tests.Reporting;
using ImageResize.Reporting;
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
        long grown = Growth(() =>
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
        long grown = Growth(() => index = JournalIndex.Load(stream));
        Assert.Equal(100_000, index!.Count);
        Assert.InRange(grown, 0, 25_000_000);
    }

    [Fact]
    public void A_report_of_a_million_images_remembers_no_more_than_one_of_ten_thousand()
    {
        var collector = new ReportCollector(12);
        ImageOutcome done = SampleReport.Resized("/p/x.jpg"), failed = SampleReport.Failed("/p/x.jpg");
        void Collect(int from, int to)
        {
            for (int i = from; i < to; i++)
                collector.Add((i % 50 == 0 ? failed : done) with { SourcePath = $"/photos/{i % 1000}/IMG_{i:0000000}.jpg" }, SampleReport.Start.AddMilliseconds(20L * i));
        }

        // Until the failures are full, too.
        long filled = Growth(() => Collect(0, 60_000));
        long grown = Growth(() => Collect(60_000, 1_000_000));
        Assert.InRange(filled, 1_000_000, 15_000_000);
        Assert.InRange(grown, -1_000_000, 100_000);
        Assert.Equal(1_000_000, collector.Counters.Total);
    }

    public void Dispose() => _folder.Dispose();

    private static long Growth(Action action)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        action();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
