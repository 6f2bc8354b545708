using System.Globalization;
using ImageResize.SideBySide;

// Whole tools side by side on a folder of photos: every round runs each tool once, in turn, so that a machine whose
// speed drifts is unfair to none; the medians and the ratio to the bare library are reported.
//
//   dotnet run -c Release --project bench/ImageResize.SideBySide -- --photos <folder> [--inputs 480] [--rounds 7] [--workers 2]

if (args is ["bare-netvips", var photos, var target, var count])
    return BareNetVips.Run(photos, target, int.Parse(count, CultureInfo.InvariantCulture));

var options = Options.Parse(args);
using var work = new WorkFolder(options);
Tool[] tools = [new BareNetVipsTool(work), new ShellTool(work)];
var runs = tools.ToDictionary(tool => tool, _ => new List<ToolRun>());
for (int round = -1; round < options.Rounds; round++)
{
    foreach (Tool tool in round % 2 == 0 ? tools : tools.Reverse())
    {
        ToolRun run = tool.Run();
        if (round >= 0)
            runs[tool].Add(run);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(round < 0 ? "warm-up" : $"round {round + 1}")}: {tool.Name}: {run.ImagesPerSecond:0.0} images/s"));
    }
}

Console.WriteLine($"{options.Inputs} photos into 800x600, quality 85, {options.Workers} workers, median of {options.Rounds} alternating rounds");
Console.WriteLine();
Console.WriteLine("| tool | images/s | ratio | whole process s | CPU s | peak MB | output KB |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
foreach (Tool tool in tools)
{
    double ratio = Median.Of(runs[tool].Zip(runs[tools[0]], (mine, bare) => mine.ImagesPerSecond / bare.ImagesPerSecond));
    double Of(Func<ToolRun, double> figure) => Median.Of(runs[tool].Select(figure));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {tool.Name} | {Of(run => run.ImagesPerSecond):0.0} | {ratio:0.00} | {Of(run => run.WallSeconds):0.00} | {Of(run => run.CpuSeconds):0.00} | {Of(run => run.PeakBytes / 1e6):0} | {Of(run => run.OutputBytes / 1e3 / options.Inputs):0.0} |"));
}

return 0;
