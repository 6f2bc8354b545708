using System.Globalization;

namespace ImageResize;

/// <summary>
/// Numbers with their units as people read them: once for progress, views, summary and report, so that they look alike
/// everywhere, in every culture. Stateless, thread safe.
/// </summary>
internal static class Quantity
{
    private static readonly string[] ByteUnits = ["B", "KB", "MB", "GB", "TB", "PB"];

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>"12,345".</summary>
    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>"1 image", "12,345 images".</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>"3.9 MB": three digits at most, in powers of 1000 as disks and cameras count.</summary>
    public static string Bytes(long bytes)
    {
        double value = Math.Abs((double)bytes);
        int unit = 0;
        while (value >= 999.5 && unit < ByteUnits.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string digits = value.ToString(unit > 0 && value < 9.95 ? "0.0" : "0", Culture);
        return $"{(bytes < 0 ? "-" : string.Empty)}{digits} {ByteUnits[unit]}";
    }

    /// <summary>A time in milliseconds exactly (the clock counts in tenths of a microsecond), as objects tell it.</summary>
    public static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 4);

    /// <summary>"98 %".</summary>
    /// <param name="share">0 to 1.</param>
    public static string Percent(double share) => string.Create(Culture, $"{Rounded(share):0} %");

    /// <summary>The change from one length to another: "-98 %", "+4 %", "0 %"; also where there was nothing before.</summary>
    public static string Change(long before, long after)
    {
        double percent = Rounded(before > 0 ? (double)(after - before) / before : 0);

        // What is still there has not gone: 99.6 % less is no "-100 %".
        if (percent <= -100 && after > 0)
            return string.Create(Culture, $"{Math.Max(-99.9, Math.Ceiling(-1000.0 * (before - after) / before) / 10):0.0} %");
        return string.Create(Culture, $"{percent:+0;-0;0} %");
    }

    /// <summary>Three digits or so: "0.42", "13.7", "1,250".</summary>
    public static string Rate(double rate) => rate.ToString(rate switch { < 0.995 => "0.00", < 99.95 => "0.0", _ => "N0" }, Culture);

    /// <summary>"21 µs", "0.8 ms", "132 ms", "4.2 s", "3m 12s", "2h 05m": seven characters at most, up to 99 hours.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0 ms",
        < 0.0000995 => string.Create(Culture, $"{time.TotalMicroseconds:0} µs"),
        < 0.00995 => string.Create(Culture, $"{time.TotalMilliseconds:0.#} ms"),
        < 0.9995 => string.Create(Culture, $"{time.TotalMilliseconds:0} ms"),
        < 99.95 => string.Create(Culture, $"{time.TotalSeconds:0.0} s"),
        < 3599.5 => Pair(time.TotalSeconds, "m", "s"),
        _ => Pair(time.TotalMinutes, "h", "m"),
    };

    /// <summary>Percent without a fraction; a half goes away from zero.</summary>
    private static double Rounded(double share) => Math.Round(100 * share, MidpointRounding.AwayFromZero);

    private static string Pair(double small, string large, string unit)
    {
        (long whole, long rest) = Math.DivRem((long)Math.Round(small), 60);
        return string.Create(Culture, $"{whole}{large} {rest:00}{unit}");
    }
}
