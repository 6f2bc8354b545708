using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>The engine's view of this process: its console, its cultures and its exit code.</summary>
internal sealed class ShellHost(Terminal terminal) : PSHost
{
    private readonly ShellUserInterface _ui = new(terminal);

    public Terminal Terminal { get; } = terminal;

    /// <summary>The argument of the script's <c>exit</c>, or null if it did not call it.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "ImageResize.Shell";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => _ui;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new PSNotSupportedException("ImageResize.Shell has no interactive prompt.");

    public override void ExitNestedPrompt() => throw new PSNotSupportedException("ImageResize.Shell has no interactive prompt.");

    /// <summary>A native program is about to write to the terminal on its own.</summary>
    public override void NotifyBeginApplication() => Terminal.ClearProgress();

    public override void NotifyEndApplication()
    {
    }
}
