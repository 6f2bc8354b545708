using System.Globalization;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>The table of a comparison, in Markdown.</summary>
internal static class Report
{
    private const string Begin = "<!-- figures -->", End = "<!-- end of figures -->";

    public static void Write(TextWriter output, Options options, Comparison comparison)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{comparison.Scenario}, quality 85, {options.Workers} workers, medians of {options.Rounds} alternating rounds:"));
        output.WriteLine();
        output.WriteLine("| tool | whole process: images/s | ratio | second half: images/s | ratio | CPU s | ratio | peak MB | PSNR | SSIM | KB |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Tool tool in comparison.Tools)
        {
            List<ToolRun> runs = comparison.Runs[tool], first = comparison.Runs[comparison.Tools[0]];
            double Of(Func<ToolRun, double> figure) => Median.Of(runs.Select(figure));
            double Ratio(Func<ToolRun, double> figure) => Median.Of(runs.Zip(first, (mine, its) => figure(mine) / figure(its)));
            string quality = comparison.Fidelities[tool] is { } near ? string.Create(CultureInfo.InvariantCulture, $"{near.Psnr:0.00} | {near.Ssim:0.0000}") : "| ";
            int inputs = comparison.Scenario.Inputs;
            double Whole(ToolRun run) => inputs / run.WallSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {tool.Name} | {Of(Whole):0.0} | {Ratio(Whole):0.00} | {Of(run => run.SteadyImagesPerSecond):0.0} | {Ratio(run => run.SteadyImagesPerSecond):0.00} | {Of(run => run.CpuSeconds):0.00} | {Ratio(run => run.CpuSeconds):0.00} | {Of(run => run.PeakBytes / 1e6):0} | {quality} | {Of(run => run.OutputBytes / 1e3 / inputs):0.0} |"));
        }
    }

    /// <summary>The document with these figures in the place of its own.</summary>
    public static string Replace(string document, string figures)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal), end = document.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..(begin + Begin.Length)]}\n{figures.ReplaceLineEndings("\n")}\n{document[end..]}"
            : throw new InvalidOperationException($"The document has no place for figures: a line '{Begin}' and one '{End}' after it.");
    }
}
