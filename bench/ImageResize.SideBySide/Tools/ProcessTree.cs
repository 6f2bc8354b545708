using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>The figures of a process and all below it, from Linux' /proc: a pool of processes counts as one tool.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of the living and of the ended children, and the resident memory's peaks together.</summary>
    public static (TimeSpan Cpu, long PeakBytes) Measure(int root)
    {
        double ticks = 0;
        long peak = 0;
        foreach (int id in WithChildren(root))
        {
            try
            {
                string[] fields = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);

                // utime, stime, cutime, cstime: proc(5), counted from the field after the name.
                ticks += fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture));
                string line = File.ReadLines($"/proc/{id}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
                peak += 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // It has ended meanwhile; its time is its parent's now.
            }
        }

        return (TimeSpan.FromSeconds(ticks / TicksPerSecond), peak);
    }

    private static IEnumerable<int> WithChildren(int id)
    {
        yield return id;
        string[] tasks;
        try
        {
            tasks = Directory.GetDirectories($"/proc/{id}/task");
        }
        catch (IOException)
        {
            yield break;
        }

        foreach (string task in tasks)
        {
            string children = string.Empty;
            try
            {
                children = File.ReadAllText(Path.Combine(task, "children"));
            }
            catch (IOException)
            {
                continue;
            }

            foreach (string child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                foreach (int below in WithChildren(int.Parse(child, CultureInfo.InvariantCulture)))
                    yield return below;
        }
    }
}
