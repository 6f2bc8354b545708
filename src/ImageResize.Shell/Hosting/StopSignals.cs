using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace ImageResize.Shell.Hosting;

/// <summary>
/// Ctrl+C and SIGTERM: the first stops the running pipeline, which lets its cmdlets clean up; a second one is left
/// to the system, which ends the process. Thread-safe.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int HangUp = 1;

    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Pipeline? _running;
    private int? _exitCode;

    public StopSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, Interrupt)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Terminate)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Handle(context, HangUp)),
        ];
    }

    /// <summary>The exit code that the signal asks for, or null while there was none.</summary>
    public int? ExitCode
    {
        get
        {
            lock (_gate)
                return _exitCode;
        }
    }

    /// <summary>Names the pipeline to stop until the result is disposed.</summary>
    /// <exception cref="System.Management.Automation.PipelineStoppedException">A signal came before the pipeline started.</exception>
    public IDisposable Watch(Pipeline pipeline)
    {
        lock (_gate)
        {
            if (_exitCode is not null)
                throw new System.Management.Automation.PipelineStoppedException();

            _running = pipeline;
        }

        return new Watched(this);
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private void Handle(PosixSignalContext context, int number)
    {
        Pipeline? running;
        lock (_gate)
        {
            if (_exitCode is not null)
                return;

            _exitCode = Shell.ExitCode.SignalBase + number;
            running = _running;
        }

        context.Cancel = true;

        // Not waited for: a pipeline may take its time to stop, and the next signal must still be seen.
        running?.StopAsync();
    }

    private void Release()
    {
        lock (_gate)
            _running = null;
    }

    private sealed class Watched(StopSignals owner) : IDisposable
    {
        public void Dispose() => owner.Release();
    }
}
