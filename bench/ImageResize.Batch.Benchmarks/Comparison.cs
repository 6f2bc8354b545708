using System.Globalization;

namespace ImageResize.BatchBenchmarks;

/// <summary>Two ways to do the same, turn by turn, after one warm-up each.</summary>
internal static class Comparison
{
    public static void Run(int rounds, (string Name, Func<RunResult> Run) first, (string Name, Func<RunResult> Run) second)
    {
        first.Run();
        second.Run();
        var firsts = new List<RunResult>();
        var seconds = new List<RunResult>();
        for (int round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
                firsts.Add(first.Run());
            seconds.Add(second.Run());
            if (round % 2 != 0)
                firsts.Add(first.Run());
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {first.Name} {firsts[^1]}; {second.Name} {seconds[^1]}"));
        }

        double[] ratios = [.. firsts.Zip(seconds, (a, b) => b.ImagesPerSecond / a.ImagesPerSecond).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first.Name}: {Median(firsts):0.0} images/s, at most {firsts.Max(one => one.PeakInHand)} in hand"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{second.Name}: {Median(seconds):0.0} images/s, at most {seconds.Max(one => one.PeakInHand)} in hand"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: median {ratios[ratios.Length / 2]:0.000}, {ratios[0]:0.000} to {ratios[^1]:0.000} in {rounds} rounds"));
    }

    private static double Median(IEnumerable<RunResult> runs)
    {
        double[] rates = [.. runs.Select(run => run.ImagesPerSecond).Order()];
        return rates[rates.Length / 2];
    }
}
