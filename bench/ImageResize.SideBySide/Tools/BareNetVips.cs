using System.Diagnostics;
using System.Globalization;
using NetVips;

namespace ImageResize.SideBySide.Tools;

/// <summary>What a good programmer writes in ten lines: the measure for the module's own cost.</summary>
internal static class BareNetVips
{
    public static int Run(string inputs, string outputs, int width, int height, int workers)
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        long began = Stopwatch.GetTimestamp();
        Parallel.ForEach(Directory.GetFiles(inputs), new ParallelOptions { MaxDegreeOfParallelism = workers }, path =>
        {
            using Image image = Image.Thumbnail(path, width, height: height, size: Enums.Size.Down);
            image.Jpegsave(Path.Combine(outputs, Path.GetFileName(path)), q: 85, optimizeCoding: true);
        });
        Console.WriteLine(Stopwatch.GetElapsedTime(began).TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
