using ImageResize.Batch;
using ImageResize.Report.Content;
using ImageResize.Testing;

namespace ImageResize.Report.Tests;

/// <summary>What the report of a long run remembers. The heap is the whole process's, so nothing else may run beside it.</summary>
[Collection(nameof(RetainedMemoryTests))]
[CollectionDefinition(nameof(RetainedMemoryTests), DisableParallelization = true)]
public sealed class RetainedMemoryTests
{
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
        long filled = RetainedMemory.Growth(() => Collect(0, 60_000));
        long grown = RetainedMemory.Growth(() => Collect(60_000, 1_000_000));
        Assert.InRange(filled, 1_000_000, 15_000_000);
        Assert.InRange(grown, -1_000_000, 100_000);
        Assert.Equal(1_000_000, collector.Counters.Total);
    }
}
