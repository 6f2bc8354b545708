using System.Collections;
using System.Management.Automation;

namespace ImageResize.Commands;

/// <summary>
/// The properties of an object by name, whether it is the module's own or came back from another session or a file
/// (Deserialized.*), where only the names and values are left. What is missing or of another kind is a default.
/// </summary>
/// <param name="source">The object.</param>
internal readonly struct ObjectFields(PSObject source)
{
    /// <summary>Milliseconds of a thousand years: more is no time of a run.</summary>
    private const double LongestTime = 1000 * 365.25 * 86_400_000;

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => Value<string>(name) is { Length: > 0 } text ? text : null;

    /// <summary>A number, or a time, or a truth; its default where there is none.</summary>
    public T? Value<T>(string name)
    {
        try
        {
            return source.Properties[name]?.Value is { } value && LanguagePrimitives.TryConvertTo(value, System.Globalization.CultureInfo.InvariantCulture, out T converted) ? converted : default;
        }
        catch (GetValueException)
        {
            return default;
        }
    }

    /// <summary>A time that is told in milliseconds; none where that is no time.</summary>
    public TimeSpan Time(string name) => Value<double>(name) is >= 0 and < LongestTime and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;

    /// <summary>The texts of a list; empty where there is none.</summary>
    public IReadOnlyList<string> List(string name) => Value<string[]>(name) ?? [];

    /// <summary>A property's own properties; null where there is none.</summary>
    public ObjectFields? Nested(string name) => source.Properties[name]?.Value is { } value ? new ObjectFields(PSObject.AsPSObject(value)) : null;

    /// <summary>The counts of a dictionary by name; empty where there is none.</summary>
    public Dictionary<string, long> Counts(string name)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (source.Properties[name]?.Value is { } value && (value is PSObject wrapped ? wrapped.BaseObject : value) is IDictionary entries)
            foreach (DictionaryEntry entry in entries)
                if (LanguagePrimitives.TryConvertTo(entry.Value, out long count))
                    counts[$"{entry.Key}"] = count;
        return counts;
    }
}
