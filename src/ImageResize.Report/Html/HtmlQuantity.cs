using System.Globalization;

namespace ImageResize.Report.Html;

/// <summary>Quantities as a page sets them: with a true minus, and with no line break between a number and its unit.</summary>
internal static class HtmlQuantity
{
    private const char NoBreakSpace = '\u00A0';
    private const char Minus = '\u2212';

    /// <summary>"12,345".</summary>
    public static string Count(long count) => Quantity.Count(count);

    /// <summary>"1 image", "12,345 images".</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)}{NoBreakSpace}{(count == 1 ? one : many)}";

    /// <summary>"3.9 MB".</summary>
    public static string Bytes(long bytes) => Set(Quantity.Bytes(bytes));

    /// <summary>"4032×3024".</summary>
    public static string Pixels(PixelSize? size) => size is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Width}×{known.Height}") : string.Empty;

    /// <summary>The change from one length to another: "−98 %", "+4 %", "0 %"; nothing where there was nothing before.</summary>
    public static string Change(long before, long after) => before > 0 ? Set(Quantity.Change(before, after)) : string.Empty;

    /// <summary>"98 %", of a share of 0 to 1.</summary>
    public static string Percent(double share) => Set(Quantity.Percent(share));

    /// <summary>"0.42", "13.7", "1,250".</summary>
    public static string Rate(double rate) => Quantity.Rate(rate);

    /// <summary>"132 ms", "4.2 s", "3m 12s".</summary>
    public static string Duration(TimeSpan time) => Set(Quantity.Duration(time));

    private static string Set(string text) => text.Replace(' ', NoBreakSpace).Replace('-', Minus);
}
