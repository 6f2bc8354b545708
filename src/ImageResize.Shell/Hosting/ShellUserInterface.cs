using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// What the engine writes and asks. The streams go where pwsh sends them: errors to standard error, and output,
/// warnings, verbose and debug messages to standard output.
/// </summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private readonly Terminal _terminal;

    public ShellUserInterface(Terminal terminal)
    {
        _terminal = terminal;

        // https://no-color.org: present and not empty.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
    }

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    /// <summary>Whether views may use escape sequences; <see cref="Terminal"/> removes them where they do not belong.</summary>
    public override bool SupportsVirtualTerminal => _terminal.SupportsEscapes;

    public override void Write(string value) => _terminal.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.Write(EscapeSequences.Colour(foregroundColor, backgroundColor, value));

    public override void WriteLine(string value) => _terminal.WriteLine(value);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _terminal.WriteLine(EscapeSequences.Colour(foregroundColor, backgroundColor, value));

    public override void WriteErrorLine(string value)
    {
        // As in pwsh: the blank lines with which the engine surrounds an error are for reading, not for a log.
        if (!string.IsNullOrEmpty(value))
            _terminal.WriteErrorLine(value);
    }

    public override void WriteWarningLine(string message) => WriteStyled(FormatStyle.Warning, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteStyled(FormatStyle.Verbose, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteStyled(FormatStyle.Debug, "DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _terminal.WriteProgress(sourceId, record);

    public override string ReadLine() => Console.In.ReadLine() ?? "";

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        _terminal.ClearProgress();
        return new ChoicePrompt(this, choices, defaultChoice).Ask(caption, message);
    }

    // Without this the engine names the missing parameters in an error, which is what an unattended run needs.
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw NotInteractive();

    public override SecureString ReadLineAsSecureString() => throw NotInteractive();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NotInteractive();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw NotInteractive();

    private static PSInvalidOperationException NotInteractive() => new("ImageResize.Shell does not prompt for values.");

    private void WriteStyled(FormatStyle style, string text)
    {
        string sequence = GetFormatStyleString(style);
        _terminal.WriteLine(sequence.Length == 0 ? text : sequence + text + PSStyle.Instance.Reset);
    }
}
