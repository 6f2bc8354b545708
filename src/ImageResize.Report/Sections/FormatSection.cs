using ImageResize.Report.Charts;
using ImageResize.Report.Content;
using ImageResize.Report.Html;

namespace ImageResize.Report.Sections;

/// <summary>Bytes before and after, by format.</summary>
internal static class FormatSection
{
    private const double BarsWidth = 160, BarHeight = 7, BarGap = 2;

    /// <summary>Writes the section; nothing where nothing was written.</summary>
    public static void Write(HtmlWriter html, IReadOnlyList<FormatFlow> formats)
    {
        if (formats.Count == 0)
            return;
        long largest = formats.Max(flow => Math.Max(flow.BytesBefore, flow.BytesAfter));
        html.Open("section", ("id", "formats"), ("aria-labelledby", "formats-title")).Element("h2", "What it saved", ("id", "formats-title"));
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Bytes by format"));
        html.Open("table", ("class", "sortable")).Element("caption", "Bytes before and after, by format");
        html.Open("thead").Open("tr").Element("th", "Format", ("scope", "col"));
        foreach (string name in new[] { "Images", "Before", "After", "Change" })
            html.Element("th", name, ("scope", "col"), ("class", "n"));
        html.Element("td", null, ("class", "bar")).Close().Close().Open("tbody").Line();
        foreach (FormatFlow flow in formats)
        {
            html.Open("tr").Element("th", flow.Name, ("scope", "row"))
                .Number(HtmlQuantity.Count(flow.Images), flow.Images)
                .Number(HtmlQuantity.Bytes(flow.BytesBefore), flow.BytesBefore)
                .Number(HtmlQuantity.Bytes(flow.BytesAfter), flow.BytesAfter)
                .Number(HtmlQuantity.Change(flow.BytesBefore, flow.BytesAfter), flow.BytesBefore > 0 ? 100.0 * (flow.BytesAfter - flow.BytesBefore) / flow.BytesBefore : 0)
                .Open("td", ("class", "bar"));
            DrawLengths(html, flow.BytesBefore, flow.BytesAfter, largest);
            html.Close().Close().Line();
        }

        html.Close().Close().Close().Close().Line();
    }

    /// <summary>Two bars, one above the other, before and after; <paramref name="largest"/> is as wide as they can be.</summary>
    private static void DrawLengths(HtmlWriter html, long before, long after, long largest)
    {
        html.Open("svg", ("viewBox", FormattableString.Invariant($"0 0 {BarsWidth} {2 * BarHeight + BarGap}")), ("aria-hidden", "true"), ("class", "bars"));
        html.DrawBar("before", 0, 0, WidthOf(before, largest), BarHeight);
        html.DrawBar("after", 0, BarHeight + BarGap, WidthOf(after, largest), BarHeight);
        html.Close();
    }

    private static double WidthOf(long length, long largest) => largest > 0 ? Math.Max(1, BarsWidth * length / largest) : 0;
}
