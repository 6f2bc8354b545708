using System.Diagnostics;
using System.Globalization;
using ImageResize.SideBySide.Tools;

namespace ImageResize.SideBySide;

/// <summary>What a fresh pwsh takes: the import, the first photo, and a process that resizes 500 and ends.</summary>
internal static class StartFigures
{
    private const int Images = 500;

    /// <summary>Writes the medians, and the least of the times by the clock, in each host.</summary>
    public static void Write(Options options, string made)
    {
        Way way = Way.Suite.First(way => way is { Input: Inputs.InputKind.Photo, Format: "jpeg", Width: 800 });
        using var work = new WorkFolder(way, options.Photos, made, options.Workers);
        work.Repeat(Images);
        Console.WriteLine("| host | import, ms | first photo, ms | methods compiled until then | 500 photos: processor, ms a photo | methods compiled | time of that, ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        ModuleTool[] hosts = [ModuleTool.InTool, ModuleTool.InInstalled];
        var rounds = hosts.ToDictionary(host => host, _ => new List<double[]>());
        for (int round = 0; round <= options.Rounds; round++)
            foreach (ModuleTool host in hosts)
            {
                double[] figures = Measure(host, work);
                if (round > 0) // One for the caches.
                    rounds[host].Add(figures);
            }

        foreach (ModuleTool host in hosts)
        {
            double Median(int figure) => rounds[host].Select(figures => figures[figure]).Order().ElementAt(rounds[host].Count / 2);

            // Of times by the clock, whatever else runs only adds.
            double Least(int figure) => rounds[host].Min(figures => figures[figure]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {host.Name} | {Least(0):0} | {Least(1):0} | {Median(2):0} | {Median(3) / Images:0.0} | {Median(4):0} | {Median(5):0} |"));
        }
    }

    private static double[] Measure(ModuleTool host, WorkFolder work)
    {
        work.ClearOutputs();
        string photo = Directory.EnumerateFiles(work.Inputs).Order(StringComparer.Ordinal).First();
        double[] start = Numbers(host.Run($$"""
            $clock = [Diagnostics.Stopwatch]::StartNew()
            {{ModuleTool.Import}}
            $import = $clock.Elapsed.TotalMilliseconds
            $clock.Restart()
            {{ModuleTool.Resize(photo, Path.Combine(work.Outputs, "first"), work.Way, work.Workers)}}
            "$import $($clock.Elapsed.TotalMilliseconds) $([Runtime.JitInfo]::GetCompiledMethodCount())"
            """));
        double[] whole = Numbers(host.Run($$"""
            {{ModuleTool.Import}}
            {{ModuleTool.Resize(work.Inputs, work.Outputs, work.Way, work.Workers)}}
            "$([Environment]::CpuUsage.TotalTime.TotalMilliseconds) $([Runtime.JitInfo]::GetCompiledMethodCount()) $([Runtime.JitInfo]::GetCompilationTime().TotalMilliseconds)"
            """));
        return [.. start, .. whole];
    }

    /// <summary>The numbers in the last line that a process writes.</summary>
    private static double[] Numbers(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (process.ExitCode != 0 || lines.Length == 0)
            throw new InvalidOperationException($"pwsh failed: exit code {process.ExitCode}. {said}");
        return [.. lines[^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }
}
