using ImageResize.SideBySide;
using ImageResize.SideBySide.Tools;
using ImageResize.Testing;

// Whole tools side by side, way by way: every round runs each tool once, in turn; medians are reported, and ratios are
// taken round by round. Installs the tools and makes the inputs that it needs.
//
//   dotnet run -c Release --project bench/ImageResize.SideBySide --
//       [--photos <folder>] [--rounds 3] [--seconds 20] [--workers 2] [--ways "png-photo,jpeg to webp"]
//       [--tools sharp,module,installed,netvips,imagesharp,magicknet,napi,graphicsmagick,vipsthumbnail,oiiotool] [--write docs/benchmarks.md]
//
// start before the options: what a fresh pwsh takes for the import, the first photo and 500, in that of the tool and in an installed one.
// slow before the options: which methods are called often on each way and wait for the runtime's compiler.

if (args is ["peer", .. var job])
    return Peers.Run(job);

var options = Options.Parse(args);
string made = Directory.CreateTempSubdirectory("imageresize-bench-").FullName;
try
{
    if (args is ["start", ..])
    {
        StartFigures.Write(options, made);
        return 0;
    }

    if (args is ["slow", ..])
    {
        if (SlowCode.WhyNot is { } reason)
            throw new InvalidOperationException(reason);
        foreach (Way way in options.Ways)
        {
            using var work = new WorkFolder(way, options.Photos, made, options.Workers);
            work.Repeat(Math.Max(24, work.Distinct));
            string[] slow = SlowCode.Find(work.Inputs, $"-Size {way.Width},{way.Height} -Format {way.Format} -ThrottleLimit {options.Workers}");
            Console.WriteLine(slow.Length == 0 ? $"{way}: none" : $"{way}:\n  {string.Join("\n  ", slow)}");
        }

        return 0;
    }

    Tool[] tools = [.. options.Tools.Select(Tool.Named).Where(tool => tool.Prepare())];
    var comparisons = new List<Comparison>();
    foreach (Way way in options.Ways)
        comparisons.Add(Comparison.Of(way, tools, options, made));
    string figures = Report.Of(options, comparisons, tools);
    Console.Out.Write(figures);
    if (options.Document is { } document)
        File.WriteAllText(document, Report.Replace(File.ReadAllText(document), figures));
    return 0;
}
finally
{
    Directory.Delete(made, recursive: true);
}
