using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using ImageResize.Testing.Hostile;

namespace ImageResize.Fuzzing;

/// <summary>What an input came to.</summary>
internal enum FuzzOutcome
{
    Sound,
    Salvaged,
    Damaged,
    BadFormat,
    Unsupported,
    TooLarge,
}

/// <summary>
/// The command line of a fuzzer:
///   --count N    inputs to run (100,000)
///   --seed N     another seed, other inputs (1)
///   --first N    the number of the first input (0)
///   --seconds N  an end after so many seconds (none)
///   --save P     a folder for the inputs that fail (fuzz-findings)
///   --summary P  a file that gets a line of figures
///   --write P    only write the input of the first number to the file P
/// A crash leaves the number of its input in the file whose name is printed at the start: run it again with --first and --count 1.
/// </summary>
internal static class FuzzProgram
{
    private const double SlowestAllowed = 2.0;
    private const int MostFailures = 10;

    /// <summary>Runs what the arguments say; 0 if nothing failed.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="runner">What runs an input.</param>
    /// <param name="name">What is tried, for the figures.</param>
    public static int Run(string[] args, GuardedRunner runner, string name)
    {
        var options = new Dictionary<string, string>();
        for (int i = 0; i + 1 < args.Length; i += 2)
            options[args[i].TrimStart('-')] = args[i + 1];
        long count = Number(options, "count", 100_000), first = Number(options, "first", 0);
        int seed = (int)Number(options, "seed", 1);
        if (options.TryGetValue("write", out string? path))
        {
            File.WriteAllBytes(path, runner.CreateInput(seed, first));
            return 0;
        }

        var longest = TimeSpan.FromSeconds(Number(options, "seconds", int.MaxValue / 1000));
        FuzzFigures figures = Run(runner, name, seed, first, count, longest, Path.GetFullPath(options.GetValueOrDefault("save", "fuzz-findings")));
        figures.AppendTo(options.GetValueOrDefault("summary", ""));
        return figures.Findings == 0 ? 0 : 1;
    }

    private static long Number(Dictionary<string, string> options, string name, long otherwise) =>
        options.TryGetValue(name, out string? value) ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    private static FuzzFigures Run(GuardedRunner runner, string name, int seed, long first, long count, TimeSpan longest, string save)
    {
        string lastPath = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}.last");
        using var lastFile = MemoryMappedFile.CreateFromFile(lastPath, FileMode.Create, null, sizeof(long));
        using MemoryMappedViewAccessor last = lastFile.CreateViewAccessor();
        Console.WriteLine($"Seed {seed}, inputs {first} to {first + count - 1}; the number in hand is in {lastPath}");
        var outcomes = new SortedDictionary<FuzzOutcome, long>();
        var total = Stopwatch.StartNew();
        (TimeSpan Elapsed, long Number) slowest = default;
        int failures = 0;
        for (long number = first; number < first + count && failures < MostFailures && total.Elapsed < longest; number++)
        {
            last.Write(0, number);
            long begin = Stopwatch.GetTimestamp();
            try
            {
                FuzzOutcome outcome = runner.Run(seed, number);
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception e)
            {
                failures++;
                Console.WriteLine($"Input {number}: {e}");
                Save(runner, name, seed, number, save);
            }

            // The machine may have paused meanwhile; an input that is slow is slow again.
            TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
            for (int again = 0; again < 2 && elapsed.TotalSeconds >= SlowestAllowed; again++)
                elapsed = TimeAgain(runner, seed, number, elapsed);
            if (elapsed > slowest.Elapsed)
                slowest = (elapsed, number);
            if (elapsed.TotalSeconds >= SlowestAllowed)
            {
                failures++;
                Save(runner, name, seed, number, save);
            }
        }

        Report(outcomes, total.Elapsed, failures, slowest);
        File.Delete(lastPath);
        using var self = Process.GetCurrentProcess();
        return new FuzzFigures(name, outcomes.Values.Sum(), failures, slowest.Elapsed.TotalMilliseconds, self.PeakWorkingSet64);
    }

    private static void Save(GuardedRunner runner, string name, int seed, long number, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{name}-{seed}-{number}");
        File.WriteAllBytes(path, runner.CreateInput(seed, number));
        Console.WriteLine($"FOUND, saved as {path}");
    }

    /// <summary>The shorter of the time before and of that of one more run.</summary>
    private static TimeSpan TimeAgain(GuardedRunner runner, int seed, long number, TimeSpan before)
    {
        long begin = Stopwatch.GetTimestamp();
        try
        {
            runner.Run(seed, number);
        }
        catch (Exception)
        {
            // It was told the first time.
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        return elapsed < before ? elapsed : before;
    }

    private static void Report(
        SortedDictionary<FuzzOutcome, long> outcomes, TimeSpan elapsed, int failures, (TimeSpan Elapsed, long Number) slowest)
    {
        long run = outcomes.Values.Sum();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{run} inputs in {elapsed.TotalSeconds:F0} s ({run / elapsed.TotalSeconds:F0} a second), {failures} failures"));
        foreach ((FuzzOutcome outcome, long number) in outcomes)
            Console.WriteLine($"  {outcome,-12} {number,10}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  slowest: input {slowest.Number}, {slowest.Elapsed.TotalMilliseconds:F1} ms; working set {Environment.WorkingSet / 1e6:F0} MB"));
    }
}
