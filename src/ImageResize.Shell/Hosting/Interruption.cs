using System.Management.Automation;
using System.Runtime.InteropServices;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// Ctrl+C and SIGTERM. The first one stops the running pipeline, which lets its commands clean up; a second one is left to
/// the runtime and ends the process at once, for a command that does not stop. Thread-safe.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private PowerShell? _running;
    private int? _exitCode;

    /// <summary>Begins to listen to the signals.</summary>
    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>The exit code of an interrupted process, or null where there was no interruption.</summary>
    public int? ExitCode
    {
        get
        {
            lock (_gate)
                return _exitCode;
        }
    }

    /// <summary>
    /// Runs <paramref name="invoke"/> such that an interruption stops <paramref name="pipeline"/>.
    /// Does nothing where the interruption came before.
    /// </summary>
    public void Guard(PowerShell pipeline, Action invoke)
    {
        lock (_gate)
        {
            if (_exitCode is not null)
                return;
            _running = pipeline;
        }

        try
        {
            invoke();
        }
        finally
        {
            lock (_gate)
                _running = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (_exitCode is not null)
                return;

            context.Cancel = true;
            _exitCode = context.Signal == PosixSignal.SIGTERM ? Shell.ExitCode.Terminated : Shell.ExitCode.Interrupted;
            _running?.BeginStop(null, null);
        }
    }
}
