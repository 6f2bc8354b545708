using System.Management.Automation;
using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// Where the engine's streams go: errors to standard error, everything else to standard output, as in pwsh.
/// The questions are in the other half of this class.
/// </summary>
internal sealed partial class ShellUserInterface(ShellConsole console, bool interactive) : PSHostUserInterface
{
    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => TerminalSupport.OutputIsTerminal || TerminalSupport.ErrorIsTerminal;

    /// <inheritdoc/>
    public override void Write(string value) => console.Write(value ?? "");

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        console.Write(Coloured(foregroundColor, backgroundColor, value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine() => WriteLine("");

    /// <inheritdoc/>
    public override void WriteLine(string value) => console.Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteLine(Coloured(foregroundColor, backgroundColor, value ?? ""));

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        // As in pwsh: the blank lines that set an error off are left out.
        if (!string.IsNullOrEmpty(value))
            console.WriteErrorLine(value);
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteStyled(FormatStyle.Warning, $"WARNING: {message}");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteStyled(FormatStyle.Verbose, $"VERBOSE: {message}");

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteStyled(FormatStyle.Debug, $"DEBUG: {message}");

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => console.WriteProgress(sourceId, record);

    private static string Coloured(ConsoleColor foreground, ConsoleColor background, string text)
    {
        string colours = Enum.IsDefined(foreground) ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : "";
        if (Enum.IsDefined(background))
            colours += PSStyle.MapBackgroundColorToEscapeSequence(background);
        return colours.Length == 0 ? text : colours + text + PSStyle.Instance.Reset;
    }

    private void WriteStyled(FormatStyle style, string line) =>
        WriteLine(GetFormatStyleString(style) + line + GetFormatStyleString(FormatStyle.Reset));
}
