using System.Globalization;

namespace ImageResize.BatchBenchmarks;

/// <summary>
/// Two ways to do the same, turn by turn, after one warm-up each. Processor time is told beside the rate: it hardly
/// depends on what else the machine does.
/// </summary>
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

        Print(first.Name, firsts);
        Print(second.Name, seconds);
        Print("images/s", firsts.Zip(seconds, (a, b) => b.ImagesPerSecond / a.ImagesPerSecond));
        Print("processor time", firsts.Zip(seconds, (a, b) => b.CpuMilliseconds / a.CpuMilliseconds));
    }

    private static void Print(string name, List<RunResult> runs) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {Median(runs.Select(run => run.ImagesPerSecond)):0.0} images/s, {Median(runs.Select(run => run.CpuMilliseconds)):0.00} ms of processor time an image, at most {runs.Max(run => run.PeakInHand)} in hand"));

    private static void Print(string what, IEnumerable<double> ratios)
    {
        double[] sorted = [.. ratios.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio of {what}: median {Median(sorted):0.000}, quartiles {sorted[sorted.Length / 4]:0.000} and {sorted[^(1 + sorted.Length / 4)]:0.000}, {sorted[0]:0.000} to {sorted[^1]:0.000} in {sorted.Length} rounds"));
    }

    private static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
