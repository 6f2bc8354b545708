using System.Diagnostics;
using System.Globalization;
using ImageResize.Testing;
using ImageResize.Testing.Hostile;

namespace ImageResize.Hostile;

/// <summary>
/// Damaged files of every format, some hundred at a time, through Invoke-ImageResize in a process of its own, and
/// every promise checked: no crash, no hang, one outcome for each file, a known id for each failure, outputs that
/// decode, inputs untouched, nothing else left behind, memory within its limit. What breaks one is saved.
/// </summary>
internal sealed class MutationRun(Arguments arguments)
{
    private const int FilesPerRound = 350;
    private const int MemoryLimitMegabytes = 512;

    /// <summary>What the process takes beside the images in hand: the runtime, the engine, libvips.</summary>
    private const int BaseMegabytes = 250;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The ways out, one for each round.</summary>
    private static readonly string[] Parameters =
    [
        "-Size 64",
        "-Size 64 -Format jpeg",
        "-Size 64 -OnDamage Salvage",
        "-Size 64 -Format png -Metadata None",
        "-Size 64 -Format webp -OnDamage Salvage",
        "-Size 200 -Metadata NoLocation",
        "-Size 64 -Format tiff -OnDamage Salvage",
        "-Size '50%','20x','x9' -Progressive",
        "-Size 64 -Format gif",
        "-Size 300 -AllowEnlarge -Format jpeg -OnDamage Salvage",
        "-Size 32 -Format avif",
    ];

    private readonly IReadOnlyList<(string Name, byte[] Bytes)> _corpus = HostileCorpus.Create();
    private readonly SortedDictionary<string, SortedDictionary<string, int>> _outcomes = [];
    private readonly string _save = Path.GetFullPath(arguments.Text("save", "hostile-findings"));
    private readonly int _seed = arguments.Number("seed", 1);
    private readonly List<string> _findings = [];
    private (double Milliseconds, string Name) _slowest;
    private long _peak;

    /// <summary>Damages as many files as asked for.</summary>
    public int Run()
    {
        int count = arguments.Number("count", 20_000), done = 0;
        var clock = Stopwatch.StartNew();
        for (int round = 0; done < count; round++)
        {
            int files = Math.Min(FilesPerRound, count - done);
            RunRound(Mutations(round, files), Parameters[round % Parameters.Length]);
            done += files;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {count} in {clock.Elapsed.TotalSeconds:F0} s, peak {_peak >> 20} MB, {_findings.Count} findings"));
        }

        Report($"{done} files, seed {_seed}", clock.Elapsed);
        return _findings.Count == 0 ? 0 : 1;
    }

