using ImageResize.Report.Html;

namespace ImageResize.Report.Charts;

/// <summary>Two bars, one above the other: bytes before and after, on the scale of the largest of a table.</summary>
internal static class LengthBars
{
    private const double Width = 160, Bar = 7, Gap = 2;

    /// <summary>Draws the bars; <paramref name="largest"/> is as wide as they can be.</summary>
    public static void Draw(HtmlWriter html, long before, long after, long largest)
    {
        html.Open("svg", ("viewBox", FormattableString.Invariant($"0 0 {Width} {2 * Bar + Gap}")), ("aria-hidden", "true"), ("class", "bars"));
        html.DrawBar("before", 0, 0, WidthOf(before, largest), Bar);
        html.DrawBar("after", 0, Bar + Gap, WidthOf(after, largest), Bar);
        html.Close();
    }

    private static double WidthOf(long length, long largest) => largest > 0 ? Math.Max(1, Width * length / largest) : 0;
}
