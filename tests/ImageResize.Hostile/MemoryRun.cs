using System.Diagnostics;
using System.Globalization;
using ImageResize.Testing;

namespace ImageResize.Hostile;

/// <summary>
/// What an image is expected to take (which decides when it is admitted) against what it takes: each kind in a process
/// of its own, the growth of the resident memory from a warm start to the peak.
/// </summary>
internal sealed class MemoryRun
{
    /// <summary>Measures all, or those whose name or file contains a text.</summary>
    public int Run(string filter)
    {
        using var folder = new TempFolder();
        int low = 0;
        Console.WriteLine("| Image | Output | Expected MB | Measured MB | Share |\n| --- | --- | ---: | ---: | ---: |");
        foreach (MemoryCase one in MemoryCase.All.Where(one => (one.Name + one.FileName).Contains(filter, StringComparison.Ordinal)))
        {
            string path = folder[one.FileName];
            if (!File.Exists(path))
                one.Write(path);
            (long expected, long measured) = Measure(path, one);
            low += measured > expected ? 1 : 0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {one.Name} | {one.Output} | {expected / 1048576.0:F0} | {measured / 1048576.0:F0} | {100.0 * measured / expected:F0} % |{(measured > expected ? " TOO LOW" : "")}"));
        }

        Console.WriteLine($"{low} estimates too low");
        return low;
    }

    private static (long Expected, long Measured) Measure(string path, MemoryCase one)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["memory-of-one", "--path", path, "--output", one.Output]) { RedirectStandardOutput = true })!;
        string[] numbers = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return process.ExitCode == 0 ? (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture)) : throw new InvalidOperationException($"{one.Name} failed.");
    }
}
