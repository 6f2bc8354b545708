using System.Globalization;

namespace ImageResize.Report.Html;

/// <summary>Numbers with their units as people read them, in one place so that they look alike everywhere.</summary>
internal static class Quantity
{
    private const char NoBreakSpace = '\u00A0';
    private const char Minus = '\u2212';

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>"12,345".</summary>
    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>"1 image", "12,345 images".</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)}{NoBreakSpace}{(count == 1 ? one : many)}";

    /// <summary>"3.9 MB".</summary>
    public static string Bytes(long bytes) => ByteSize.Format(bytes).Replace(' ', NoBreakSpace).Replace('-', Minus);

    /// <summary>"4032×3024".</summary>
    public static string Pixels(PixelSize? size) => size is { } known ? string.Create(Culture, $"{known.Width}×{known.Height}") : string.Empty;

    /// <summary>The change from one length to another: "−98 %", "+4 %", "0 %".</summary>
    public static string Change(long before, long after) => before <= 0 ? string.Empty : Percent(100.0 * (after - before) / before, signed: true);

    /// <summary>"98 %"; with a sign where <paramref name="signed"/>.</summary>
    public static string Percent(double percent, bool signed = false)
    {
        double rounded = Math.Round(percent, MidpointRounding.AwayFromZero);
        string sign = rounded < 0 ? Minus.ToString() : signed && rounded > 0 ? "+" : string.Empty;
        return string.Create(Culture, $"{sign}{Math.Abs(rounded):0}{NoBreakSpace}%");
    }

    /// <summary>Three digits or so: "0.42", "13.7", "1,250".</summary>
    public static string Rate(double rate) => rate.ToString(rate switch { < 1 => "0.00", < 100 => "0.0", _ => "N0" }, Culture);

    /// <summary>"21 µs", "0.8 ms", "132 ms", "4.2 s", "3 min 12 s", "2 h 5 min".</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.0000995 => string.Create(Culture, $"{time.TotalMicroseconds:0}{NoBreakSpace}µs"),
        < 0.00995 => string.Create(Culture, $"{time.TotalMilliseconds:0.#}{NoBreakSpace}ms"),
        < 0.9995 => string.Create(Culture, $"{time.TotalMilliseconds:0}{NoBreakSpace}ms"),
        < 59.95 => string.Create(Culture, $"{time.TotalSeconds:0.0}{NoBreakSpace}s"),
        < 3600 => Pair(time.TotalSeconds, 60, "min", "s"),
        _ => Pair(time.TotalMinutes, 60, "h", "min"),
    };

    private static string Pair(double small, long factor, string large, string unit)
    {
        (long whole, long rest) = Math.DivRem((long)Math.Round(small), factor);
        return rest == 0 ? $"{Count(whole)}{NoBreakSpace}{large}" : $"{Count(whole)}{NoBreakSpace}{large} {rest}{NoBreakSpace}{unit}";
    }
}
