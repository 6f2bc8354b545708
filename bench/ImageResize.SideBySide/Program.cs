using System.Globalization;
using ImageResize.SideBySide;
using ImageResize.SideBySide.Tools;

// Whole tools side by side on a folder of photos: every round runs each tool once, in turn, so that a machine whose
// speed drifts is unfair to none; medians are reported, and ratios are taken round by round. Installs what it needs.
//
//   dotnet run -c Release --project bench/ImageResize.SideBySide -- --photos <folder>
//       [--inputs 480] [--rounds 5] [--workers 2] [--size 800x600] [--progressive] [--tools netvips,module,sharp,pillow,magick]

if (args is ["bare-netvips", var inputs, var outputs, .. var numbers])
{
    int[] given = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    return BareNetVips.Run(inputs, outputs, given[0], given[1], given[2]);
}

var options = Options.Parse(args);
using var work = new WorkFolder(options);
var all = new Dictionary<string, Func<Tool>>
{
    ["netvips"] = () => new BareNetVipsTool(work),
    ["module"] = () => new ShellTool(work),
    ["sharp"] = () => new SharpTool(work),
    ["pillow"] = () => new PillowTool(work),
    ["magick"] = () => new MagickTool(work),
};
Tool[] tools = [.. options.Tools.Select(name => all[name]()).Where(tool => tool.Prepare())];
var runs = tools.ToDictionary(tool => tool, _ => new List<ToolRun>());
var fidelity = new Dictionary<Tool, (double Psnr, double Ssim)?>();
for (int round = -1; round < options.Rounds; round++)
{
    foreach (Tool tool in round % 2 == 0 ? tools : tools.Reverse())
    {
        ToolRun run = tool.Run();
        if (round >= 0)
            runs[tool].Add(run);
        else
            fidelity[tool] = Fidelity.Of(work);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(round < 0 ? "warm-up" : $"round {round + 1}")}: {tool.Name}: {run.ImagesPerSecond:0.0} images/s"));
    }
}

Report.Write(Console.Out, options, tools, runs, fidelity);
return 0;
