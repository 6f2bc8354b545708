namespace ImageResize.Report.Charts;

/// <summary>The steps in which people count time: 1, 2, 5, 10, 15 or 30 of a unit.</summary>
internal static class TimeSteps
{
    private const int WantedSteps = 5;

    private static readonly double[] Seconds =
    [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
    ];

    /// <summary>The step that divides <paramref name="span"/> into about five.</summary>
    public static TimeSpan Of(TimeSpan span)
    {
        double wanted = span.TotalSeconds / WantedSteps;
        double days = Math.Ceiling(wanted / 86_400);
        return TimeSpan.FromSeconds(Seconds.FirstOrDefault(step => step >= wanted, days * 86_400));
    }

    /// <summary>"500 ms", "30 s", "5m", "1h 30m": what is nothing is left out.</summary>
    public static string Label(TimeSpan time) =>
        Quantity.Duration(time).Replace(".0 ", " ", StringComparison.Ordinal).Replace(" 00s", string.Empty, StringComparison.Ordinal).Replace(" 00m", string.Empty, StringComparison.Ordinal);
}
