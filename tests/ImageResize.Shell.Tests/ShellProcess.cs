using System.Diagnostics;
using System.Reflection;

namespace ImageResize.Shell.Tests;

/// <summary>The built shell, started as users start it.</summary>
internal sealed class ShellProcess : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly List<string> _lines = [];

    private ShellProcess(ProcessStartInfo start, string input)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The path of the built shell.</summary>
    public static string Path { get; } = typeof(ShellProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ShellPath").Value!;

    /// <summary>Runs the shell without the module and waits for its end.</summary>
    public static ShellResult Run(params string[] args) => RunIn(null, ["-NoModule", .. args]);

    /// <summary>Runs a command without the module, with <paramref name="input"/> on standard input.</summary>
    public static ShellResult RunWithInput(string input, params string[] args)
    {
        using var shell = Start(Path, null, input, ["-NoModule", .. args]);
        return shell.WaitForEnd();
    }

    /// <summary>Runs the shell in a folder, with exactly these arguments.</summary>
    public static ShellResult RunIn(string? folder, params string[] args)
    {
        using var shell = Start(Path, folder, "", args);
        return shell.WaitForEnd();
    }

    /// <summary>Starts a shell.</summary>
    public static ShellProcess Start(string path, string? folder, string input, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [path, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["COLUMNS"] = "100";
        start.Environment.Remove("NO_COLOR");
        return new ShellProcess(start, input);
    }

    /// <summary>Waits until the shell has written the line.</summary>
    public void WaitForLine(string line)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (_lines.LastOrDefault() != line)
            _lines.Add(_process.StandardOutput.ReadLineAsync(timeout.Token).AsTask().GetAwaiter().GetResult()
                ?? throw new InvalidOperationException($"The shell ended without '{line}': {_error.Result}"));
    }

    /// <summary>Sends a signal: INT or TERM.</summary>
    public void Send(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end, and tells what the shell wrote.</summary>
    public ShellResult WaitForEnd()
    {
        string rest = _process.StandardOutput.ReadToEnd();
        if (!_process.WaitForExit(Timeout))
            throw new TimeoutException("The shell did not end.");
        return new ShellResult(_process.ExitCode, string.Concat(_lines.Select(l => l + "\n")) + rest, _error.Result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
