using System.Globalization;
using ImageResize.BatchBenchmarks;

// The batch engine against itself, in alternating rounds of one process; medians, and ratios round by round.
//
//   dotnet run -c Release --project bench/ImageResize.Batch.Benchmarks -- <what> [--photos <folder>] [--images n] [--rounds n]
//
//   overhead   what measuring costs: runs with and without the probe of Measure-ImageResize
//   slow       -ThrottleLimit Auto against the default where each opening of a file takes 20 ms
//   own        what Invoke-ImageResize costs besides reading, scaling, encoding and writing, on small images
//   scale      memory and rate of 100,000 small images against 1,000, by -Path -Recurse and through the pipeline
//   journal    reading a journal of 1,000,000 entries
//   damaged    when sound images are done beside damaged ones and a slow AVIF, at 8 workers
//   local      -ThrottleLimit Auto against the default on the local disk
//
// Without --photos, small images are made.

string Value(string name, string fallback) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;
int Number(string name, int fallback) => int.Parse(Value(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

if (args.FirstOrDefault() == "own")
{
    using var own = new OwnCost(Number("--images", 20_000), Number("--workers", 2));
    own.Run(Number("--rounds", 5));
    return 0;
}

if (args.FirstOrDefault() == "scale")
{
    using var scale = new Scale(Number("--images", 100_000));
    scale.Run();
    return 0;
}

if (args.FirstOrDefault() == "journal")
{
    Scale.ReadJournal(Number("--images", 1_000_000));
    return 0;
}

if (args.FirstOrDefault() == "damaged")
{
    using var damaged = new BesideDamaged();
    damaged.Run(Number("--rounds", 3));
    return 0;
}

using var images = new Images(Value("--photos", string.Empty), Number("--images", 480));
int rounds = Number("--rounds", 5);
switch (args.FirstOrDefault())
{
    case "overhead":
        Comparison.Run(rounds, ("without the probe", () => images.Run()), ("with the probe", () => images.Run(probe: true)));
        InstrumentCost.Print();
        return 0;
    case "slow":
        Comparison.Run(rounds, ("default", () => images.Run(slow: true)), ("Auto", () => images.Run(adaptive: true, slow: true)));
        return 0;
    case "local":
        Comparison.Run(rounds, ("default", () => images.Run()), ("Auto", () => images.Run(adaptive: true)));
        return 0;
    default:
        Console.Error.WriteLine("Say what: overhead, own, scale, journal, damaged, slow or local.");
        return 2;
}
