using ImageResize.Batch;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>What failed, why, and what to do.</summary>
internal static class FailureSection
{
    private const int MaxBytes = 500_000;

    /// <summary>Writes the section; nothing where nothing failed.</summary>
    public static void Write(HtmlWriter html, ReportCollector collector, RunFigures totals)
    {
        if (totals.Failed == 0)
            return;
        html.Open("section", ("id", "failures"), ("class", "failures"), ("aria-labelledby", "failures-title"));
        html.Element("h2", "What failed", ("id", "failures-title")).Line();
        if (totals.Errors.Count > 0)
        {
            html.Open("ul", ("class", "kinds"));
            foreach ((string id, long count) in totals.Errors.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
                html.Open("li").Element("b", HtmlQuantity.Count(count)).Text(" ").Element("code", id).Close();
            html.Close().Line();
        }

        var rows = new TableRows(MaxBytes);
        long listed = collector.Failures.TakeWhile(failure => rows.TryAdd(row => WriteRow(row, collector.Folder.Shorten(failure.First.SourcePath), failure))).Sum(failure => failure.Outputs);
        if (listed > 0)
            WriteTable(html, rows);
        if (totals.Failed > listed)
            html.Element("p", $"{HtmlQuantity.Count(totals.Failed - listed, "further failure is", "further failures are")} counted but not listed.", ("class", "note"));
        html.Close().Line();
    }

    private static void WriteTable(HtmlWriter html, TableRows rows)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Failures"));
        html.Open("table", ("class", "sortable")).Element("caption", "Images that failed, in the order in which they did");
        html.Open("thead").Open("tr").Element("th", "Image", ("scope", "col")).Element("th", "Error", ("scope", "col")).Element("th", "What is wrong, and what to do", ("scope", "col")).Close().Close();
        html.Open("tbody").Line().Raw(rows.Markup).Close().Close().Close().Line();
    }

    private static void WriteRow(HtmlWriter html, string name, Failure failure)
    {
        html.Open("tr").Element("td", name, ("class", "name"));
        html.Open("td").Element("code", failure.First.ErrorId?.ToString());
        if (failure.Outputs > 1)
            html.Text(" ").Element("small", $"{HtmlQuantity.Count(failure.Outputs)} outputs");
        html.Close().Element("td", failure.First.Message, ("class", "message")).Close().Line();
    }
}
