using System.Globalization;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>The table of a comparison, in Markdown.</summary>
internal static class Report
{
    public static void Write(TextWriter output, Options options, Tool[] tools, Dictionary<Tool, List<ToolRun>> runs, Dictionary<Tool, (double Psnr, double Ssim)?> fidelity)
    {
        string kind = options.Progressive ? "progressive photos" : "photos";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Inputs} {kind} into {options.Width}x{options.Height}, quality 85, {options.Workers} workers, medians of {options.Rounds} alternating rounds; ratios to the first tool, round by round."));
        output.WriteLine();
        output.WriteLine("| tool | images/s | ratio | whole process: images/s | ratio | CPU s | ratio | peak MB | PSNR | SSIM | KB |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Tool tool in tools)
        {
            double Of(Func<ToolRun, double> figure) => Median.Of(runs[tool].Select(figure));
            double Ratio(Func<ToolRun, double> figure) => Median.Of(runs[tool].Zip(runs[tools[0]], (mine, first) => figure(mine) / figure(first)));
            string quality = fidelity[tool] is { } near ? string.Create(CultureInfo.InvariantCulture, $"{near.Psnr:0.00} | {near.Ssim:0.0000}") : "| ";
            double Whole(ToolRun run) => options.Inputs / run.WallSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {tool.Name} | {Of(run => run.ImagesPerSecond):0.0} | {Ratio(run => run.ImagesPerSecond):0.00} | {Of(Whole):0.0} | {Ratio(Whole):0.00} | {Of(run => run.CpuSeconds):0.00} | {Ratio(run => run.CpuSeconds):0.00} | {Of(run => run.PeakBytes / 1e6):0} | {quality} | {Of(run => run.OutputBytes / 1e3 / options.Inputs):0.0} |"));
        }
    }
}
