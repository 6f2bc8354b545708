using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace ImageResize.Records;

/// <summary>One JSON object a line: time (UTC), level, event, and the event's own fields. Thread safe.</summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    /// <summary>Letters of all scripts stay readable; control characters are escaped, so a name cannot begin a line.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", logEvent.Level.ToString());
            json.WriteString("event", logEvent.MessageTemplate.Text);
            foreach ((string name, LogEventPropertyValue value) in logEvent.Properties)
                Write(json, name, ((ScalarValue)value).Value);
            json.WriteEndObject();
        }

        output.Write(System.Text.Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
        output.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, LogText.WellFormed(value?.ToString() ?? string.Empty));
                break;
        }
    }
}
