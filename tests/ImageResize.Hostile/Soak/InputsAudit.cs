namespace ImageResize.Hostile.Soak;

/// <summary>
/// Accounts for every input of a soak, once: its output is there and is that of a run without faults, or it failed as it
/// must, or it vanished. Nothing else is on the volume, and the originals are as they were.
/// </summary>
internal sealed class InputsAudit
{
    private readonly SortedDictionary<string, int> _accounts = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SessionResult>> _last = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);

    /// <summary>How many inputs ended how.</summary>
    public IReadOnlyDictionary<string, int> Accounts => _accounts;

    /// <summary>What is not as it must be.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Looks at everything.</summary>
    /// <param name="tree">The inputs.</param>
    /// <param name="gone">Those that vanished.</param>
    /// <param name="sessions">All sessions; the last came to its end.</param>
    /// <param name="folder">The folder of the records.</param>
    /// <param name="destination">The folder of the outputs.</param>
    public void Run(SoakTree tree, IReadOnlySet<string> gone, IReadOnlyList<SoakSession> sessions, string folder, string destination)
    {
        Gather(tree, sessions, folder, destination);
        foreach ((string name, Verdict verdict) in tree.Verdicts)
        {
            string? hash = _outputs.Remove(name) ? SoakReference.Hash(Path.Combine(destination, name)) : null;
            if (hash is not null && hash != verdict.Hash)
                Find(name, "the output is another than that of a run without faults");
            if (_done.GetValueOrDefault(name) > 1)
                Find(name, $"done {_done[name]} times");
            string account = gone.Contains(name) ? OfVanished(name, verdict, hash) : OfOther(name, verdict, hash);
            _accounts[account] = _accounts.GetValueOrDefault(account) + 1;
            if (gone.Contains(name) == File.Exists(Path.Combine(tree.Root, name)))
                Find(name, "the original vanished by itself, or came back");
        }

        foreach (string left in _outputs)
            Find(left, "nothing should be there");
        foreach (Verdict verdict in tree.Verdicts.Values.DistinctBy(verdict => verdict.Source.Path))
        {
            if (SoakReference.Hash(verdict.Source.Path) != tree.Originals[verdict.Source.Path])
                Find(verdict.Source.Path, "the original was changed");
        }
    }

    private void Gather(SoakTree tree, IReadOnlyList<SoakSession> sessions, string folder, string destination)
    {
        foreach (JournalLine line in SoakRecords.Journal(folder))
        {
            if (line.IsDone)
                _done[line.Source] = _done.GetValueOrDefault(line.Source) + 1;
            else
                Tell(line.Source, line.ErrorId ?? "nothing");
        }

        foreach (LogLine line in SoakRecords.Log(folder).SelectMany(run => run).Where(line => line.Event == "failed"))
            Tell(Path.GetRelativePath(tree.Root, line.Text("source")), line.Text("errorId"));
        foreach (SessionResult result in sessions.SelectMany(session => session.Results(tree.Root)).Where(result => result.Status == "Failed"))
            Tell(result.Source, result.ErrorId);
        foreach (SessionResult result in sessions[^1].Results(tree.Root))
        {
            if (!_last.TryGetValue(result.Source, out List<SessionResult>? results))
                _last[result.Source] = results = [];
            results.Add(result);
        }

        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        foreach (string path in Directory.EnumerateFiles(destination, "*", all))
            _outputs.Add(Path.GetRelativePath(destination, path));

        void Tell(string source, string errorId)
        {
            if (!_told.TryGetValue(source, out HashSet<string>? ids))
                _told[source] = ids = [];
            ids.Add(errorId);
        }
    }

    private string OfOther(string name, Verdict verdict, string? hash)
    {
        if (_last.GetValueOrDefault(name) is not [SessionResult last])
        {
            Find(name, $"{_last.GetValueOrDefault(name)?.Count ?? 0} results in the last session");
            return "not accounted for";
        }

        if (!verdict.IsSound)
        {
            if (last.Status != "Failed" || last.ErrorId != verdict.Outcome || _done.ContainsKey(name))
                Find(name, $"{last.Status} {last.ErrorId} instead of {verdict.Outcome}");
            CheckTold(name, verdict.Outcome);
            return $"failed: {verdict.Outcome}";
        }

        if (hash is null || _done.GetValueOrDefault(name) != 1 || (last.Status != "Skipped" && last.Status != verdict.Outcome))
            Find(name, $"{last.Status} {last.ErrorId} in the last session, {_done.GetValueOrDefault(name)} times done, output {(hash is null ? "missing" : "there")}");
        CheckTold(name);
        return "done";
    }

    private string OfVanished(string name, Verdict verdict, string? hash)
    {
        CheckTold(name, "NotFound", verdict.Outcome);
        bool isTold = _told.TryGetValue(name, out HashSet<string>? ids);
        if (_done.ContainsKey(name) || hash is not null)
        {
            if (hash is null)
                Find(name, "done before it vanished, but the output is missing");
            return "vanished when it was done";
        }

        if (isTold)
            return ids!.Contains("NotFound") ? "vanished: NotFound" : "vanished when it had failed";
        if (_last.ContainsKey(name))
            Find(name, "vanished, and a result that is none");
        return "vanished before a session came to it";
    }

    /// <summary>No session may have told other errors of it than these.</summary>
    private void CheckTold(string name, params ReadOnlySpan<string> allowed)
    {
        foreach (string id in _told.GetValueOrDefault(name) ?? [])
        {
            if (!allowed.Contains(id))
                Find(name, $"failed with {id}");
        }
    }

    private void Find(string name, string what) => _findings.Add($"{name}: {what}");
}
