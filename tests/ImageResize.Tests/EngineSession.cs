using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ImageResize.Tests;

/// <summary>A session of the PowerShell engine with the built module imported, as a user has it.</summary>
public sealed class EngineSession : IDisposable
{
    private readonly Runspace _runspace;

    public EngineSession()
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        Run("$ErrorActionPreference = 'Stop'; Import-Module $args[0]; $ErrorActionPreference = 'Continue'", Manifest);
    }

    /// <summary>The manifest at the root of the checkout.</summary>
    public static string Manifest { get; } = FindManifest();

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

    private static string FindManifest()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ImageResize.psd1")))
                return Path.Combine(folder.FullName, "ImageResize.psd1");
        throw new FileNotFoundException("ImageResize.psd1 is not above the tests.");
    }
}
