using System.Diagnostics;
using System.Globalization;
using ImageResize.Testing;
using ImageResize.Testing.Hostile;

namespace ImageResize.Hostile;

/// <summary>
/// Damaged files of the second module's formats through Invoke-ImageResize and the child processes that decode them, some hundred at a
/// time: no crash of pwsh, no hang, one outcome for each file, a known id for each failure, outputs that decode, no temporary file left.
/// What breaks one of that is saved. Which files, follows from the seed alone.
/// </summary>
internal sealed class DecoderRun(Arguments arguments)
{
    private const int FilesPerRound = 250;
    private const double PatienceMilliseconds = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    private static readonly string[] Formats = ["heic", "jxl", "jp2", "psd"];

    /// <summary>The ways out, one for each round.</summary>
    private static readonly string[] Parameters = ["-Size 64 -Format png", "-Size 64 -Format jpeg -OnDamage Salvage", "-Format png -Metadata None -OnDamage Salvage"];

    private readonly string _save = Path.GetFullPath(arguments.Text("save", "hostile-findings"));
    private readonly int _seed = arguments.Number("seed", 1);
    private int _findings;

    /// <summary>Damages as many files of each format as asked for.</summary>
    public int Run()
    {
        int count = arguments.Number("count", 2_000);
        string only = arguments.Text("only", "");
        (string Name, byte[] Bytes)[] corpus = [.. FurtherSamples.Create(), .. Encoded(), .. ReaderRun.Extra(arguments.Text("folder", ""))];
        foreach (string format in Formats.Where(format => only.Length == 0 || only == format))
            Run(format, [.. corpus.Where(file => FormatOf(file.Name) == format)], count);
        return _findings == 0 ? 0 : 1;
    }

    private static string FormatOf(string name) => Path.GetExtension(name) switch { ".heic" or ".heif" or ".hif" => "heic", ".jxl" => "jxl", ".jp2" or ".j2k" => "jp2", ".psd" or ".psb" => "psd", _ => "" };

    /// <summary>JPEG XL files of noise, as the module writes them: with loss, without, with alpha, grey.</summary>
    private static List<(string, byte[])> Encoded()
    {
        using var folder = new TempFolder();
        foreach ((string name, byte[] bytes) in HostileCorpus.Create().Where(file => file.Name is "rgb.png" or "alpha.png" or "grey.png" or "profiled.png"))
            File.WriteAllBytes(folder["in/" + name], bytes);
        PwshProcess.MustRun($"Import-Module {Pwsh.Quote(Manifest)}; foreach ($more in @{{}}, @{{ Lossless = $true }}) {{ Invoke-ImageResize -Path '{folder["in"]}' -Format jxl @more -Destination (Join-Path '{folder["out"]}' $more.Count) }}", patience: Patience);
        return [.. Directory.GetFiles(folder["out"], "*.jxl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];
    }

    private static string Manifest => Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "MoreFormats", "ImageResize.MoreFormats.psd1");

    private void Run(string format, (string Name, byte[] Bytes)[] corpus, int count)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        (double Milliseconds, string Name) slowest = default;
        (long Parent, long Child) peak = default;
        int findingsBefore = _findings;
        var clock = Stopwatch.StartNew();
        for (int done = 0, round = 0; done < count; round++)
        {
            using var folder = new TempFolder();
            int files = Math.Min(FilesPerRound, count - done);
            for (int i = 0; i < files; i++)
            {
                var random = new Random(unchecked(_seed * 7_919 + done + i));
                (string name, byte[] bytes) = corpus[(done + i) % corpus.Length];
                File.WriteAllBytes(folder[$"in/{i:000}-{name}"], FileMutator.Mutate(bytes, corpus[random.Next(corpus.Length)].Bytes, random));
            }

            done += files;
            string parameters = Parameters[round % Parameters.Length];
            foreach (string[] line in Invoke(folder, parameters, files, ref peak))
            {
                (string outcome, string source) = (line[1] == "Failed" ? line[2] : line[1], line[4]);
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                double milliseconds = double.Parse(line[3], CultureInfo.InvariantCulture);
                if (milliseconds > slowest.Milliseconds)
                    slowest = (milliseconds, Path.GetFileName(source));
                if (outcome is "InternalError" or "OutOfMemory" or "IoError" or "TimedOut" || milliseconds > PatienceMilliseconds)
                    Find([source], parameters, $"{outcome} after {milliseconds:F0} ms: {line[6]}");
                if (line[1] != "Failed" && MutationRun.Decode(line[5]) is { } trouble)
                    Find([source], parameters, $"an output that does not decode: {trouble}");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{format,-4} {count} of {corpus.Length} files, seed {_seed}, {clock.Elapsed.TotalSeconds:F0} s; peak of pwsh {peak.Parent >> 20} MB, of a child {peak.Child >> 20} MB; slowest {slowest.Milliseconds:F0} ms ({slowest.Name}); {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}; {_findings - findingsBefore} findings"));
    }

    /// <summary>One round; the fields of a line for each file.</summary>
    private List<string[]> Invoke(TempFolder folder, string parameters, int files, ref (long Parent, long Child) peak)
    {
        Directory.CreateDirectory(folder["tmp"]);
        using PwshProcess pwsh = PwshProcess.Start(
            $"$env:TMPDIR = '{folder["tmp"]}'; $env:TMP = $env:TMPDIR; Import-Module {Pwsh.Quote(Manifest)}; "
            + "$ErrorActionPreference = 'SilentlyContinue'; $WarningPreference = 'SilentlyContinue'; $InformationPreference = 'SilentlyContinue'; $ProgressPreference = 'SilentlyContinue'; "
            + $"Invoke-ImageResize -LiteralPath '{folder["in"]}' {parameters} -Destination '{folder["out"]}' -MaxPixels 50000000 -ThrottleLimit 2 -TimeoutSeconds 60 -SummaryVariable s | "
            + "ForEach-Object { '|' + $_.Status + '|' + $_.ErrorId + '|' + $_.DurationMilliseconds.ToString('F0') + '|' + $_.SourcePath + '|' + $_.Path + '|' + $_.Message }; '=' + $s.PeakMemory");
        using var sampler = new ChildSampler(pwsh.Id);
        PwshResult run = pwsh.End(Patience);
        peak.Child = Math.Max(peak.Child, sampler.Peak);
        List<string[]> lines = [.. run.Lines.Where(line => line.StartsWith('|')).Select(line => line.Split('|'))];
        string[] inputs = Directory.GetFiles(folder["in"]);
        if (run.ExitCode != 0 || lines.Count != files)
            Find(inputs.Except(lines.Select(line => line[4])).Take(40), parameters, $"{lines.Count} of {files} outcomes, exit code {run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "none"}: {run.Error.Trim()}");
        if (run.Lines.FirstOrDefault(line => line.StartsWith('=')) is { Length: > 1 } told)
            peak.Parent = Math.Max(peak.Parent, long.Parse(told[1..], CultureInfo.InvariantCulture));
        string[] left = Directory.GetFileSystemEntries(folder["tmp"]);
        if (left.Length > 0)
            Find([], parameters, "left behind: " + string.Join(", ", left));
        return lines;
    }

    private void Find(IEnumerable<string> paths, string parameters, string what)
    {
        string folder = Path.Combine(_save, $"decoders-{_findings++:000}");
        Directory.CreateDirectory(folder);
        foreach (string path in paths)
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "what.txt"), $"{parameters}\n{what}\n");
        Console.WriteLine($"FOUND {what} ({parameters}); saved in {folder}");
    }
}
