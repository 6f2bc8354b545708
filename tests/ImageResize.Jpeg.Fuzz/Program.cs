using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using ImageResize.Jpeg.Fuzz;

// Mutated JPEG files through the whole codec, with guard pages around the source and every buffer.
//   --count N    inputs to run (100,000)
//   --seed N     another seed, other inputs (1)
//   --first N    the number of the first input (0)
//   --write P    only write the input of the first number to the file P
// A crash leaves the number of its input in the file whose name is printed at the start: run it again with --first and --count 1.

var options = new Dictionary<string, string>();
for (int i = 0; i + 1 < args.Length; i += 2)
    options[args[i].TrimStart('-')] = args[i + 1];

long Number(string name, long otherwise) =>
    options.TryGetValue(name, out string? value) ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;

long count = Number("count", 100_000), first = Number("first", 0);
int seed = (int)Number("seed", 1);
const double SlowestAllowed = 2.0;

using var runner = new FuzzRunner();
if (options.TryGetValue("write", out string? path))
{
    File.WriteAllBytes(path, runner.CreateInput(seed, first));
    return 0;
}

string lastPath = Path.Combine(Path.GetTempPath(), $"jpeg-fuzz-{Environment.ProcessId}.last");
using var lastFile = MemoryMappedFile.CreateFromFile(lastPath, FileMode.Create, null, sizeof(long));
using MemoryMappedViewAccessor last = lastFile.CreateViewAccessor();
Console.WriteLine($"Seed {seed}, inputs {first} to {first + count - 1}; the number in hand is in {lastPath}");

var outcomes = new SortedDictionary<FuzzOutcome, long>();
var total = Stopwatch.StartNew();
TimeSpan slowest = TimeSpan.Zero;
long slowestNumber = 0, failures = 0;
for (long number = first; number < first + count; number++)
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
        if (failures == 10)
            break;
    }

    // The machine may have paused meanwhile; an input that is slow is slow again.
    TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
    for (int again = 0; again < 2 && elapsed.TotalSeconds >= SlowestAllowed; again++)
        elapsed = TimeAgain(number, elapsed);
    if (elapsed > slowest)
        (slowest, slowestNumber) = (elapsed, number);
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{outcomes.Values.Sum()} inputs in {total.Elapsed.TotalSeconds:F0} s ({outcomes.Values.Sum() / total.Elapsed.TotalSeconds:F0} a second), {failures} failures"));
foreach ((FuzzOutcome outcome, long number) in outcomes)
    Console.WriteLine($"  {outcome,-12} {number,10}");
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"  slowest: input {slowestNumber}, {slowest.TotalMilliseconds:F1} ms; working set {Environment.WorkingSet / 1e6:F0} MB"));
File.Delete(lastPath);
return failures == 0 && slowest.TotalSeconds < SlowestAllowed ? 0 : 1;

TimeSpan TimeAgain(long number, TimeSpan before)
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
