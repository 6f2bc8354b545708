using System.Globalization;

namespace ImageResize.Hostile.Soak;

/// <summary>Whether the memory, handles and threads of a session stayed as they were: the median of its second quarter against that of its last.</summary>
internal static class SoakMemory
{
    /// <summary>Shorter sessions tell nothing: the first minutes are those of compiling and of buffers that grow.</summary>
    private const int FewestSamples = 240;

    /// <summary>What the last quarter may have more than the second, in memory.</summary>
    private const double MostGrowth = 1.10;

    /// <summary>What it may have more in handles and threads: some images are in hand at any moment.</summary>
    private const int MostMore = 12;

    /// <summary>The head of a table of <see cref="Row"/>s.</summary>
    public const string Head = "| Session | Ended by | Seconds | Processor s | MB, 2nd quarter | MB, last quarter | MB, peak | Handles | Threads |\n| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    /// <summary>A session as a row of a table.</summary>
    public static string Row(SoakSession session)
    {
        (ProcessSample second, ProcessSample last) = Quarters(session.Samples);
        long peak = session.Samples.Select(sample => sample.Resident).DefaultIfEmpty().Max();
        return string.Create(CultureInfo.InvariantCulture, $"| {session.Number} | {session.End} | {session.Elapsed.TotalSeconds:F0} | {session.ProcessorSeconds:F0} | {second.Resident >> 20} | {last.Resident >> 20} | {peak >> 20} | {second.Handles}, {last.Handles} | {second.Threads}, {last.Threads} |");
    }

    /// <summary>What grew.</summary>
    public static IEnumerable<string> Findings(SoakSession session)
    {
        if (session.Samples.Count < FewestSamples)
            yield break;
        (ProcessSample second, ProcessSample last) = Quarters(session.Samples);
        if (last.Resident > second.Resident * MostGrowth)
            yield return $"session {session.Number}: memory grew from {second.Resident >> 20} to {last.Resident >> 20} MB";
        if (last.Handles > second.Handles + MostMore)
            yield return $"session {session.Number}: handles grew from {second.Handles} to {last.Handles}";
        if (last.Threads > second.Threads + MostMore)
            yield return $"session {session.Number}: threads grew from {second.Threads} to {last.Threads}";
    }

    private static (ProcessSample Second, ProcessSample Last) Quarters(IReadOnlyList<ProcessSample> samples)
    {
        int quarter = samples.Count / 4;
        return quarter == 0 ? default : (Median(samples.Skip(quarter).Take(quarter)), Median(samples.Skip(3 * quarter)));
    }

    private static ProcessSample Median(IEnumerable<ProcessSample> samples)
    {
        ProcessSample[] all = [.. samples];
        return new(all.Select(sample => sample.Resident).Order().ElementAt(all.Length / 2), all.Select(sample => sample.Handles).Order().ElementAt(all.Length / 2), all.Select(sample => sample.Threads).Order().ElementAt(all.Length / 2));
    }
}