    /// <summary>Takes the files of a folder as they are, once for each way out.</summary>
    public int RunFolder()
    {
        string[] files = Directory.GetFiles(arguments.Text("folder", "."));
        var clock = Stopwatch.StartNew();
        foreach (string parameters in Parameters)
            RunRound(files.Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))), parameters);
        Report($"{files.Length} files, {Parameters.Length} ways out of each", clock.Elapsed);
        return _findings.Count == 0 ? 0 : 1;
    }

    private IEnumerable<(string Name, byte[] Bytes)> Mutations(int round, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var random = new Random(unchecked(_seed * 7_919 + round * 1_000_003 + i));
            (string name, byte[] bytes) = _corpus[i % _corpus.Count];
            yield return ($"{i:000}-{name}", FileMutator.Mutate(bytes, _corpus[random.Next(_corpus.Count)].Bytes, random));
        }
    }

    private void RunRound(IEnumerable<(string Name, byte[] Bytes)> inputs, string parameters)
    {
        using var folder = new TempFolder();
        var files = new Dictionary<string, byte[]>();
        foreach ((string name, byte[] bytes) in inputs)
        {
            string path = folder["in/" + name];
            File.WriteAllBytes(path, bytes);
            files[path] = bytes;
        }

        PwshResult run = Invoke(folder.Path, "in", parameters);
        var lines = run.Lines.Where(line => line.StartsWith('|')).Select(line => line.Split('|')).ToList();
        if (run.ExitCode != 0 || !run.Lines.Any(line => line.StartsWith('=')))
        {
            Break(folder.Path, files, lines, parameters, run);
            return;
        }

        long peak = long.Parse(run.Lines.First(line => line.StartsWith('='))[1..], CultureInfo.InvariantCulture);
        _peak = Math.Max(_peak, peak);
        if (peak >> 20 > MemoryLimitMegabytes + BaseMegabytes)
            Find(files.Keys, parameters, $"{peak >> 20} MB of memory");
        Check(folder, files, lines, parameters);
    }

    private static PwshResult Invoke(string folder, string inputs, string parameters) => PwshProcess.Run(
        $"$ErrorActionPreference = 'SilentlyContinue'; $WarningPreference = 'SilentlyContinue'; $InformationPreference = 'SilentlyContinue'; $ProgressPreference = 'SilentlyContinue'; "
        + $"Invoke-ImageResize -LiteralPath '{Path.Combine(folder, inputs)}' {parameters} -Include * -Destination '{Path.Combine(folder, "out")}' -MaxPixels 50000000 -MemoryLimit {MemoryLimitMegabytes}MB -ThrottleLimit 2 -SummaryVariable s | "
        + "ForEach-Object { '|' + $_.Status + '|' + $_.ErrorId + '|' + $_.Duration.TotalMilliseconds.ToString('F0') + '|' + $_.SourcePath + '|' + $_.Path }; '=' + $s.PeakMemory",
        patience: Patience);

    /// <summary>The process crashed or did not end: those not reported are tried one by one.</summary>
    private void Break(string folder, Dictionary<string, byte[]> files, List<string[]> lines, string parameters, PwshResult run)
    {
        string how = run.ExitCode is { } code ? $"exit code {code}: {run.Error.Trim()}" : "no end";
        string[] suspects = [.. files.Keys.Except(lines.Select(line => line[4]))];
        bool found = false;
        foreach (string suspect in suspects.Take(40))
        {
            PwshResult alone = Invoke(folder, Path.GetRelativePath(folder, suspect), parameters);
            if (alone.ExitCode != 0)
            {
                found = true;
                Find([suspect], parameters, alone.ExitCode is { } status ? $"exit code {status} alone: {alone.Error.Trim()}" : "no end alone");
            }
        }

        if (!found)
            Find(suspects.Take(40), parameters, how);
    }

    private void Check(TempFolder folder, Dictionary<string, byte[]> files, List<string[]> lines, string parameters)
    {
        foreach ((string path, byte[] bytes) in files)
        {
            if (!bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
                Find([path], parameters, "the input was changed");
            if (!lines.Any(line => line[4] == path))
                Find([path], parameters, "no outcome");
        }

        var expected = new HashSet<string>();
        foreach (string[] line in lines)
        {
            (string status, string errorId, string source, string output) = (line[1], line[2], line[4], line[5]);
            Count(Path.GetExtension(source).TrimStart('.'), status == "Failed" ? errorId : status);
            double milliseconds = double.Parse(line[3], CultureInfo.InvariantCulture);
            if (milliseconds > _slowest.Milliseconds)
                _slowest = (milliseconds, Path.GetFileName(source) + " " + parameters);
            if (errorId is "InternalError" or "OutOfMemory" or "IoError")
                Find([source], parameters, errorId);

            // What is salvaged without a change is as damaged as it was, and its warning says so.
            bool isSound = !(status == "Copied" && parameters.Contains("Salvage", StringComparison.Ordinal));
            if (status != "Failed" && expected.Add(output) && isSound && Decode(output) is { } trouble)
                Find([source], parameters, $"an output that does not decode: {trouble}");
        }

        string[] left = [.. folder.Files().Where(file => file.StartsWith("out/", StringComparison.Ordinal)).Select(file => Path.Combine(folder.Path, file)).Except(expected)];
        if (left.Length > 0)
            Find([], parameters, "left behind: " + string.Join(", ", left.Select(Path.GetFileName)));
    }

    /// <summary>Why an output does not decode, or null; all frames of an animation.</summary>
    internal static string? Decode(string path)
    {
        try
        {
            if (Path.GetExtension(path) is ".bmp" or ".ico")
            {
                using Picture picture = Picture.Open(path);
                return null;
            }

            using NetVips.Image first = NetVips.Image.NewFromFile(path, failOn: NetVips.Enums.FailOn.Error);
            bool plays = (string)first.Get("vips-loader") is "gifload" or "webpload";
            using NetVips.Image image = plays ? NetVips.Image.NewFromFile(path, failOn: NetVips.Enums.FailOn.Error, kwargs: new NetVips.VOption { { "n", -1 } }) : first.Copy();
            using NetVips.Image pixels = image.CopyMemory();
            return null;
        }
        catch (NetVips.VipsException e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private void Count(string format, string outcome)
    {
        if (!_outcomes.TryGetValue(format, out SortedDictionary<string, int>? counts))
            _outcomes[format] = counts = [];
        counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
    }

    private void Find(IEnumerable<string> paths, string parameters, string what)
    {
        string folder = Path.Combine(_save, $"{_findings.Count:000}");
        Directory.CreateDirectory(folder);
        foreach (string path in paths)
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "what.txt"), $"{parameters}\n{what}\n");
        _findings.Add(what);
        Console.WriteLine($"FOUND {what} ({parameters}); saved in {folder}");
    }

    private void Report(string what, TimeSpan elapsed)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, {elapsed.TotalSeconds:F0} s; peak {_peak >> 20} MB with -MemoryLimit {MemoryLimitMegabytes}MB; slowest {_slowest.Milliseconds:F0} ms ({_slowest.Name}); {_findings.Count} findings"));
        foreach ((string format, SortedDictionary<string, int> counts) in _outcomes)
            Console.WriteLine($"  {format,-5} {string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"))}");
    }
}
