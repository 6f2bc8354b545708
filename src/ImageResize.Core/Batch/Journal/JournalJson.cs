using System.Text.Json.Serialization;

namespace ImageResize.Batch.Journal;

/// <summary>The JSON of a journal, without reflection.</summary>
[JsonSerializable(typeof(JournalEntry))]
[JsonSourceGenerationOptions(WriteIndented = false)]
internal sealed partial class JournalJson : JsonSerializerContext;
