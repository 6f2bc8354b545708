using ImageResize.Batch;
using ImageResize.Report.Charts;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>How the run went: throughput over time, how long images took, where the time went.</summary>
internal static class RunSection
{
    /// <summary>Waiting for what was there at once takes a moment too; less than this share of the time is none.</summary>
    private const double WorthTelling = 0.01;

    /// <summary>Writes the section; nothing where no work was done.</summary>
    public static void Write(HtmlWriter html, ReportCollector collector, RunFigures totals)
    {
        if (totals.Times.Work <= TimeSpan.Zero && collector.Counters.Latency.Count == 0)
            return;
        html.Open("section", ("id", "run"), ("aria-labelledby", "run-title")).Element("h2", "How it went", ("id", "run-title")).Open("div", ("class", "charts")).Line();
        if (collector.Counters.Total > 0)
            WriteFigure(html, "Images per second, over the run", "The run was too short for a curve.", () => ThroughputChart.Draw(html, collector.Throughput));
        if (collector.Counters.Latency.Count > 0)
            WriteFigure(html, "Images, by how long they took", null, () =>
            {
                LatencyChart.Draw(html, collector.Counters.Latency);
                return true;
            });
        if (totals.Times.Work > TimeSpan.Zero)
            WriteStages(html, totals);
        html.Close().Close().Line();
    }

    private static void WriteFigure(HtmlWriter html, string caption, string? otherwise, Func<bool> draw)
    {
        html.Open("figure").Element("figcaption", caption);
        if (!draw())
            html.Element("p", otherwise, ("class", "faint"));
        html.Close().Line();
    }

    private static void WriteStages(HtmlWriter html, RunFigures totals)
    {
        StageTimes times = totals.Times;
        TimeSpan work = times.Work;
        html.Open("figure", ("class", "across")).Element("figcaption", "Where the time of the workers went");
        StageChart.Draw(html, times);
        html.Open("table").Element("caption", "Time by stage", ("class", "unseen"));
        html.Open("thead").Open("tr").Element("th", "Stage", ("scope", "col")).Element("th", "Share", ("scope", "col"), ("class", "n")).Element("th", "Per image", ("scope", "col"), ("class", "n")).Element("th", "In all", ("scope", "col"), ("class", "n")).Close().Close();
        html.Open("tbody").Line();
        foreach ((Stage stage, string name) in StageChart.Stages)
            Row(name, "key-" + StageChart.StyleOf(stage), HtmlQuantity.Percent(times[stage] / work), times[stage]);
        foreach ((Stage stage, string name) in StageChart.Waits.Where(wait => times[wait.Stage] >= WorthTelling * times.Total))
            Row(name, "faint", string.Empty, times[stage]);
        html.Close().Close().Close().Line();

        void Row(string name, string style, string share, TimeSpan time) => html.Open("tr")
            .Element("th", name, ("scope", "row"), ("class", style)).Element("td", share, ("class", "n"))
            .Element("td", HtmlQuantity.Duration(time / Math.Max(1, totals.Total - totals.Skipped)), ("class", "n")).Element("td", HtmlQuantity.Duration(time), ("class", "n")).Close().Line();
    }
}
