using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ImageResize.Shell.Commands;
using Microsoft.PowerShell;

namespace ImageResize.Shell.Hosting;

/// <summary>Runs what the command line asks for in one runspace, and turns the outcome into an exit code as pwsh does.</summary>
internal sealed class ScriptRunner : IDisposable
{
    private readonly ShellOptions _options;
    private readonly Interruption _interruption;
    private readonly ShellConsole _console = new();
    private readonly ShellHost _host;
    private readonly Runspace _runspace;

    /// <summary>Opens the runspace.</summary>
    public ScriptRunner(ShellOptions options, Interruption interruption)
    {
        _options = options;
        _interruption = interruption;
        bool scriptTakesInput = options.Action == ShellAction.StandardInput;
        _host = new ShellHost(_console, interactive: !options.NonInteractive && !scriptTakesInput);

        var session = InitialSessionState.CreateDefault2();
        ShellCommands.AddTo(session);
        if (OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("PSExecutionPolicyPreference") is null)
            session.ExecutionPolicy = ExecutionPolicy.RemoteSigned; // pwsh's default; without pwsh's own settings it would be Restricted

        _runspace = RunspaceFactory.CreateRunspace(_host, session);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    /// <summary>Imports the module and runs the command or script. Returns the exit code of the process.</summary>
    public int Run()
    {
        int exitCode = _options.NoModule || ImportModule() ? RunMain() : ExitCode.Failure;
        return _interruption.ExitCode ?? exitCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private bool ImportModule()
    {
        string? manifest = ModuleLocator.FindManifest(AppContext.BaseDirectory);
        if (manifest is null)
        {
            _console.WriteErrorLine($"{ModuleLocator.ManifestName} is neither in '{AppContext.BaseDirectory}' nor in a folder above it. Run the shell from a checkout of ImageResize, or use -NoModule.");
            return false;
        }

        using var pipeline = CreatePipeline();
        pipeline.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", ActionPreference.Stop);
        Exception? failure = Invoke(pipeline);
        if (failure is not null && _interruption.ExitCode is null)
            _console.WriteErrorLine($"The module '{manifest}' could not be imported: {failure.GetBaseException().Message}");
        return failure is null;
    }

    private int RunMain()
    {
        var script = ParsedScript.Read(_options);
        if (script.Failure is not null)
        {
            // Found here and not left to the engine, which has no position for a command that merely ends too early.
            Report(script.Failure);
            return ExitCode.Failure;
        }

        using var pipeline = CreatePipeline();
        if (_options.Action == ShellAction.File)
        {
            pipeline.AddCommand(_options.Text, useLocalScope: false);
            EngineInternals.LetNextScriptExit(_runspace);
        }
        else
        {
            pipeline.AddScript(script.Text, useLocalScope: false);
        }

        // The errors join the output on its way to Out-Default, so that both appear in the order in which they happened.
        var main = pipeline.Commands.Commands[0];
        main.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        foreach (var argument in _options.Arguments)
            main.Parameters.Add(argument);
        pipeline.AddCommand("Out-Default");

        var settings = new PSInvocationSettings { AddToHistory = _options.Action != ShellAction.File };
        if (Invoke(pipeline, script.ReadInput(), settings) is { } failure)
        {
            if (_interruption.ExitCode is null)
                Report(failure);
            return ExitCode.Failure;
        }

        return _host.RequestedExitCode ?? (LastStatementSucceeded() ? ExitCode.Success : ExitCode.Failure);
    }

    /// <summary>
    /// $?, which as in pwsh only a command leaves behind, since only it is kept in the history. A script file fails by an
    /// uncaught error or by <c>exit</c>.
    /// </summary>
    private bool LastStatementSucceeded()
    {
        using var pipeline = CreatePipeline();
        return pipeline.AddScript("$global:?").Invoke() is [{ BaseObject: true }];
    }

    /// <summary>Runs the pipeline; what ended it early is returned.</summary>
    private Exception? Invoke(PowerShell pipeline, IEnumerable<string>? input = null, PSInvocationSettings? settings = null)
    {
        try
        {
            _interruption.Guard(pipeline, () => pipeline.Invoke(input, settings));
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            _console.ResetProgress();
        }
    }

    private void Report(Exception failure)
    {
        var record = (failure as IContainsErrorRecord)?.ErrorRecord
            ?? new ErrorRecord(failure, "ShellFailure", ErrorCategory.NotSpecified, null);
        using var pipeline = CreatePipeline();
        pipeline.AddCommand("Out-Default").AddParameter("InputObject", EngineInternals.AsStreamedError(record));
        if (Invoke(pipeline) is not null)
            _console.WriteErrorLine(failure.Message);
    }

    private PowerShell CreatePipeline() => PowerShell.Create(_runspace);
}
