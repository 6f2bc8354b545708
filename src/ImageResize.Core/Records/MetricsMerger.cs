using ImageResize.Batch;
using ImageResize.Batch.Planning;

namespace ImageResize.Records;

/// <summary>
/// Several runs' metrics as one's: the shards of one job, or whole runs. What was counted is added up, peaks are the larger ones,
/// percentiles are those of all histograms together, and the time is that from the first start to the last end. Of a shard that is there
/// twice, as after a resumed task, the one that ended later counts. Belongs to one thread.
/// </summary>
internal sealed class MetricsMerger
{
    /// <summary>More files than a job has shards; what is kept of each is bounded, so is all of it.</summary>
    public const int MostFiles = 100_000;

    private const int MostMissingTold = 20;

    private readonly Dictionary<int, (string Path, RunMetrics Metrics)> _shards = [];
    private readonly List<(string Path, RunMetrics Metrics)> _runs = [];
    private readonly List<string> _warnings = [];
    private (string Path, RunMetrics Metrics)? _first;
    private (string Path, string Options)? _options;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Takes a run in.</summary>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="metrics">Its metrics.</param>
    /// <exception cref="FormatException">It cannot be one of the same job as those before.</exception>
    public void Add(string path, RunMetrics metrics)
    {
        ThrowIfOther(path, metrics);
        if (_shards.Count + _runs.Count >= MostFiles)
            throw new FormatException($"There are more than {MostFiles:N0} files. Merge some of them with -MetricsPath first, and what comes of that with the others.");
        _first ??= (path, metrics);
        if (metrics.Options is { } options)
            _options ??= (path, options);
        if (metrics.Shard.Count == 0)
        {
            _runs.Add((path, metrics));
        }
        else if (!_shards.TryGetValue(metrics.Shard.Index, out (string Path, RunMetrics Metrics) known))
        {
            _shards.Add(metrics.Shard.Index, (path, metrics));
        }
        else
        {
            (string Path, RunMetrics Metrics) other = (path, metrics);
            if (metrics.At > known.Metrics.At)
                (known, other) = (other, known);
            _shards[metrics.Shard.Index] = known;
            string why = known.Metrics.At > other.Metrics.At ? "which ended later" : "the first of two that ended at one time";
            _warnings.Add($"Shard {Name(metrics.Shard)} is there twice: '{known.Path}', {why}, counts, and '{other.Path}' does not.");
        }
    }

    /// <summary>All as one.</summary>
    /// <param name="version">The module's version.</param>
    /// <param name="libvipsVersion">The version of libvips.</param>
    /// <param name="warnings">What whoever reads the figures must know.</param>
    /// <exception cref="FormatException">The sums are larger than those of any job.</exception>
    public RunMetrics Merge(string version, string libvipsVersion, out IReadOnlyList<string> warnings)
    {
        var all = _shards.Values.Concat(_runs).ToList();
        var figures = new RunFigures();
        foreach ((string path, RunMetrics metrics) in all)
        {
            figures = figures.Plus(metrics.Figures);
            if (!IsPossible(figures))
                throw new FormatException($"With '{path}' the sums are larger than those of any job. Look whether the files are what -MetricsPath has written.");
        }

        DateTimeOffset end = all.Max(one => one.Metrics.At);
        warnings = [.. _warnings, .. Stopped(all), .. Missing(), .. WithoutHistogram(all)];
        return new RunMetrics(WithLatency(figures, all) with { Elapsed = end - all.Min(one => one.Metrics.StartedAt) }, all.TrueForAll(one => one.Metrics.IsCompleted) && MissingCount == 0, version, libvipsVersion)
        {
            At = end,
            Options = _options?.Options,
        };
    }

    private int Total => _first?.Metrics.Shard.Count ?? 0;

    private int MissingCount => Total - _shards.Count;

    private static string Name(Shard shard) => $"{shard.Index} of {shard.Count}";

