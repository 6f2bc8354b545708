using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>Cells of tables that can be sorted.</summary>
internal static class TableCells
{
    /// <summary>A cell with a number: what is shown, and what it is sorted by.</summary>
    public static HtmlWriter Number(this HtmlWriter html, string shown, double value) =>
        html.Element("td", shown, ("class", "n"), ("data-v", HtmlWriter.Number(value)));
}
