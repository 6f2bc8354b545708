using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// Standard output and standard error, and the one lock that keeps their lines and the progress line apart.
/// Escape sequences are kept for a terminal and removed for a file or a pipe, each stream on its own, unless
/// <c>$PSStyle.OutputRendering</c> says otherwise. Thread-safe.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const string Red = "\e[31;1m";
    private const string Reset = "\e[0m";

    private readonly Lock _gate = new();
    private readonly ProgressDisplay _progress;

    // A progress line must not be drawn over the beginning of a line that has not ended yet.
    private bool _lineIsOpen;

    public Terminal()
    {
        bool understandsEscapes = Environment.GetEnvironmentVariable("TERM") != "dumb" && WindowsConsole.EnableEscapes();
        OutputIsTerminal = !Console.IsOutputRedirected;
        ErrorIsTerminal = !Console.IsErrorRedirected;
        SupportsEscapes = understandsEscapes;
        _progress = new ProgressDisplay(Console.Error, _gate, ErrorIsTerminal && understandsEscapes, () => _lineIsOpen);
    }

    public bool OutputIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Whether a terminal at the end of a stream would understand escape sequences.</summary>
    public bool SupportsEscapes { get; }

    /// <summary>Writes text to standard output.</summary>
    public void Write(string text) => WriteTo(Console.Out, text, OutputIsTerminal, endLine: false);

    /// <summary>Writes a line to standard output.</summary>
    public void WriteLine(string text) => WriteTo(Console.Out, text, OutputIsTerminal, endLine: true);

    /// <summary>Writes a line to standard error, red on a terminal if it has no colours of its own.</summary>
    public void WriteErrorLine(string text)
    {
        if (!text.Contains('\e', StringComparison.Ordinal) && PSHostUserInterface.GetFormatStyleString(PSHostUserInterface.FormatStyle.Error).Length > 0)
            text = Red + text + Reset;

        WriteTo(Console.Error, text, ErrorIsTerminal, endLine: true);
    }

    /// <summary>Shows a progress record.</summary>
    public void WriteProgress(long sourceId, System.Management.Automation.ProgressRecord record) => _progress.Update(sourceId, record);

    /// <summary>Takes all progress off the screen, as at the end of a run or before a native program writes to it.</summary>
    public void ClearProgress() => _progress.Clear();

    public void Dispose() => _progress.Dispose();

    private void WriteTo(TextWriter writer, string text, bool isTerminal, bool endLine)
    {
        text = PSHostUserInterface.GetOutputString(text, isTerminal && SupportsEscapes);
        lock (_gate)
        {
            if (isTerminal)
            {
                _progress.Erase();
                _lineIsOpen = !endLine && (text.Length == 0 ? _lineIsOpen : text[^1] != '\n');
            }

            if (endLine)
                writer.WriteLine(text);
            else
                writer.Write(text);
        }
    }
}
