using System.Globalization;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Charts;

/// <summary>Images a second by number of workers, beside the line that perfect scaling would follow.</summary>
internal static class ScalingChart
{
    private const double Dot = 4;

    /// <summary>Draws the curve of at least two measurements, the fewest workers first.</summary>
    public static void Draw(HtmlWriter html, IReadOnlyList<ReportMeasurement> measurements)
    {
        ReportMeasurement first = measurements[0];
        double perWorker = first.ImagesPerSecond / first.Workers;
        double most = measurements.Max(m => m.ImagesPerSecond);
        int workers = measurements[^1].Workers;
        var scale = new AxisScale(most * 1.08);
        double X(double count) => PlotArea.X(count / (workers + 0.5));
        double Y(double rate) => PlotArea.Y(rate / scale.Max);

        html.OpenPlot("Images per second: " + string.Join(", ", measurements.Select(m => $"{HtmlQuantity.Rate(m.ImagesPerSecond)} with {HtmlQuantity.Count(m.Workers, "worker", "workers")}")) + ".");
        html.DrawVerticalAxis(scale);
        double ideal = Math.Min(workers, scale.Max / Math.Max(perWorker, 1e-9));
        html.DrawLine("ideal", X(0), Y(0), X(ideal), Y(ideal * perWorker));
        html.DrawLabel("perfect", X(ideal) - 6, Y(ideal * perWorker) + 12, "end", "faint");
        html.Open("polyline", ("class", "stroke"), ("points", string.Join(' ', measurements.Select(m => $"{HtmlWriter.Number(X(m.Workers))},{HtmlWriter.Number(Y(m.ImagesPerSecond))}")))).Close();
        double lastLabel = double.NegativeInfinity;
        foreach (ReportMeasurement m in measurements)
        {
            double x = X(m.Workers), y = Y(m.ImagesPerSecond);
            html.Open("circle", ("class", m.IsBest ? "dot best" : "dot"), ("cx", HtmlWriter.Number(x)), ("cy", HtmlWriter.Number(y)), ("r", HtmlWriter.Number(Dot)))
                .Element("title", $"{HtmlQuantity.Count(m.Workers, "worker", "workers")}: {HtmlQuantity.Rate(m.ImagesPerSecond)} images/s").Close();
            if (m.IsBest)
                html.DrawLabel(HtmlQuantity.Rate(m.ImagesPerSecond), x, y - 9, "middle", "marked");
            if (x - lastLabel < 22)
                continue;
            html.DrawLabel(m.Workers.ToString(CultureInfo.InvariantCulture), x, PlotArea.Bottom + 17, "middle");
            lastLabel = x;
        }

        html.Close();
    }
}
