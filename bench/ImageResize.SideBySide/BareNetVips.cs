using System.Diagnostics;
using System.Globalization;
using NetVips;

namespace ImageResize.SideBySide;

/// <summary>What a good programmer writes in ten lines: the measure for the module's own cost.</summary>
internal static class BareNetVips
{
    public static int Run(string inputs, string outputs, int workers)
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        long began = Stopwatch.GetTimestamp();
        Parallel.ForEach(Directory.GetFiles(inputs), new ParallelOptions { MaxDegreeOfParallelism = workers }, path =>
        {
            using Image image = Image.Thumbnail(path, 800, height: 600, size: Enums.Size.Down);
            image.Jpegsave(Path.Combine(outputs, Path.GetFileName(path)), q: 85, optimizeCoding: true);
        });
        Console.WriteLine(Stopwatch.GetElapsedTime(began).TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
