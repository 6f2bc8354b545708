using ImageResize.Reporting.Charts;
using ImageResize.Reporting.Html;

namespace ImageResize.Reporting.Sections;

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

        WriteTable(html, sorted);
        html.Close().Close().Line();
    }

    private static void WriteTable(HtmlWriter html, ReportMeasurement[] measurements)
    {
        html.Open("figure").Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Measurements"));
        html.Open("table", ("class", "sortable")).Element("caption", "Measured, by number of workers").Open("thead").Open("tr");
        foreach (string name in new[] { "Workers", "Images/s", "MP/s", "Speed-up", "Efficiency", "Median", "p95" })
            html.Element("th", name, ("scope", "col"), ("class", "n"));
        html.Close().Close().Open("tbody").Line();
        foreach (ReportMeasurement m in measurements)
            html.Open("tr", ("class", m.IsBest ? "best" : null))
                .Number(Quantity.Count(m.Workers), m.Workers)
                .Number(Quantity.Rate(m.ImagesPerSecond), m.ImagesPerSecond)
                .Number(Quantity.Rate(m.MegapixelsPerSecond), m.MegapixelsPerSecond)
                .Number(Quantity.Rate(m.Speedup), m.Speedup)
                .Number(Quantity.Percent(100 * m.Efficiency), m.Efficiency)
                .Number(Quantity.Duration(m.LatencyP50), m.LatencyP50.TotalMilliseconds)
                .Number(Quantity.Duration(m.LatencyP95), m.LatencyP95.TotalMilliseconds)
                .Close().Line();
        html.Close().Close().Close();
        foreach (ReportMeasurement m in measurements.Where(m => m.Verdict is not null))
            html.Open("p", ("class", "verdict")).Element("b", Quantity.Count(m.Workers, "worker", "workers")).Text($": {m.Verdict}").Close();
        html.Close().Line();
    }
}
