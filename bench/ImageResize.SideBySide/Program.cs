using System.Globalization;
using ImageResize.SideBySide;

// Whole tools side by side on a folder of photos: every round runs each tool once, in turn, so that a machine whose
// speed drifts is unfair to none; medians are reported, and ratios are taken round by round. Installs what it needs.
// Without a size it makes all the comparisons of docs/benchmarks.md, and with --write puts their figures there.
//
//   dotnet run -c Release --project bench/ImageResize.SideBySide -- --photos <folder>
//       [--rounds 5] [--workers 2] [--write docs/benchmarks.md]
//       [--size 800x600] [--progressive] [--inputs 480] [--tools sharp,module,netvips,pillow,magick]

if (args is ["bare-netvips", var inputs, var outputs, .. var numbers])
{
    int[] given = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    return ImageResize.SideBySide.Tools.BareNetVips.Run(inputs, outputs, given[0], given[1], given[2]);
}

var options = Options.Parse(args);
var figures = new StringWriter(CultureInfo.InvariantCulture);
foreach (Scenario scenario in options.Scenarios)
{
    using var comparison = new Comparison(options, scenario);
    comparison.Run();
    Report.Write(figures, options, comparison);
}

Console.Out.Write(figures);
if (options.Document is { } document)
    File.WriteAllText(document, Report.Replace(File.ReadAllText(document), figures.ToString()));
return 0;
