namespace ImageResize.Report.Charts;

/// <summary>An axis from 0 to a round number not below the largest value, with round steps.</summary>
internal sealed class AxisScale
{
    private const int WantedSteps = 4;

    /// <summary>The scale for values up to <paramref name="largest"/>, which is not negative.</summary>
    public AxisScale(double largest)
    {
        double rough = Math.Max(largest, 1e-9) / WantedSteps;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        Step = power * new[] { 1.0, 2, 5, 10 }.First(step => step * power >= rough * (1 - 1e-9));
        int steps = Math.Max(1, (int)Math.Ceiling(largest / Step - 1e-9));
        Max = Step * steps;
        Ticks = [.. Enumerable.Range(0, steps + 1).Select(i => i * Step)];
    }

    /// <summary>The end of the axis.</summary>
    public double Max { get; }

    /// <summary>The distance of two ticks.</summary>
    public double Step { get; }

    /// <summary>Where the ticks are.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>A tick's number, with as many decimals as the steps need.</summary>
    public string Label(double tick)
    {
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(Step) + 1e-9), 0, 6);
        return tick.ToString("N" + decimals, System.Globalization.CultureInfo.InvariantCulture);
    }
}
