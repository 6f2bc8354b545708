using ImageResize.Batch;
using ImageResize.Report.Charts;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>What a reader wants to know first: did it work, what did it save, how long did it take.</summary>
internal static class HeadlineSection
{
    private const double BarWidth = 1000, BarHeight = 10, Gap = 3;

    /// <summary>Writes the head of the page.</summary>
    public static void Write(HtmlWriter html, ReportCollector collector, RunFigures? totals, ReportOptions options)
    {
        html.Open("header").Element("p", options.Title, ("class", "over")).Line();
        html.Element("h1", totals is null ? Verdict(collector.Measurements) : options.EndedEarly ? VerdictSoFar(totals) : Verdict(totals)).Line();
        if (collector.Folder.Folder.Length > 0)
            html.Element("p", collector.Folder.Folder, ("class", "folder")).Line();
        if (options.EndedEarly)
            html.Element("p", "The run was stopped before all images were done. What this page shows is of those that were.", ("class", "note")).Line();
        if (totals is { Total: > 0 })
        {
            WriteStatus(html, totals);
            WriteTiles(html, totals);
        }

        html.Close().Line();
    }

    private static string Verdict(RunFigures totals) => totals switch
    {
        { Total: 0 } => "There was nothing to do",
        { Canceled: > 0 } => VerdictSoFar(totals),
        { Failed: 0, Total: 1 } => "The image is done",
        { Failed: 0 } => $"All {HtmlQuantity.Count(totals.Total)} images are done",
        _ when totals.Failed == totals.Total => totals.Total == 1 ? "The image failed" : $"All {HtmlQuantity.Count(totals.Total)} images failed",
        _ => $"{HtmlQuantity.Count(totals.Total - totals.Failed)} of {HtmlQuantity.Count(totals.Total)} images are done, {HtmlQuantity.Count(totals.Failed)} failed",
    };

    private static string VerdictSoFar(RunFigures totals) =>
        $"{HtmlQuantity.Count(totals.Total - totals.Failed - totals.Canceled, "image was", "images were")} done{(totals.Failed > 0 ? $" and {HtmlQuantity.Count(totals.Failed)} failed" : string.Empty)} before the run was ended";

    private static string Verdict(IReadOnlyList<ReportMeasurement> measurements) => measurements.MaxBy(m => m.ImagesPerSecond) is { } best
        ? $"{HtmlQuantity.Count(best.Workers, "worker does", "workers do")} {HtmlQuantity.Rate(best.ImagesPerSecond)} images a second"
        : "There is nothing to report";

    private static void WriteStatus(HtmlWriter html, RunFigures totals)
    {
        (string Name, string Style, long Count)[] parts =
        [
            ("resized", "resized", totals.Resized), ("copied", "copied", totals.Copied), ("skipped", "skipped", totals.Skipped), ("failed", "failed", totals.Failed),
        ];
        parts = [.. parts.Where(part => part.Count > 0)];
        html.Open("svg", ("viewBox", FormattableString.Invariant($"0 0 {BarWidth} {BarHeight}")), ("preserveAspectRatio", "none"), ("aria-hidden", "true"), ("class", "status"));
        double x = 0;
        foreach ((string name, string style, long count) in parts)
        {
            // One failure among a million must be seen.
            double width = Math.Max(2 * Gap, (BarWidth - 2 * Gap * parts.Length) * count / totals.Total + 2 * Gap);
            html.DrawBar("fill-" + style, x, 0, width - Gap, BarHeight, $"{HtmlQuantity.Count(count)} {name}");
            x += width;
        }

        html.Close().Open("ul", ("class", "legend"));
        foreach ((string name, string style, long count) in parts)
            html.Open("li", ("class", "key-" + style)).Element("b", HtmlQuantity.Count(count)).Text(" " + name).Close();
        html.Close().Line();
    }

    private static void WriteTiles(HtmlWriter html, RunFigures totals)
    {
        html.Open("dl", ("class", "tiles")).Line();
        if (totals.BytesBefore > 0)
            Tile("Bytes", HtmlQuantity.Change(totals.BytesBefore, totals.BytesWritten), $"{HtmlQuantity.Bytes(totals.BytesBefore)} became {HtmlQuantity.Bytes(totals.BytesWritten)}");
        if (totals.Elapsed > TimeSpan.Zero)
            Tile("Time", HtmlQuantity.Duration(totals.Elapsed), totals.Workers > 0 ? HtmlQuantity.Count(totals.Workers, "worker", "workers") : "from the first image to the last");
        if (totals.ImagesPerSecond > 0)
            Tile("Speed", $"{HtmlQuantity.Rate(totals.ImagesPerSecond)}/s", totals.MegapixelsPerSecond > 0 ? $"images; {HtmlQuantity.Rate(totals.MegapixelsPerSecond)} megapixels/s" : "images");
        if (totals.Latency.P50 > TimeSpan.Zero)
            Tile("An image took", HtmlQuantity.Duration(totals.Latency.P50), $"the median; 95 of 100 at most {HtmlQuantity.Duration(totals.Latency.P95)}");
        html.Close();

        void Tile(string name, string figure, string detail) => html
            .Open("div").Element("dt", name).Element("dd", figure, ("class", "figure")).Element("dd", detail).Close().Line();
    }
}
