using System.Diagnostics;
using System.Globalization;
using ImageResize.Testing.Hostile;

namespace ImageResize.Hostile;

/// <summary>
/// Damaged files straight into each parser, in this process: an exception that is not the parser's own, a broken promise, what takes
/// long and what takes more managed memory than it may is found and saved. Which files, follows from the seed alone.
/// </summary>
internal sealed class ReaderRun(Arguments arguments)
{
    private const double PatienceMilliseconds = 1_000;

    private readonly string _save = Path.GetFullPath(arguments.Text("save", "hostile-findings"));
    private readonly int _seed = arguments.Number("seed", 1);
    private readonly TimeSpan _longest = TimeSpan.FromSeconds(arguments.Number("seconds", int.MaxValue / 1000));
    private int _findings;

    /// <summary>Damages as many files for each reader as asked for, or as its time allows.</summary>
    public int Run()
    {
        int count = arguments.Number("count", 100_000);
        string only = arguments.Text("only", "");
        (string Name, byte[] Bytes)[] corpus = [.. HostileCorpus.Create(), .. FurtherSamples.Create(), .. Extra(arguments.Text("folder", ""))];
        foreach (ReaderTarget target in ReaderTarget.OfPictures(corpus).Concat(MetadataTargets.Create(corpus)))
        {
            if (only.Length == 0 || only == target.Name)
                Run(target, count);
        }

        return _findings == 0 ? 0 : 1;
    }

    /// <summary>The files of a folder and those below it; none without a folder.</summary>
    internal static IEnumerable<(string Name, byte[] Bytes)> Extra(string folder) =>
        folder.Length == 0 ? [] : Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)));

    private void Run(ReaderTarget target, int count)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        (double Milliseconds, string Name) slowest = default;
        long mostManaged = 0;
        int findingsBefore = _findings, i = 0;
        var clock = Stopwatch.StartNew();
        for (; i < count && clock.Elapsed < _longest; i++)
        {
            var random = new Random(unchecked(_seed * 7_919 + i));
            (string name, byte[] bytes) = target.Corpus[i % target.Corpus.Length];
            byte[] file = FileMutator.Mutate(bytes, target.Corpus[random.Next(target.Corpus.Length)].Bytes, random);
            bool way = random.Next(2) == 0;
            (string outcome, double milliseconds, long managed) = Measure(target, file, way);

            // A pause of the machine is not the reader's.
            if (milliseconds > slowest.Milliseconds)
                milliseconds = Math.Min(milliseconds, Measure(target, file, way).Milliseconds);
            if (milliseconds > slowest.Milliseconds)
                slowest = (milliseconds, name);
            mostManaged = Math.Max(mostManaged, managed);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (outcome.StartsWith('!') || milliseconds > PatienceMilliseconds || managed > target.MaxManagedBytes)
                Find(file, $"{target.Name}-{_seed}-{i}-{name}", $"{outcome}, {milliseconds:F0} ms, {managed} managed bytes");
        }

        var figures = new FuzzFigures(target.Name, i, _findings - findingsBefore, slowest.Milliseconds, Peak());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name,-9} {i} of {target.Corpus.Length} files, seed {_seed}, {clock.Elapsed.TotalSeconds:F0} s; peak {Peak() >> 20} MB; managed {mostManaged >> 10} KB at most; slowest {slowest.Milliseconds:F0} ms ({slowest.Name}); {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}"));
        figures.AppendTo(arguments.Text("summary", ""));
    }

    private static (string Outcome, double Milliseconds, long Managed) Measure(ReaderTarget target, byte[] file, bool way)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), began = Stopwatch.GetTimestamp();
        string outcome;
        try
        {
            outcome = target.Read(file, way);
        }
        catch (Exception e)
        {
            outcome = "!" + e.GetType().Name;
        }

        return (outcome, Stopwatch.GetElapsedTime(began).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private void Find(byte[] file, string name, string what)
    {
        Directory.CreateDirectory(_save);
        string path = Path.Combine(_save, name);
        File.WriteAllBytes(path, file);
        _findings++;
        Console.WriteLine($"FOUND {what}; saved as {path}");
    }
}
