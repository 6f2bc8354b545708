using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Charts;

/// <summary>Images a second over the run, as steps; a mark on the base line where images failed.</summary>
internal static class ThroughputChart
{
    private const int MaxSteps = 60;
    private const int ImagesPerStep = 4;
    private const int MinPoints = 4;
    private const double FailureMark = 5;

    /// <summary>Draws the chart; false, and nothing drawn, where the run was too short for one.</summary>
    public static bool Draw(HtmlWriter html, ThroughputSeries series)
    {
        IReadOnlyList<ThroughputPoint> points = series.Points(MaxSteps, ImagesPerStep);
        if (points.Count < MinPoints)
            return false;
        TimeSpan end = points[^1].To;
        double fastest = points.Max(point => point.ImagesPerSecond), slowest = points.Min(point => point.ImagesPerSecond);
        var scale = new AxisScale(fastest);
        html.OpenPlot($"Images per second over {HtmlQuantity.Duration(end)}: between {HtmlQuantity.Rate(slowest)} and {HtmlQuantity.Rate(fastest)}.");
        html.DrawVerticalAxis(scale);
        DrawTimeAxis(html, end);
        html.Open("path", ("class", "area"), ("d", Outline(points, end, scale, closed: true))).Close();
        html.Open("path", ("class", "stroke"), ("d", Outline(points, end, scale, closed: false))).Close();
        foreach (ThroughputPoint point in points)
            DrawStep(html, point, end);
        html.Close();
        return true;
    }

    /// <summary>Nothing to see, but the mouse over a step tells its figures; and the failures.</summary>
    private static void DrawStep(HtmlWriter html, ThroughputPoint point, TimeSpan end)
    {
        double left = PlotArea.X(point.From / end), width = PlotArea.X(point.To / end) - left;
        string failed = point.Failed > 0 ? $", {HtmlQuantity.Count(point.Failed)} failed" : string.Empty;
        html.DrawBar("hit", left, PlotArea.Top, width, PlotArea.Bottom - PlotArea.Top, $"{HtmlQuantity.Duration(point.From)} to {HtmlQuantity.Duration(point.To)}: {HtmlQuantity.Rate(point.ImagesPerSecond)} images/s{failed}");
        if (point.Failed > 0)
            html.DrawBar("bad", left + (width - FailureMark) / 2, PlotArea.Bottom - FailureMark / 2, FailureMark, FailureMark);
    }

    private static string Outline(IReadOnlyList<ThroughputPoint> points, TimeSpan end, AxisScale scale, bool closed)
    {
        var path = new System.Text.StringBuilder();
        char command = 'M';
        if (closed)
            Append(PlotArea.X(points[0].From / end), PlotArea.Bottom);
        foreach (ThroughputPoint point in points)
        {
            double y = PlotArea.Y(point.ImagesPerSecond / scale.Max);
            Append(PlotArea.X(point.From / end), y);
            Append(PlotArea.X(point.To / end), y);
        }

        if (closed)
            Append(PlotArea.X(points[^1].To / end), PlotArea.Bottom);
        return path.Append(closed ? "Z" : string.Empty).ToString();

        void Append(double x, double y)
        {
            path.Append(command).Append(HtmlWriter.Number(x)).Append(' ').Append(HtmlWriter.Number(y));
            command = 'L';
        }
    }

    private static void DrawTimeAxis(HtmlWriter html, TimeSpan end)
    {
        TimeSpan step = TimeSteps.Of(end);
        for (TimeSpan time = TimeSpan.Zero; time <= end; time += step)
        {
            double x = PlotArea.X(time / end);
            html.DrawLine("base", x, PlotArea.Bottom, x, PlotArea.Bottom + 4);
            html.DrawLabel(time == TimeSpan.Zero ? "0" : TimeSteps.Label(time), x, PlotArea.Bottom + 17, x > PlotArea.Right - 12 ? "end" : "middle");
        }
    }
}
