using ImageResize.Batch;
using ImageResize.Report.Html;

namespace ImageResize.Report.Charts;

/// <summary>
/// How many images took how long. The times go by ratio (a logarithmic axis), since a photo and an icon differ by
/// powers of ten.
/// </summary>
internal static class LatencyChart
{
    private const int WantedBins = 18;
    private const double Gap = 1.5;

    /// <summary>Finer bins than the histogram's own buckets would show holes that are none.</summary>
    private static readonly int[] BinsPerDecade = [16, 8, 4, 2, 1];

    /// <summary>Draws the chart of a histogram that is not empty.</summary>
    public static void Draw(HtmlWriter html, LatencyHistogram latency)
    {
        double low = Math.Log10(Milliseconds(latency.Percentile(0))), high = Math.Log10(Math.Max(Milliseconds(latency.Max), Milliseconds(latency.Percentile(0)) * 1.01));
        int perDecade = BinsPerDecade.First(bins => bins == 1 || (high - low) * bins <= WantedBins);
        int first = (int)Math.Floor(low * perDecade) - 1, last = (int)Math.Ceiling(high * perDecade) + 1;
        double Place(double milliseconds) => PlotArea.X((Math.Log10(milliseconds) * perDecade - first) / (last - first));

        (double From, double To, long Count)[] bins = [.. Enumerable.Range(first, last - first).Select(bin => Bin(latency, bin, perDecade))];
        var scale = new AxisScale(bins.Max(bin => bin.Count));
        html.OpenPlot($"How long an image took: half of them at most {HtmlQuantity.Duration(latency.Percentile(50))}, 95 of 100 at most {HtmlQuantity.Duration(latency.Percentile(95))}, the longest {HtmlQuantity.Duration(latency.Max)}.");
        html.DrawVerticalAxis(scale);
        foreach ((double from, double to, long count) in bins.Where(bin => bin.Count > 0))
        {
            double x = Place(from) + Gap / 2, y = PlotArea.Y(count / scale.Max);
            html.DrawBar("fill", x, y, Math.Max(1, Place(to) - Place(from) - Gap), PlotArea.Bottom - y, $"{Time(from)} to {Time(to)}: {HtmlQuantity.Count(count, "image", "images")}");
        }

        DrawTicks(html, Place, Math.Pow(10, (double)first / perDecade), Math.Pow(10, (double)last / perDecade));
        DrawPercentile(html, "p50", Place(Milliseconds(latency.Percentile(50))), "end");
        double p95 = Place(Milliseconds(latency.Percentile(95)));
        DrawPercentile(html, "p95", p95, p95 > PlotArea.Right - 30 ? "end" : "start");
        html.Close();
    }

    private static (double From, double To, long Count) Bin(LatencyHistogram latency, int bin, int perDecade)
    {
        double from = Math.Pow(10, (double)bin / perDecade), to = Math.Pow(10, (bin + 1.0) / perDecade);
        return (from, to, latency.CountAtMost(TimeSpan.FromMilliseconds(to)) - latency.CountAtMost(TimeSpan.FromMilliseconds(from)));
    }

    private static void DrawTicks(HtmlWriter html, Func<double, double> place, double from, double to)
    {
        double[] steps = Math.Log10(to / from) > 2.5 ? [1] : [1, 2, 5];
        double lastLabel = double.NegativeInfinity;
        for (double power = Math.Pow(10, Math.Floor(Math.Log10(from))); power <= to; power *= 10)
        {
            foreach (double tick in steps.Select(step => step * power).Where(tick => tick >= from && tick <= to))
            {
                double x = place(tick);
                html.DrawLine("base", x, PlotArea.Bottom, x, PlotArea.Bottom + 4);
                if (x - lastLabel < 44)
                    continue;
                html.DrawLabel(Time(tick), x, PlotArea.Bottom + 17, x > PlotArea.Right - 12 ? "end" : "middle");
                lastLabel = x;
            }
        }
    }

    private static void DrawPercentile(HtmlWriter html, string name, double x, string anchor)
    {
        html.DrawLine("mark", x, PlotArea.Top - 8, x, PlotArea.Bottom);
        html.DrawLabel(name, x + (anchor == "end" ? -4 : 4), PlotArea.Top - 1, anchor, "marked");
    }

    private static double Milliseconds(TimeSpan time) => Math.Max(time.TotalMilliseconds, 1e-3);

    private static string Time(double milliseconds) => HtmlQuantity.Duration(TimeSpan.FromMilliseconds(milliseconds));
}
