using System.Text.Json;

namespace ImageResize.Hostile.Soak;

/// <summary>A line of the journal.</summary>
/// <param name="Source">The image, relative to the tree.</param>
/// <param name="IsDone">Whether its output was made.</param>
/// <param name="ErrorId">Why it failed; null where it did not.</param>
internal sealed record JournalLine(string Source, bool IsDone, string? ErrorId);

/// <summary>A line of the log.</summary>
/// <param name="Run">The run.</param>
/// <param name="Event">What happened.</param>
/// <param name="Fields">All of it.</param>
internal sealed record LogLine(string Run, string Event, JsonElement Fields)
{
    /// <summary>A text; empty where there is none.</summary>
    public string Text(string name) => Fields.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";
}

/// <summary>The records that all sessions of a soak share, read by other means than the module's.</summary>
internal static class SoakRecords
{
    /// <summary>Every line of the journal.</summary>
    /// <exception cref="JsonException">A line is broken: kills must not tear any.</exception>
    public static List<JournalLine> Journal(string folder) =>
    [
        .. Lines(Path.Combine(folder, "journal.jsonl")).Select(line => new JournalLine(
            line.GetProperty("source").GetString()!,
            line.GetProperty("status").GetString() is "Resized" or "Copied",
            line.TryGetProperty("error", out JsonElement error) ? error.GetString() : null)),
    ];

    /// <summary>Every line of the log, run by run, in the order in which the runs began.</summary>
    /// <exception cref="JsonException">A line is broken.</exception>
    public static List<IGrouping<string, LogLine>> Log(string folder) =>
    [
        .. Lines(Path.Combine(folder, "log.jsonl"))
            .Select(line => new LogLine(line.GetProperty("run").GetString()!, line.GetProperty("event").GetString()!, line))
            .GroupBy(line => line.Run),
    ];

    /// <summary>A file of JSON.</summary>
    public static JsonElement Json(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static IEnumerable<JsonElement> Lines(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
