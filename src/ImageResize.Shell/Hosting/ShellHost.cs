using System.Globalization;
using System.Management.Automation.Host;

namespace ImageResize.Shell.Hosting;

/// <summary>The host that the engine talks to.</summary>
internal sealed class ShellHost(ShellConsole console, bool interactive) : PSHost
{
    private readonly ShellUserInterface _ui = new(console, interactive);

    /// <inheritdoc/>
    public override string Name => "ImageResize.Shell";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <summary>The code given to <c>exit</c> outside of a script file, or null.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("This shell has no interactive prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("This shell has no interactive prompt.");

    /// <summary>A native program is about to write to the terminal itself.</summary>
    public override void NotifyBeginApplication() => console.EraseProgress();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
