using System.Globalization;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>The runs of one scenario.</summary>
internal sealed class Comparison : IDisposable
{
    private readonly int _rounds;
    private readonly WorkFolder _work;

    public Comparison(Options options, Scenario scenario)
    {
        Scenario = scenario;
        _rounds = options.Rounds;
        _work = new WorkFolder(options.Photos, options.Workers, scenario);
        var all = new Dictionary<string, Func<Tool>>
        {
            ["netvips"] = () => new BareNetVipsTool(_work),
            ["module"] = () => new ModuleTool(_work),
            ["sharp"] = () => new SharpTool(_work),
            ["pillow"] = () => new PillowTool(_work),
            ["magick"] = () => new MagickTool(_work),
        };
        Tools = [.. scenario.Tools.Select(name => all[name]()).Where(tool => tool.Prepare())];
        Runs = Tools.ToDictionary(tool => tool, _ => new List<ToolRun>());
    }

    public Scenario Scenario { get; }

    /// <summary>Those that are to be had here.</summary>
    public Tool[] Tools { get; }

    public Dictionary<Tool, List<ToolRun>> Runs { get; }

    public Dictionary<Tool, (double Psnr, double Ssim)?> Fidelities { get; } = [];

    /// <summary>One round for the caches and the fidelity, then the counted ones, every second one backwards.</summary>
    public void Run()
    {
        for (int round = -1; round < _rounds; round++)
        {
            foreach (Tool tool in round % 2 == 0 ? Tools : Tools.Reverse())
            {
                ToolRun run = tool.Run();
                if (round >= 0)
                    Runs[tool].Add(run);
                else
                    Fidelities[tool] = Fidelity.Of(_work);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Scenario}, {(round < 0 ? "warm-up" : $"round {round + 1}")}: {tool.Name}: {run.ImagesPerSecond:0.0} images/s"));
            }
        }
    }

    public void Dispose() => _work.Dispose();
}
