using ImageResize.Report.Charts;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>How fast the machine is with how many workers.</summary>
internal static class MeasurementSection
{
    /// <summary>Writes the section; nothing where nothing was measured.</summary>
    public static void Write(HtmlWriter html, IReadOnlyList<ReportMeasurement> measurements)
    {
        if (measurements.Count == 0)
            return;
        ReportMeasurement[] sorted = [.. measurements.OrderBy(m => m.Workers)];
        html.Open("section", ("id", "measurements"), ("aria-labelledby", "measurements-title")).Element("h2", "How many workers are best", ("id", "measurements-title"));
        html.Open("div", ("class", "charts")).Line();
        if (sorted.DistinctBy(m => m.Workers).Count() > 1)
        {
            html.Open("figure").Element("figcaption", "Images per second, by number of workers");
            ScalingChart.Draw(html, sorted);
            html.Close().Line();
        }

        WriteAdvice(html, sorted);
        WriteTable(html, sorted);
        html.Close().Close().Line();
    }

    private static void WriteAdvice(HtmlWriter html, ReportMeasurement[] measurements)
    {
        ReportMeasurement best = measurements.FirstOrDefault(m => m.Workers == m.RecommendedWorkers) ?? measurements.MaxBy(m => m.ImagesPerSecond)!;
        html.Open("figure", ("class", "advice")).Element("figcaption", "What to use");
        html.Element("p", $"-ThrottleLimit {HtmlQuantity.Count(best.Workers)}", ("class", "figure"));
        html.Element("p", $"{HtmlQuantity.Rate(best.ImagesPerSecond)} images/s{(best.Verdict is { } verdict ? $", {verdict}" : string.Empty)}");
        if (best.Times.Work > TimeSpan.Zero)
        {
            html.Open("ul", ("class", "legend"));
            foreach ((Stage stage, string name) in StageChart.Stages)
                html.Element("li", name, ("class", "key-" + StageChart.StyleOf(stage)));
            html.Close();
        }

        html.Close().Line();
    }

    private static void WriteTable(HtmlWriter html, ReportMeasurement[] measurements)
    {
        html.Open("figure", ("class", "across")).Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Measurements"));
        html.Open("table", ("class", "sortable")).Element("caption", "Measured, by number of workers").Open("thead").Open("tr");
        foreach (string name in new[] { "Workers", "Images/s", "MP/s", "Read/s", "Written/s", "Speed-up", "Efficiency", "CPU", "p50", "p95", "Memory" })
            html.Element("th", name, ("scope", "col"), ("class", "n"));
        html.Element("th", "Held up by", ("scope", "col")).Element("td", "Time by stage", ("class", "share")).Close().Close().Open("tbody").Line();
        foreach (ReportMeasurement m in measurements)
        {
            html.Open("tr", ("class", m.IsBest ? "best" : null))
                .Number(HtmlQuantity.Count(m.Workers), m.Workers)
                .Number(HtmlQuantity.Rate(m.ImagesPerSecond), m.ImagesPerSecond)
                .Number(HtmlQuantity.Rate(m.MegapixelsPerSecond), m.MegapixelsPerSecond)
                .Number(HtmlQuantity.Bytes((long)m.BytesReadPerSecond), m.BytesReadPerSecond)
                .Number(HtmlQuantity.Bytes((long)m.BytesWrittenPerSecond), m.BytesWrittenPerSecond)
                .Number(HtmlQuantity.Rate(m.Speedup), m.Speedup)
                .Number(HtmlQuantity.Percent(m.Efficiency), m.Efficiency)
                .Number(HtmlQuantity.Percent(m.CpuUtilization), m.CpuUtilization)
                .Number(HtmlQuantity.Duration(m.LatencyP50), m.LatencyP50.TotalMilliseconds)
                .Number(HtmlQuantity.Duration(m.LatencyP95), m.LatencyP95.TotalMilliseconds)
                .Number(HtmlQuantity.Bytes(m.PeakMemory), m.PeakMemory)
                .Element("td", m.Verdict, ("class", "short"))
                .Open("td", ("class", "share"));
            if (m.Times.Work > TimeSpan.Zero)
                StageChart.Draw(html, m.Times);
            html.Close().Close().Line();
        }

        html.Close().Close().Close().Close().Line();
    }
}