    private void ThrowIfOther(string path, RunMetrics metrics)
    {
        if (_first is { } first && metrics.Shard.Count != first.Metrics.Shard.Count)
            throw new FormatException($"'{path}' is of {Kind(metrics.Shard)}, and '{first.Path}' of {Kind(first.Metrics.Shard)}: these are different jobs. Merge the files of one job.");
        if (_options is { } known && metrics.Options is { } options && options != known.Options)
            throw new FormatException($"'{path}' is of a run with other options than that of '{known.Path}': these are different jobs. Merge the files of one job.");
    }

    private static string Kind(Shard shard) => shard.Count == 0 ? "a whole run" : $"one of {Quantity.Count(shard.Count, "shard", "shards")}";

    /// <summary>A running sum stays below what one file may tell, so that one more cannot overflow.</summary>
    private static bool IsPossible(RunFigures sum)
    {
        long[] amounts = [sum.Total, sum.Retries, sum.BytesRead, sum.BytesWritten, Math.Abs(sum.BytesSaved), sum.PixelsRead, sum.PeakMemory, .. sum.Errors.Values, .. sum.Formats.Values];
        TimeSpan[] times = [sum.Elapsed, sum.Latency.Sum, .. Enum.GetValues<Stage>().Select(stage => sum.Times[stage])];
        return sum.Errors.Count <= MetricsReader.MostNames && sum.Formats.Count <= MetricsReader.MostNames
            && Array.TrueForAll(amounts, amount => amount is >= 0 and <= MetricsReader.LargestAmount)
            && Array.TrueForAll(times, time => time.TotalSeconds <= MetricsReader.LongestSeconds);
    }

    /// <summary>Where a histogram is missing, the longest of the percentiles: those of all together are never longer.</summary>
    private static RunFigures WithLatency(RunFigures figures, List<(string Path, RunMetrics Metrics)> all)
    {
        if (all.Exists(one => !HasLatency(one.Metrics.Figures)))
            return figures;
        var together = new LatencyHistogram();
        foreach ((_, RunMetrics metrics) in all)
            together.Add(metrics.Figures.LatencyBuckets ?? [], metrics.Figures.Latency.Sum, metrics.Figures.Latency.Max);
        return figures with { Latency = together.Figures, LatencyBuckets = together.Buckets };
    }

    /// <summary>Whether its part in percentiles is known; what wrote nothing has none.</summary>
    private static bool HasLatency(RunFigures figures) => figures.LatencyBuckets is not null || figures.Written == 0;

    private static IEnumerable<string> Stopped(List<(string Path, RunMetrics Metrics)> all) => all
        .Where(one => !one.Metrics.IsCompleted)
        .Select(one => $"{(one.Metrics.Shard.Count > 0 ? $"Shard {Name(one.Metrics.Shard)}" : "The run")} of '{one.Path}' was stopped before its end: what it did until then is counted. Run it again with -Resume.");

    private IEnumerable<string> Missing()
    {
        foreach (int index in Enumerable.Range(1, Total).Where(index => !_shards.ContainsKey(index)).Take(MostMissingTold))
            yield return $"Shard {index} of {Total} is missing: the figures are without it.";
        if (MissingCount > MostMissingTold)
            yield return $"And {Quantity.Count(MissingCount - MostMissingTold, "more shard is", "more shards are")} missing.";
    }

    private static IEnumerable<string> WithoutHistogram(List<(string Path, RunMetrics Metrics)> all)
    {
        string[] without = [.. all.Where(one => !HasLatency(one.Metrics.Figures)).Select(one => one.Path)];
        if (without.Length > 0)
            yield return $"{Quantity.Count(without.Length, "file holds", "files hold")} no histogram of times that this version can add up ('{without[0]}'{(without.Length > 1 ? " is the first" : string.Empty)}), so the percentiles are the longest of those in the files: those of all images are not longer.";
    }
}
