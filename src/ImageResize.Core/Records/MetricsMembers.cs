using System.Text.Json;

namespace ImageResize.Records;

/// <summary>Members of an object of a metrics file, each of the kind and size that it must have. Stateless, thread safe.</summary>
internal static class MetricsMembers
{
    /// <summary>A member that must be there.</summary>
    /// <exception cref="NotMetricsException">It is missing, or of another kind.</exception>
    public static JsonElement Member(this JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw NotMetricsException.Because($"'{name}' is missing, or of another kind");

    /// <summary>An integer from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <exception cref="NotMetricsException">It is missing, or something else.</exception>
    public static long Amount(this JsonElement json, string name, long most, long least = 0) =>
        json.TryGetProperty(name, out JsonElement value) && value.TryReadInt64(out long amount) && amount >= least && amount <= most
            ? amount
            : throw NotMetricsException.Because($"'{name}' is missing, or is no number from {least} to {most}");

    /// <summary>A time from 0 to <paramref name="most"/>, in seconds.</summary>
    /// <exception cref="NotMetricsException">It is missing, or something else.</exception>
    public static TimeSpan Seconds(this JsonElement json, string name, double most) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds) && seconds >= 0 && seconds <= most
            ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : throw NotMetricsException.Because($"'{name}' is missing, or is no time in seconds");

    /// <summary>True or false.</summary>
    /// <exception cref="NotMetricsException">It is missing, or something else.</exception>
    public static bool Truth(this JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : throw NotMetricsException.Because($"'{name}' is missing, or neither true nor false");

    /// <summary>A text of at most <paramref name="longest"/> characters.</summary>
    /// <exception cref="NotMetricsException">It is missing, longer, or something else.</exception>
    /// <exception cref="InvalidOperationException">It is no Unicode.</exception>
    public static string Text(this JsonElement json, string name, int longest) =>
        json.Member(name, JsonValueKind.String).GetString() is { } text && text.Length <= longest
            ? text
            : throw NotMetricsException.Because($"'{name}' is longer than {longest} characters");

    /// <summary>Whether the element is a 64-bit integer.</summary>
    public static bool TryReadInt64(this JsonElement json, out long value)
    {
        value = 0;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out value);
    }
}

/// <summary>The file given as metrics of a run is something else, or damaged.</summary>
internal sealed class NotMetricsException(string message) : IOException(message)
{
    /// <summary>The exception that says why and what to do.</summary>
    /// <param name="why">Why, as the end of a sentence.</param>
    public static NotMetricsException Because(string why) =>
        new($"This is no metrics file of Invoke-ImageResize: {why}. Give the .json files that -MetricsPath has written.");
}
