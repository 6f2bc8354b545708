using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// The two output streams and the progress lines, kept from overwriting one another. Thread-safe.
/// </summary>
internal sealed class ShellConsole
{
    private readonly Lock _gate = new();
    private readonly ProgressDisplay _progress;
    private readonly bool _progressOnTerminal = TerminalSupport.ErrorIsTerminal || TerminalSupport.OutputIsTerminal;

    // Progress is drawn below complete lines only: a line in the making, as of Write-Host -NoNewline, must stay whole.
    private bool _atLineStart = true;

    /// <summary>Prepares the streams, and honours NO_COLOR (https://no-color.org).</summary>
    public ShellConsole()
    {
        // The code pages of Windows' consoles lack what names and views hold; elsewhere the locale says UTF-8 or means it.
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;

        // Standard error if possible, so that progress is seen while the output goes to a file.
        var writer = !TerminalSupport.ErrorIsTerminal && TerminalSupport.OutputIsTerminal ? Console.Out : Console.Error;
        _progress = new ProgressDisplay(writer, _progressOnTerminal, () => TerminalSupport.Width, TimeProvider.System);
    }

    /// <summary>Writes to standard output, without colours where it is no terminal ($PSStyle.OutputRendering decides).</summary>
    public void Write(string text) => Write(Console.Out, text, TerminalSupport.OutputIsTerminal);

    /// <summary>Writes a line to standard error, likewise.</summary>
    public void WriteErrorLine(string line) => Write(Console.Error, line + Environment.NewLine, TerminalSupport.ErrorIsTerminal);

    /// <summary>Shows a progress record.</summary>
    public void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            if (_atLineStart || !_progressOnTerminal || record.RecordType == ProgressRecordType.Completed)
                _progress.Update(sourceId, record);
        }
    }

    /// <summary>Takes the progress lines away, for a program that writes to the terminal itself.</summary>
    public void EraseProgress()
    {
        lock (_gate)
            _progress.Erase();
    }

    /// <summary>Forgets all progress, at the end of a pipeline.</summary>
    public void ResetProgress()
    {
        lock (_gate)
            _progress.Reset();
    }

    private void Write(TextWriter writer, string text, bool terminal)
    {
        if (text.Length == 0)
            return;

        bool escapes = terminal || PSStyle.Instance.OutputRendering == OutputRendering.Ansi;
        string rendered = PSHostUserInterface.GetOutputString(text, escapes);
        lock (_gate)
        {
            _progress.Erase();
            writer.Write(rendered);
            if (terminal)
                _atLineStart = text[^1] == '\n';
        }
    }
}
