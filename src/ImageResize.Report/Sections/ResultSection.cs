using ImageResize.Batch;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>Every result, as far as there is room.</summary>
internal static class ResultSection
{
    /// <summary>A table of more rows is folded up until someone wants it.</summary>
    private const int OpenRows = 50;

    private const int MaxBytes = 3_400_000;

    /// <summary>Writes the section; nothing where there are no results.</summary>
    public static void Write(HtmlWriter html, ReportCollector collector)
    {
        if (collector.Results.Count == 0)
            return;
        var rows = new TableRows(MaxBytes);
        int listed = collector.Results.TakeWhile(result => rows.TryAdd(row => WriteRow(row, collector.Folder.Shorten(result.SourcePath), result))).Count();

        html.Open("section", ("id", "results"), ("aria-labelledby", "results-title")).Element("h2", "Every image", ("id", "results-title"));
        if (listed < collector.Counters.Total)
            html.Element("p", $"The first {HtmlQuantity.Count(listed)} of {HtmlQuantity.Count(collector.Counters.Total)} results are listed; the figures above are of all.", ("class", "note"));
        html.Open("details", ("open", listed <= OpenRows ? string.Empty : null)).Element("summary", HtmlQuantity.Count(listed, "result", "results"));
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Results"));
        html.Open("table", ("class", "sortable")).Element("caption", "Results, in the order in which they were ready");
        html.Open("thead").Open("tr").Element("th", "Image", ("scope", "col")).Element("th", "Status", ("scope", "col"));
        foreach (string name in new[] { "Pixels before", "after", "Bytes before", "after", "Change", "Time" })
            html.Element("th", name, ("scope", "col"), ("class", "n"));
        html.Close().Close().Open("tbody").Line().Raw(rows.Markup).Close().Close().Close().Close().Close().Line();
    }

    private static void WriteRow(HtmlWriter html, string name, ImageOutcome result)
    {
        TimeSpan time = result.Times.Work;
        html.Open("tr", ("class", result.Status == ResizeStatus.Failed ? "failed" : null)).Element("td", name, ("class", "name"));
        html.Element("td", result.Status == ResizeStatus.Failed ? result.ErrorId?.ToString() : result.Status.ToString());
        Number(html, HtmlQuantity.Pixels(result.SourceSize), result.SourceSize?.Area ?? 0);
        Number(html, HtmlQuantity.Pixels(result.OutputSize), result.OutputSize?.Area ?? 0);
        Number(html, result.SourceLength > 0 ? HtmlQuantity.Bytes(result.SourceLength) : string.Empty, result.SourceLength);
        Number(html, result.OutputLength > 0 ? HtmlQuantity.Bytes(result.OutputLength) : string.Empty, result.OutputLength);
        bool written = result.Status is ResizeStatus.Resized or ResizeStatus.Copied;
        Number(html, written ? HtmlQuantity.Change(result.SourceLength, result.OutputLength) : string.Empty, written && result.SourceLength > 0 ? 100.0 * (result.OutputLength - result.SourceLength) / result.SourceLength : 0);
        Number(html, result.Attempts > 0 ? HtmlQuantity.Duration(time) : string.Empty, time.TotalMilliseconds);
        html.Close().Line();
    }

    /// <summary>The style comes from the column, since there may be ten thousand rows; a cell with nothing sorts last.</summary>
    private static void Number(HtmlWriter html, string shown, double value) =>
        html.Element("td", shown, ("data-v", shown.Length > 0 ? HtmlWriter.Number(value) : null));
}
