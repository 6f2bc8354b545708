using System.Globalization;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>The runs of the tools on one way.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<Tool, List<Run>> _runs;

    private Comparison(Way way, Tool[] tools)
    {
        Way = way;
        _runs = tools.ToDictionary(tool => tool, _ => new List<Run>());
    }

    public Way Way { get; }

    /// <summary>How many images each run had.</summary>
    public int Count { get; private set; }

    /// <summary>How near each tool's outputs come to the best that can be done; null where their size differs.</summary>
    public Dictionary<Tool, (double Psnr, double Ssim)?> Fidelities { get; } = [];

    /// <summary>The tools that can go this way, the one that ratios are to first.</summary>
    public IEnumerable<Tool> Tools => _runs.Keys;

    /// <summary>
    /// One round for the caches, the fidelity and the number of inputs, then the counted ones, every second one backwards, so
    /// that a machine whose speed drifts is unfair to none.
    /// </summary>
    public static Comparison Of(Way way, Tool[] tools, Options options, string made)
    {
        Tool[] able = [.. tools.Where(tool => tool.CanGo(way))];
        using var work = new WorkFolder(way, options.Photos, made, options.Workers);
        var comparison = new Comparison(way, able);
        comparison.WarmUp(work, options.Seconds);
        for (int round = 0; round < options.Rounds; round++)
            foreach (Tool tool in round % 2 == 0 ? able : able.Reverse())
            {
                Run run = Run.Of(tool, work);
                comparison._runs[tool].Add(run);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way}, round {round + 1}: {tool.Name}: {run.Rate:0.0} images/s, {run.Processor:0.0} ms of processor time"));
            }

        return comparison;
    }

    /// <summary>The median of a figure.</summary>
    public double Median(Tool tool, Func<Run, double> figure) => Middle(_runs[tool].Select(figure));

    /// <summary>The median of a figure of the first tool over that of another, round by round.</summary>
    public double Ratio(Tool tool, Func<Run, double> figure) => Middle(_runs[Tools.First()].Zip(_runs[tool], (first, own) => figure(first) / figure(own)));

    private void WarmUp(WorkFolder work, double seconds)
    {
        foreach (Tool tool in Tools)
        {
            Run.Of(tool, work);
            Fidelities[tool] = Fidelity.Of(work);
        }

        work.Repeat(work.Distinct * 4);
        double rate = Run.Of(Tools.First(), work).WarmRate;
        work.Repeat(Math.Max(1, (int)Math.Ceiling(rate * seconds / work.Distinct)) * work.Distinct);
        Count = work.Count;
    }

    private static double Middle(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
