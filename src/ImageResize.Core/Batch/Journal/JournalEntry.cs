using System.Text.Json.Serialization;

namespace ImageResize.Batch.Journal;

/// <summary>
/// One line of a journal: one output that is done, of which state of which image, made how. The paths are relative
/// where that is possible, so that a tree may move with its journal. An image that is replaced by its output has two:
/// one before (<see cref="Begun"/>) and one after, since half its size may not be taken twice.
/// </summary>
/// <param name="Source">The image, relative to the first input root of the run.</param>
/// <param name="Output">The output, relative to the destination or to the image's folder.</param>
/// <param name="Length">The image's length in bytes; after it was replaced, the new one.</param>
/// <param name="Modified">The image's time of last writing, UTC; after it was replaced, the new one.</param>
/// <param name="Options">The hash of all options that shape an output.</param>
/// <param name="Status">What became of it.</param>
/// <param name="ErrorId">Why it failed.</param>
/// <param name="At">When, UTC.</param>
internal sealed record JournalEntry(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("output")] string Output,
    [property: JsonPropertyName("length")] long Length,
    [property: JsonPropertyName("modified")] DateTime Modified,
    [property: JsonPropertyName("options")] string Options,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorId,
    [property: JsonPropertyName("at")] DateTime At)
{
    /// <summary>The status of an image that is about to be replaced: if it differs later, it was.</summary>
    public const string Begun = "Begun";
}

/// <summary>The JSON of a journal, without reflection.</summary>
[JsonSerializable(typeof(JournalEntry))]
[JsonSourceGenerationOptions(WriteIndented = false)]
internal sealed partial class JournalJson : JsonSerializerContext;
