using ImageResize.Report.Html;

namespace ImageResize.Report.Charts;

/// <summary>
/// The rectangle that the data of a chart is drawn in, in units of its view box, with room for the labels around it.
/// A chart is scaled to the width it gets; the view box is about as wide as a phone, so that its text stays legible.
/// </summary>
internal static class PlotArea
{
    /// <summary>The view box.</summary>
    public const double Width = 420, Height = 200;

    /// <summary>The plot inside it.</summary>
    public const double Left = 44, Top = 16, Right = Width - 14, Bottom = Height - 26;

    /// <summary>The place of a fraction (0 to 1) of the way from left to right.</summary>
    public static double X(double fraction) => Left + fraction * (Right - Left);

    /// <summary>The place of a fraction (0 to 1) of the way up.</summary>
    public static double Y(double fraction) => Bottom - fraction * (Bottom - Top);

    /// <summary>Opens the picture; <paramref name="description"/> is what a screen reader says.</summary>
    public static HtmlWriter OpenPlot(this HtmlWriter html, string description) => html
        .Open("svg", ("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), ("role", "img"), ("aria-label", description), ("class", "plot"));

    /// <summary>Horizontal lines with their labels, and the base line.</summary>
    public static void DrawVerticalAxis(this HtmlWriter html, AxisScale scale)
    {
        foreach (double tick in scale.Ticks)
        {
            double y = Y(tick / scale.Max);
            html.DrawLine(tick == 0 ? "base" : "grid", Left, y, Right, y);
            html.DrawLabel(scale.Label(tick), Left - 6, y + 4, "end");
        }
    }

    /// <summary>A line.</summary>
    public static void DrawLine(this HtmlWriter html, string style, double x1, double y1, double x2, double y2) => html
        .Open("line", ("class", style), ("x1", HtmlWriter.Number(x1)), ("y1", HtmlWriter.Number(y1)), ("x2", HtmlWriter.Number(x2)), ("y2", HtmlWriter.Number(y2)))
        .Close();

    /// <summary>A text; <paramref name="anchor"/> is start, middle or end.</summary>
    public static void DrawLabel(this HtmlWriter html, string text, double x, double y, string anchor, string? style = null) => html
        .Element("text", text, ("class", style), ("x", HtmlWriter.Number(x)), ("y", HtmlWriter.Number(y)), ("text-anchor", anchor == "start" ? null : anchor));

    /// <summary>A rectangle with what the mouse over it says.</summary>
    public static void DrawBar(this HtmlWriter html, string style, double x, double y, double width, double height, string? tip = null)
    {
        html.Open("rect", ("class", style), ("x", HtmlWriter.Number(x)), ("y", HtmlWriter.Number(y)), ("width", HtmlWriter.Number(width)), ("height", HtmlWriter.Number(height)));
        if (tip is not null)
            html.Element("title", tip);
        html.Close();
    }
}
