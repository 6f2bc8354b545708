using System.Text;
using ImageResize.Files;
using Microsoft.Win32.SafeHandles;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ImageResize.Records;

/// <summary>
/// A log file that is open for the whole run and to which each line is added in one step (O_APPEND), so that lines of
/// several runs stay whole and no later link or rename of its name leads a line elsewhere. Linux only. Thread safe.
/// </summary>
/// <param name="file">The file, from <see cref="KeptFile.OpenShared"/>; closed with the sink.</param>
/// <param name="formatter">What a line looks like.</param>
internal sealed class AppendingSink(SafeFileHandle file, ITextFormatter formatter) : ILogEventSink, IDisposable
{
    /// <inheritdoc/>
    /// <exception cref="IOException">The line could not be written.</exception>
    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter();
        formatter.Format(logEvent, line);
        KeptFile.Append(file, Encoding.UTF8.GetBytes(line.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
