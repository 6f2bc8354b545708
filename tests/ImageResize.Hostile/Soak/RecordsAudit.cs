using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageResize.Testing;

namespace ImageResize.Hostile.Soak;

/// <summary>Whether journal, log, results, metrics, summary, report and merged metrics of all sessions say the same.</summary>
internal sealed class RecordsAudit(SoakTree tree, IReadOnlyList<SoakSession> sessions, string folder)
{
    private static readonly string[] Statuses = ["resized", "copied", "skipped", "failed"];

    private readonly List<string> _findings = [];

    /// <summary>What is not as it must be.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many attempts beyond the first there were, of all sessions.</summary>
    public int Retries { get; private set; }

    /// <summary>What the merged metrics say: outputs written and failed of the sessions that could write metrics.</summary>
    public string Merged { get; private set; } = "none";

    /// <summary>Looks at everything.</summary>
    public void Run()
    {
        List<JournalLine> journal = SoakRecords.Journal(folder);
        List<IGrouping<string, LogLine>> log = SoakRecords.Log(folder);
        if (log.Count != sessions.Count)
        {
            _findings.Add($"the log knows {log.Count} runs, and there were {sessions.Count} sessions");
            return;
        }

        foreach ((SoakSession session, IGrouping<string, LogLine> lines) in sessions.Zip(log))
        {
            Retries += lines.Count(line => line.Event == "retry");
            CheckSession(session, [.. lines], journal[session.JournalLines.First..session.JournalLines.End]);
        }

        CheckMerged();
    }

    private void CheckSession(SoakSession session, List<LogLine> log, List<JournalLine> journal)
    {
        List<SessionResult> results = [.. session.Results(tree.Root)];
        int done = journal.Count(line => line.IsDone), failed = log.Count(line => line.Event == "failed");
        int given = results.Count(result => result.Status is "Resized" or "Copied"), failures = results.Count(result => result.Status == "Failed");
        int noted = journal.Count(line => !line.IsDone);
        if (session.End == SessionEnd.Kill)
        {
            // Journal, log and result are written one after the other, and the kill may come between.
            Expect(session, "journal lines less results", done - given is 0 or 1, $"{done} and {given}");
            Expect(session, "log lines less failures", failed - failures is 0 or 1, $"{failed} and {failures}");
            Expect(session, "no metrics", !File.Exists(session.MetricsPath), "there are some");
            return;
        }

        JsonElement metrics = SoakRecords.Json(session.MetricsPath), outputs = metrics.GetProperty("outputs");
        Equal(session, "metrics and journal: done", Number(outputs, "resized") + Number(outputs, "copied"), done);
        Equal(session, "metrics and log: failed", Number(outputs, "failed"), failed);
        Equal(session, "metrics and log: retries", Number(metrics, "retries"), log.Count(line => line.Event == "retry"));
        Equal(session, "metrics: errors", metrics.GetProperty("errors").EnumerateObject().Where(error => error.Name != "Canceled").Sum(error => error.Value.GetInt64()), failed);
        LogLine last = log[^1];
        Expect(session, "the log's last line", last.Event == (session.End == SessionEnd.Done ? "completed" : "stopped"), last.Event);
        foreach (string status in Statuses)
            Equal(session, $"metrics and the log's last line: {status}", Number(outputs, status), long.Parse(last.Text(status), CultureInfo.InvariantCulture));
        Expect(session, "metrics: completed", metrics.GetProperty("completed").GetBoolean() == (session.End == SessionEnd.Done), "it is not so");
        CheckSummary(session, metrics);
        CheckReport(session, outputs);
        if (session.End != SessionEnd.Done)
            return;
        foreach (string status in Statuses)
            Equal(session, $"metrics and results: {status}", Number(outputs, status), results.Count(result => result.Status.Equals(status, StringComparison.OrdinalIgnoreCase)));
        foreach (IGrouping<string, SessionResult> error in results.Where(result => result.Status == "Failed").GroupBy(result => result.ErrorId))
            Equal(session, $"metrics and results: {error.Key}", Number(metrics.GetProperty("errors"), error.Key), error.Count());
        Equal(session, "metrics and results: bytes written", Number(metrics, "bytesWritten"), results.Where(result => result.Status is "Resized" or "Copied").Sum(result => result.Length));
        Expect(session, "failures in the journal", noted <= failures, $"{noted} and {failures}");
    }

    private void CheckSummary(SoakSession session, JsonElement metrics)
    {
        JsonElement summary = SoakRecords.Json(session.SummaryPath), outputs = metrics.GetProperty("outputs");
        foreach (string name in (string[])["Total", "Resized", "Copied", "Skipped", "Failed", "Canceled"])
            Equal(session, $"summary and metrics: {name}", Number(summary, name), Number(outputs, char.ToLowerInvariant(name[0]) + name[1..]));
        foreach (string name in (string[])["BytesRead", "BytesWritten", "BytesSaved", "Retries"])
            Equal(session, $"summary and metrics: {name}", Number(summary, name), Number(metrics, char.ToLowerInvariant(name[0]) + name[1..]));
    }

    private void CheckReport(SoakSession session, JsonElement outputs)
    {
        string html = File.ReadAllText(session.ReportPath);
        foreach (string status in Statuses)
        {
            Match told = Regex.Match(html, $"<b>([0-9,]+)</b> {status}</li>");
            Equal(session, $"report and metrics: {status}", told.Success ? long.Parse(told.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0, Number(outputs, status));
        }

        Expect(session, "the report's end", html.TrimEnd().EndsWith("</html>", StringComparison.Ordinal), "cut short");
    }

    /// <summary>The sessions that were not killed have metrics; merged, they are their sums.</summary>
    private void CheckMerged()
    {
        SoakSession[] told = [.. sessions.Where(session => File.Exists(session.MetricsPath))];
        PwshResult run = PwshProcess.MustRun($"$WarningPreference = 'SilentlyContinue'; Merge-ImageResizeSummary -LiteralPath {string.Join(',', told.Select(session => Pwsh.Quote(session.MetricsPath)))} | ConvertTo-Json -Depth 4");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement merged = document.RootElement;
        foreach (string name in (string[])["Total", "Resized", "Copied", "Skipped", "Failed", "Canceled"])
        {
            long sum = told.Sum(session => Number(SoakRecords.Json(session.MetricsPath).GetProperty("outputs"), char.ToLowerInvariant(name[0]) + name[1..]));
            Equal(sessions[^1], $"merged metrics and their sum: {name}", Number(merged, name), sum);
        }

        Equal(sessions[^1], "merged metrics and their sum: bytes written", Number(merged, "BytesWritten"), told.Sum(session => Number(SoakRecords.Json(session.MetricsPath), "bytesWritten")));
        bool isCompleted = told.All(session => session.End == SessionEnd.Done);
        Expect(sessions[^1], "merged metrics: completed", merged.GetProperty("Completed").GetBoolean() == isCompleted, "it is not so");
        Merged = string.Create(CultureInfo.InvariantCulture, $"{told.Length} files, {Number(merged, "Resized") + Number(merged, "Copied")} written, {Number(merged, "Skipped")} skipped, {Number(merged, "Failed")} failed");
    }

    private static long Number(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;

    private void Equal(SoakSession session, string what, long one, long other) => Expect(session, what, one == other, $"{one} and {other}");

    private void Expect(SoakSession session, string what, bool isSo, string found)
    {
        if (!isSo)
            _findings.Add($"session {session.Number} ({session.End}): {what}: {found}");
    }
}
