using System.Diagnostics;
using ImageResize.Testing;

namespace ImageResize.Hostile.Soak;

/// <summary>How a session ends.</summary>
internal enum SessionEnd
{
    /// <summary>When all is done.</summary>
    Done,

    /// <summary>Killed (SIGKILL).</summary>
    Kill,

    /// <summary>Stopped by Ctrl+C (SIGINT).</summary>
    Stop,
}

/// <summary>What a session wrote of one output.</summary>
/// <param name="Status">Resized, Copied, Skipped or Failed.</param>
/// <param name="ErrorId">Why it failed; empty where it did not.</param>
/// <param name="Source">The image, relative to the tree.</param>
/// <param name="SourceLength">Its bytes.</param>
/// <param name="Length">The output's.</param>
internal sealed record SessionResult(string Status, string ErrorId, string Source, long SourceLength, long Length);

/// <summary>One pwsh that goes on where the one before ended, and what it left behind.</summary>
/// <param name="number">From 1.</param>
/// <param name="folder">Where its records go; the journal and the log are those of all sessions.</param>
internal sealed class SoakSession(int number, string folder)
{
    public int Number => number;

    /// <summary>How it ended in fact.</summary>
    public SessionEnd End { get; private set; }

    /// <summary>How long it lived.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>What its process had, second by second.</summary>
    public IReadOnlyList<ProcessSample> Samples { get; private set; } = [];

    /// <summary>Processor time, in seconds, up to the last sample.</summary>
    public double ProcessorSeconds { get; private set; }

    /// <summary>Its lines in the journal: the first, and the one behind the last.</summary>
    public (int First, int End) JournalLines { get; private set; }

    /// <summary>The exit code, and what it wrote beside its records.</summary>
    public PwshResult? Console { get; private set; }

    public string MetricsPath => Path.Combine(folder, $"session-{number}.json");

    public string ReportPath => Path.Combine(folder, $"session-{number}.html");

    public string SummaryPath => Path.Combine(folder, $"session-{number}-summary.json");

    private string ResultsPath => Path.Combine(folder, $"session-{number}-results.txt");

    private string JournalPath => Path.Combine(folder, "journal.jsonl");

    /// <summary>Starts a run and waits until it ends, or ends it.</summary>
    /// <param name="tree">The inputs.</param>
    /// <param name="destination">The folder of the outputs.</param>
    /// <param name="parameters">Further parameters.</param>
    /// <param name="end">How to end it.</param>
    /// <param name="until">When to; reckoned from now.</param>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public void Run(SoakTree tree, string destination, string parameters, SessionEnd end, TimeSpan until)
    {
        int first = CountJournalLines();
        var clock = Stopwatch.StartNew();

        // What is left of the pipeline when it is stopped may still run what stands in finally.
        string command = "$ErrorActionPreference = $WarningPreference = $ProgressPreference = 'SilentlyContinue'; "
            + $"$w = [IO.StreamWriter]::new('{ResultsPath}'); $w.AutoFlush = $true; try {{ "
            + $"Invoke-ImageResize -LiteralPath '{tree.Root}' -Recurse -Size {SoakCorpus.Box} -Destination '{destination}' -JournalPath '{JournalPath}' -Resume -LogPath '{Path.Combine(folder, "log.jsonl")}' -MetricsPath '{MetricsPath}' -ReportPath '{ReportPath}' -SummaryVariable s {parameters} | "
            + "& { process { $w.WriteLine($_.Status.ToString() + '|' + $_.ErrorId + '|' + $_.SourcePath + '|' + $_.SourceLength + '|' + $_.Length) } } "
            + $"}} finally {{ $w.Dispose(); if ($s) {{ [IO.File]::WriteAllText('{SummaryPath}', ($s | ConvertTo-Json -Depth 4)) }} }}";
        using PwshProcess pwsh = PwshProcess.Start(command);
        using var sampler = new ProcessSampler(pwsh.Id);
        Task<PwshResult> ended = Task.Run(() => pwsh.End(TimeSpan.FromHours(6)));
        End = SessionEnd.Done;
        if (end != SessionEnd.Done && !ended.Wait(until))
        {
            End = end;
            pwsh.Send(end == SessionEnd.Kill ? "KILL" : "INT");
            if (!ended.Wait(TimeSpan.FromMinutes(1)))
                throw new TimeoutException($"Session {number} did not end within a minute of {end}.");
        }

        Console = ended.Result;
        Elapsed = clock.Elapsed;
        Samples = sampler.Samples;
        ProcessorSeconds = sampler.ProcessorSeconds;
        JournalLines = (first, CountJournalLines());
    }

    /// <summary>What it wrote of each output, one after the other; a line that a kill tore is left out.</summary>
    public IEnumerable<SessionResult> Results(string root)
    {
        foreach (string line in File.ReadLines(ResultsPath))
        {
            if (line.Split('|') is [string status, string errorId, string source, string sourceLength, string length])
                yield return new SessionResult(status, errorId, Path.GetRelativePath(root, source), Number(sourceLength), Number(length));
        }

        static long Number(string text) => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : 0;
    }

    private int CountJournalLines() => File.Exists(JournalPath) ? File.ReadLines(JournalPath).Count() : 0;
}
