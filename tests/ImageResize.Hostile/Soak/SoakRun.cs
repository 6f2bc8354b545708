using System.Diagnostics;
using System.Globalization;
using ImageResize.Testing;

namespace ImageResize.Hostile.Soak;

/// <summary>
/// Very many small images of all formats through one journal, for as long as is asked for, with faults all the while:
/// damaged files, files that vanish, a disk that is full for a minute, kills, a Ctrl+C. Then every input is accounted for,
/// all records are compared, and the memory of each process is looked at. Linux, as root (it mounts a small volume).
/// </summary>
internal sealed class SoakRun(Arguments arguments)
{
    /// <summary>When sessions end, as shares of the time, and how; the last ends when all is done.</summary>
    private static readonly (double At, SessionEnd End, string Parameters)[] Plan =
    [
        (0.05, SessionEnd.Kill, ""),
        (0.12, SessionEnd.Kill, "-Isolation Process"),
        (0.22, SessionEnd.Stop, ""),
        (0.30, SessionEnd.Kill, "-SkipFailed"),
        (0.42, SessionEnd.Kill, "-ThrottleLimit Auto"),
        (0.55, SessionEnd.Kill, ""),
        (0.75, SessionEnd.Kill, ""),
        (double.PositiveInfinity, SessionEnd.Done, ""),
    ];

    /// <summary>When the disk becomes full: in a session, right before a kill, and in the last session, which tells of it.</summary>
    private static readonly double[] Full = [0.35, 0.545, 0.85];

    private readonly int _count = arguments.Number("count", 200_000);
    private readonly TimeSpan _time = TimeSpan.FromMinutes(arguments.Number("minutes", 60));
    private readonly int _seed = arguments.Number("seed", 1);
    private readonly List<SoakSession> _sessions = [];

    /// <summary>Runs it; 0 where nothing was found.</summary>
    public int Run()
    {
        ThrowIfDeafToCtrlC();
        using var folder = new TempFolder();
        var random = new Random(_seed);
        var clock = Stopwatch.StartNew();
        SoakTree tree = Prepare(folder, random);
        Say($"{_count} inputs in {clock.Elapsed.TotalSeconds:F0} s, of {tree.Verdicts.Values.Distinct().Count()} distinct files that were run alone; {tree.Verdicts.Values.Count(verdict => !verdict.IsSound)} must fail");
        clock.Restart();
        using var volume = new SmallVolume(folder.Path, Math.Max(256L << 20, _count * 24L << 10));
        string destination = Path.Combine(volume.Root, "out"), records = Directory.CreateDirectory(Path.Combine(folder.Path, "records")).FullName;
        IReadOnlySet<string> gone;
        using (var vanishing = new Vanishing(tree, _count / 200, _time * 0.95, random))
        {
            gone = vanishing.Gone;
            using var filling = new DiskFilling(volume, [.. Full.Select(at => at * _time)], FullTime);
            try
            {
                RunSessions(tree, destination, records, random, clock);
            }
            catch
            {
                Save(records);
                throw;
            }
        }

        TimeSpan elapsed = clock.Elapsed;
        var inputs = new InputsAudit();
        inputs.Run(tree, gone, _sessions, records, destination);
        var audit = new RecordsAudit(tree, _sessions, records);
        audit.Run();
        string[] findings = [.. inputs.Findings, .. audit.Findings, .. _sessions.SelectMany(SoakMemory.Findings)];
        Report(inputs, audit, findings, elapsed);
        if (findings.Length > 0)
            Save(records);
        return findings.Length == 0 ? 0 : 1;
    }

    /// <summary>A shell that starts a program in the background has it ignore SIGINT, and so do all programs that it starts.</summary>
    private static void ThrowIfDeafToCtrlC()
    {
        string ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        if ((ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1 << 1) != 0)
            throw new InvalidOperationException("SIGINT is ignored here, and one of the sessions is to be stopped by it. Start the soak in the foreground, or by env --default-signal=INT.");
    }

    private void Save(string records)
    {
        if (arguments.Text("save", "") is not { Length: > 0 } save)
            return;
        foreach (string file in Directory.GetFiles(records))
            File.Copy(file, Path.Combine(Directory.CreateDirectory(save).FullName, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>How long the disk is full each time.</summary>
    private TimeSpan FullTime => TimeSpan.FromSeconds(Math.Min(60, _time.TotalSeconds * 0.05));

    private SoakTree Prepare(TempFolder folder, Random random)
    {
        var corpus = new SoakCorpus(Directory.CreateDirectory(folder["distinct"]).FullName, _seed);
        int distinct = Math.Clamp(_count / 100, 40, 2_000);
        List<SoakFile> sound = corpus.WriteSound(distinct), damaged = corpus.WriteDamaged(sound, distinct / 4), huge = corpus.WriteHuge();
        Dictionary<string, Verdict> verdicts = SoakReference.Of([.. sound, .. damaged, .. huge], folder.Path);
        Verdict[] failing = [.. damaged.Select(file => verdicts[file.Path]).Where(verdict => !verdict.IsSound)];
        return SoakTree.Make(Path.Combine(folder.Path, "in"), _count, [.. sound.Select(file => verdicts[file.Path])], failing, [.. huge.Select(file => verdicts[file.Path])], random);
    }

    private void RunSessions(SoakTree tree, string destination, string records, Random random, Stopwatch clock)
    {
        // As fast as makes it last as long as it shall, but for what waits while the disk is full.
        double rate = _count / (_time.TotalSeconds * 0.94 - Full.Length * FullTime.TotalSeconds);
        string common = string.Create(CultureInfo.InvariantCulture, $"-RetryDiskFull -Retry 20 -MemoryLimit 512MB -RateLimit {rate:F3}");
        foreach ((double at, SessionEnd end, string parameters) in Plan)
        {
            var session = new SoakSession(_sessions.Count + 1, records);
            _sessions.Add(session);
            TimeSpan until = double.IsInfinity(at) ? TimeSpan.Zero : (at + random.NextDouble() * 0.01) * _time - clock.Elapsed;
            session.Run(tree, destination, $"{common} {parameters}", end, until > TimeSpan.Zero ? until : TimeSpan.FromSeconds(1));
            Say($"session {session.Number} {parameters}: {session.Elapsed.TotalSeconds:F0} s, {session.End}, exit code {session.Console!.ExitCode}, {session.JournalLines.End} lines in the journal");
            if (session.Console.Error.Trim() is { Length: > 0 } error)
                Say($"  it said: {error}");
            if (session.End == SessionEnd.Done)
                return;
        }
    }

    private void Report(InputsAudit inputs, RecordsAudit audit, string[] findings, TimeSpan elapsed)
    {
        Say($"{_count} images, seed {_seed}, {elapsed.TotalMinutes:F1} min, {_sessions.Sum(session => session.ProcessorSeconds):F0} s of processor time, {audit.Retries} attempts again; {findings.Length} findings");
        foreach ((string account, int count) in inputs.Accounts)
            Say($"  {count,7} {account}");
        Say($"  {inputs.Accounts.Values.Sum(),7} in all; merged metrics: {audit.Merged}");
        Say($"{SoakMemory.Head}\n{string.Join('\n', _sessions.Select(SoakMemory.Row))}");
        foreach (string finding in findings.Take(50))
            Say($"FOUND {finding}");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
