using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;

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
///   --write P    only write the input of the first number to the file P
/// A crash leaves the number of its input in the file whose name is printed at the start: run it again with --first and --count 1.
/// </summary>
internal static class FuzzProgram
{
    private const double SlowestAllowed = 2.0;
    private const int MostFailures = 10;

    /// <summary>Runs what the arguments say; 0 if nothing failed.</summary>
    public static int Run(string[] args, GuardedRunner runner)
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

        return Run(runner, seed, first, count);
    }

    private static long Number(Dictionary<string, string> options, string name, long otherwise) =>
        options.TryGetValue(name, out string? value) ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    private static int Run(GuardedRunner runner, int seed, long first, long count)
    {
        string lastPath = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}.last");
        using var lastFile = MemoryMappedFile.CreateFromFile(lastPath, FileMode.Create, null, sizeof(long));
        using MemoryMappedViewAccessor last = lastFile.CreateViewAccessor();
        Console.WriteLine($"Seed {seed}, inputs {first} to {first + count - 1}; the number in hand is in {lastPath}");
        var outcomes = new SortedDictionary<FuzzOutcome, long>();
        var total = Stopwatch.StartNew();
        (TimeSpan Elapsed, long Number) slowest = default;
        int failures = 0;
        for (long number = first; number < first + count && failures < MostFailures; number++)
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
            }

            // The machine may have paused meanwhile; an input that is slow is slow again.
            TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
            for (int again = 0; again < 2 && elapsed.TotalSeconds >= SlowestAllowed; again++)
                elapsed = TimeAgain(runner, seed, number, elapsed);
            if (elapsed > slowest.Elapsed)
                slowest = (elapsed, number);
        }

        Report(outcomes, total.Elapsed, failures, slowest);
        File.Delete(lastPath);
        return failures == 0 && slowest.Elapsed.TotalSeconds < SlowestAllowed ? 0 : 1;
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
