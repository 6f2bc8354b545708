using System.Globalization;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>The tables of all comparisons, in Markdown.</summary>
internal static class Report
{
    private const string Begin = "<!-- figures -->", End = "<!-- end of figures -->";

    /// <summary>One row for each tool and way; ratios above 1 are in the tool's favour.</summary>
    public static string Of(Options options, IReadOnlyList<Comparison> comparisons, Tool[] tools)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Quality 85, {options.Workers} workers, medians of {options.Rounds} alternating rounds of about {options.Seconds:0} s, ratios to {tools[0].Name}:"));
        output.WriteLine();
        output.WriteLine("| way, images | tool | processor: whole | warm | rate: whole | warm | images/s: first 100 | after 1000 | peak MB above idle | KB | PSNR | SSIM |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Comparison comparison in comparisons)
            foreach (Tool tool in comparison.Tools)
                output.WriteLine(Row(comparison, tool));
        output.WriteLine();
        output.WriteLine("Idle: " + string.Join(", ", tools.Select(tool => string.Create(CultureInfo.InvariantCulture, $"{tool.Name} {tool.IdleBytes / 1e6:0} MB"))) + ".");
        return output.ToString();
    }

    /// <summary>The document with these figures in the place of its own.</summary>
    /// <exception cref="InvalidOperationException">It has no place for figures.</exception>
    public static string Replace(string document, string figures)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal), end = document.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..(begin + Begin.Length)]}\n{figures}\n{document[end..]}"
            : throw new InvalidOperationException($"The document has no place for figures: a line '{Begin}' and one '{End}' after it.");
    }

    private static string Row(Comparison comparison, Tool tool)
    {
        double Of(Func<Run, double> figure) => comparison.Median(tool, figure);
        string Figure(Func<Run, double> figure) => Of(figure) is var value && double.IsNaN(value) ? string.Empty : value.ToString("0.0", CultureInfo.InvariantCulture);
        string quality = comparison.Fidelities[tool] is { } near ? string.Create(CultureInfo.InvariantCulture, $"{near.Psnr:0.00} | {near.Ssim:0.0000}") : "| ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {comparison.Way}, {comparison.Count} | {tool.Name} | {comparison.Ratio(tool, run => run.Processor):0.00} ({Of(run => run.Processor):0.0} ms) | {comparison.Ratio(tool, run => run.WarmProcessor):0.00} ({Of(run => run.WarmProcessor):0.0} ms) | {1 / comparison.Ratio(tool, run => run.Rate):0.00} ({Of(run => run.Rate):0.0}/s) | {1 / comparison.Ratio(tool, run => run.WarmRate):0.00} ({Of(run => run.WarmRate):0.0}/s) | {Figure(run => run.StartRate)} | {Figure(run => run.LateRate)} | {(Of(run => run.PeakBytes) - tool.IdleBytes) / 1e6:0} | {Of(run => run.OutputBytes / 1e3):0.0} | {quality} |");
    }
}
