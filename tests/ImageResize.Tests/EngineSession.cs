using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>A session of the PowerShell engine, with all its cmdlets and the built module imported, in the process of the test.</summary>
public sealed class EngineSession : IDisposable
{
    private readonly Runspace _runspace;

    public EngineSession()
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        Run("$ErrorActionPreference = 'Stop'; Import-Module $args[0]; $ErrorActionPreference = 'Continue'", Pwsh.Manifest);
    }

    /// <summary>Runs a script; <c>$args</c> are its arguments. A terminating error is thrown.</summary>
    public RunOutput Run(string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
            shell.AddArgument(argument);
        PSObject[] output = [.. shell.Invoke()];
        return new RunOutput(
            output,
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Information],
            [.. shell.Streams.Progress]);
    }

    public void Dispose() => _runspace.Dispose();
}
