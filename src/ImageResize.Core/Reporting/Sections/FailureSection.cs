using ImageResize.Reporting.Html;

namespace ImageResize.Reporting.Sections;

/// <summary>What failed, why, and what to do.</summary>
internal static class FailureSection
{
    /// <summary>Writes the section; nothing where nothing failed.</summary>
    public static void Write(HtmlWriter html, ReportCollector collector, ReportTotals totals)
    {
        if (totals.Failed == 0)
            return;
        html.Open("section", ("id", "failures"), ("class", "failures"), ("aria-labelledby", "failures-title"));
        html.Element("h2", "What failed", ("id", "failures-title")).Line();
        if (totals.Errors.Count > 0)
        {
            html.Open("ul", ("class", "kinds"));
            foreach ((string id, long count) in totals.Errors.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
                html.Open("li").Element("b", Quantity.Count(count)).Text(" ").Element("code", id).Close();
            html.Close().Line();
        }

        if (collector.Failures.Count > 0)
            WriteTable(html, collector);
        long listed = collector.Failures.Sum(failure => failure.Outputs);
        if (totals.Failed > listed)
            html.Element("p", $"{Quantity.Count(totals.Failed - listed, "further failure is", "further failures are")} counted but not listed.", ("class", "note"));
        html.Close().Line();
    }

    private static void WriteTable(HtmlWriter html, ReportCollector collector)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Failures"));
        html.Open("table", ("class", "sortable wide")).Element("caption", "Images that failed, in the order in which they did");
        html.Open("thead").Open("tr").Element("th", "Image", ("scope", "col")).Element("th", "Error", ("scope", "col")).Element("th", "What is wrong, and what to do", ("scope", "col")).Close().Close();
        html.Open("tbody").Line();
        foreach (Failure failure in collector.Failures)
        {
            html.Open("tr").Element("td", collector.Folder.Shorten(failure.First.SourcePath), ("class", "name"));
            html.Open("td").Element("code", failure.First.ErrorId?.ToString());
            if (failure.Outputs > 1)
                html.Text(" ").Element("small", $"{Quantity.Count(failure.Outputs)} outputs");
            html.Close().Element("td", failure.First.Message, ("class", "message")).Close().Line();
        }

        html.Close().Close().Close().Line();
    }
}
