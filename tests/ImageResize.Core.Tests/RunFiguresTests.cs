using System.Text;
using ImageResize.Batch;
using ImageResize.Records;

namespace ImageResize.Core.Tests;

/// <summary>What is counted of a run.</summary>
public sealed class RunFiguresTests
{
    [Fact]
    public void What_was_canceled_has_a_count_of_its_own_and_has_not_failed()
    {
        var counters = new BatchCounters();
        counters.Add(Failure(ImageErrorId.Damaged));
        counters.Add(Failure(ImageErrorId.Canceled));
        counters.Add(Failure(ImageErrorId.Canceled));
        counters.Add(ImageOutcome.Skip("/in/a.jpg", "/out/a.jpg", "It is there."));
        RunFigures figures = RunFigures.Of(counters, TimeSpan.FromSeconds(1));
        Assert.Equal((1, 2, 1, 4), (figures.Failed, figures.Canceled, figures.Skipped, figures.Total));
        Assert.Equal(["Damaged"], figures.Errors.Keys);
        RunFigures twice = figures.Plus(figures);
        Assert.Equal((2, 4, 8), (twice.Failed, twice.Canceled, twice.Total));
        string metrics = Encoding.UTF8.GetString(MetricsPrometheus.Write(new RunMetrics(figures, false, "1", "8")));
        Assert.Contains("imageresize_outputs_total{status=\"failed\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("imageresize_outputs_total{status=\"canceled\"} 2\n", metrics, StringComparison.Ordinal);
    }

    private static ImageOutcome Failure(ImageErrorId id) => ImageOutcome.Failure("/in/a.jpg", "/out/a.jpg", new Fault(id, "It failed."));
}
