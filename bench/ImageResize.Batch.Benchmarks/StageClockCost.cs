using System.Diagnostics;
using System.Globalization;
using ImageResize.Metrics;

namespace ImageResize.BatchBenchmarks;

/// <summary>What the timing of stages costs, which no run is without.</summary>
internal static class StageClockCost
{
    private const int Times = 5_000_000;

    public static void Print()
    {
        var clock = new StageClock();
        Enter(clock);
        long began = Stopwatch.GetTimestamp();
        Enter(clock);
        double each = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Times;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"entering a stage: {each:0} ns; an image enters about ten"));
    }

    private static void Enter(StageClock clock)
    {
        for (int i = 0; i < Times; i++)
            clock.Enter((i & 1) == 0 ? Stage.Scale : Stage.Encode);
    }
}
