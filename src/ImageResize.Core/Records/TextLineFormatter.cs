using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace ImageResize.Records;

/// <summary>
/// One line of text an event: time (UTC), level, event, then name=value pairs; texts are quoted. Thread safe.
/// <code>2026-11-25T03:40:00.123Z ERROR failed run=1f0c9a2b source="/photos/a.jpg" errorId="Damaged" attempts=1 message="…"</code>
/// </summary>
internal sealed class TextLineFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(logEvent.Level switch
        {
            LogEventLevel.Error or LogEventLevel.Fatal => "ERROR",
            LogEventLevel.Warning => "WARN ",
            _ => "INFO ",
        });
        output.Write(' ');
        output.Write(logEvent.MessageTemplate.Text);
        foreach ((string name, LogEventPropertyValue value) in logEvent.Properties)
        {
            output.Write(' ');
            output.Write(name);
            output.Write('=');
            object? content = ((ScalarValue)value).Value;
            output.Write(content is string text ? LogText.Quote(text) : Convert.ToString(content, CultureInfo.InvariantCulture));
        }

        output.Write('\n');
    }
}
