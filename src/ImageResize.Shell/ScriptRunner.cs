using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using ImageResize.Shell.Engine;
using ImageResize.Shell.Hosting;

namespace ImageResize.Shell;

/// <summary>
/// Runs one command or script in one runspace, and works out the exit code by pwsh's rules: an uncaught error or
/// a parse error is 1, <c>exit n</c> is n, and otherwise it depends on <c>$?</c> after the last statement.
/// </summary>
internal sealed class ScriptRunner : IDisposable
{
    private readonly ShellHost _host;
    private readonly StopSignals _signals;
    private readonly Runspace _runspace;

    public ScriptRunner(ShellHost host, StopSignals signals)
    {
        _host = host;
        _signals = signals;
        _runspace = RunspaceFactory.CreateRunspace(host, SessionFactory.Create());
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
    }

    /// <summary>Does what the command line asks for.</summary>
    /// <returns>The exit code of the process.</returns>
    public int Run(CommandLine commandLine)
    {
        try
        {
            if (!commandLine.NoModule && !TryImportModule())
                return ExitCode.Failure;

            return commandLine.File is null
                ? RunCommand(commandLine.Command!)
                : RunFile(commandLine.File, commandLine.Arguments);
        }
        catch (PipelineStoppedException) when (_signals.ExitCode is not null)
        {
            // Asked for by the user, who needs no message about it.
            return _signals.ExitCode.Value;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private bool TryImportModule()
    {
        string? manifest = ModuleLocator.Find(AppContext.BaseDirectory);
        if (manifest is null)
        {
            _host.Terminal.WriteErrorLine(
                $"The module was not imported: no {ModuleLocator.ManifestName} in '{AppContext.BaseDirectory}' or any folder above it. "
                + "Build the checkout, or leave the module out with -NoModule.");
            return false;
        }

        using Pipeline pipeline = _runspace.CreatePipeline();
        var import = new Command("Import-Module");
        import.Parameters.Add("Name", manifest);
        import.Parameters.Add("ErrorAction", ActionPreference.Stop);
        pipeline.Commands.Add(import);
        try
        {
            Invoke(pipeline);
            return true;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            _host.Terminal.WriteErrorLine($"The module '{manifest}' was not imported: {e.Message}");
            return false;
        }
    }

    private int RunCommand(string text)
    {
        using Pipeline pipeline = _runspace.CreatePipeline(text);
        bool readsInput = ReadsInput(Parser.ParseInput(text, out _, out _));
        return RunToEnd(pipeline, readsInput) && LastStatementSucceeded() ? ExitCode.Success : _host.ExitCode ?? ExitCode.Failure;
    }

    private int RunFile(string path, IReadOnlyList<string> arguments)
    {
        using Pipeline pipeline = _runspace.CreatePipeline();
        var script = new Command(path, isScript: false, useLocalScope: false);
        foreach (CommandParameter parameter in ScriptArguments.Parse(arguments))
            script.Parameters.Add(parameter);

        pipeline.Commands.Add(script);
        EngineInternals.LetExitEndTheRun(_runspace);
        bool readsInput = ReadsInput(Parser.ParseFile(path, out _, out _));
        return RunToEnd(pipeline, readsInput) && LastStatementSucceeded() ? ExitCode.Success : _host.ExitCode ?? ExitCode.Failure;
    }

    /// <summary>Runs a pipeline with its output and errors formatted on the console.</summary>
    /// <returns>Whether the pipeline ended on its own, and not with an error or by <c>exit</c>.</returns>
    private bool RunToEnd(Pipeline pipeline, bool readsInput)
    {
        // Errors travel with the output, so that both come out in order, through the engine's own formatting.
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        try
        {
            Invoke(pipeline, readsInput ? StandardInputLines() : null);
            return _host.ExitCode is null;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            Report(e);
            return false;
        }
        finally
        {
            _host.Terminal.ClearProgress();
        }
    }

    /// <summary>Shows an uncaught error as any other error is shown.</summary>
    private void Report(RuntimeException exception)
    {
        const string Rethrow = "[CmdletBinding()] param($Record) $PSCmdlet.WriteError($Record)";
        using Pipeline pipeline = _runspace.CreatePipeline();
        var writeError = new Command(Rethrow, isScript: true, useLocalScope: true);
        writeError.Parameters.Add("Record", new ErrorRecord(exception.ErrorRecord, exception));
        writeError.Parameters.Add("ErrorAction", ActionPreference.Continue);
        writeError.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(writeError);
        pipeline.Commands.Add("Out-Default");
        Invoke(pipeline);
    }

    private bool LastStatementSucceeded()
    {
        using Pipeline pipeline = _runspace.CreatePipeline("$global:?");
        return LanguagePrimitives.IsTrue(Invoke(pipeline).FirstOrDefault());
    }

    private Collection<PSObject> Invoke(Pipeline pipeline, IEnumerable<string>? input = null)
    {
        using (_signals.Watch(pipeline))
            return input is null ? pipeline.Invoke() : pipeline.Invoke(input);
    }

    /// <summary>Whether a script reads <c>$input</c>: only then is standard input consumed, as in pwsh.</summary>
    private static bool ReadsInput(ScriptBlockAst script) =>
        Console.IsInputRedirected
        && script.Find(
            node => node is VariableExpressionAst variable
                && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase),
            searchNestedScriptBlocks: false) is not null;

    private static IEnumerable<string> StandardInputLines()
    {
        while (Console.In.ReadLine() is { } line)
            yield return line;
    }
}
