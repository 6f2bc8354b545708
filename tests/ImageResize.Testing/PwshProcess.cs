using System.Diagnostics;
using System.Globalization;

namespace ImageResize.Testing;

/// <summary>What a finished pwsh leaves behind.</summary>
/// <param name="ExitCode">The process's; null where it had to be killed because it did not end.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record PwshResult(int? ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output that are not blank, without the spaces around them.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A real pwsh with the built module, as a user starts it, in a process of its own that can be signalled and killed.</summary>
public sealed class PwshProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly List<string> _lines = [];

    private PwshProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["COLUMNS"] = "100";
        start.Environment.Remove("NO_COLOR");
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts pwsh with the module imported.</summary>
    public static PwshProcess Start(string command, string? folder = null)
    {
        ProcessStartInfo start = Pwsh.StartInfoOf(command);
        start.WorkingDirectory = folder ?? string.Empty;
        return new PwshProcess(start);
    }

    /// <summary>Starts pwsh with a script, as a scheduler does.</summary>
    public static PwshProcess StartFile(string script, string folder, params string[] arguments)
    {
        ProcessStartInfo start = Pwsh.StartInfo(["-NoProfile", "-NonInteractive", "-File", script, .. arguments]);
        start.WorkingDirectory = folder;
        return new PwshProcess(start);
    }

    /// <summary>Runs a command and waits for its end: a minute, or as long as said, after which the process is killed.</summary>
    public static PwshResult Run(string command, string? folder = null, TimeSpan? patience = null)
    {
        using PwshProcess pwsh = Start(command, folder);
        return pwsh.End(patience ?? Patience);
    }

    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not end within a minute or as long as said.</exception>
    public static PwshResult MustRun(string command, string? folder = null, TimeSpan? patience = null)
    {
        PwshResult result = Run(command, folder, patience);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException($"pwsh ended with {result.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "a kill"}: {result.Output}{result.Error}");
    }

    /// <summary>Waits until it has written the line.</summary>
    public void WaitForLine(string line)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (_lines.LastOrDefault() != line)
            _lines.Add(_process.StandardOutput.ReadLineAsync(timeout.Token).AsTask().GetAwaiter().GetResult()
                ?? throw new InvalidOperationException($"pwsh ended without '{line}': {_error.Result}"));
    }

    /// <summary>The next line that it writes.</summary>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public string ReadLine()
    {
        using var timeout = new CancellationTokenSource(Patience);
        _lines.Add(_process.StandardOutput.ReadLineAsync(timeout.Token).AsTask().GetAwaiter().GetResult() ?? throw new InvalidOperationException($"pwsh ended: {_error.Result}"));
        return _lines[^1];
    }

    /// <summary>Sends a signal: INT, TERM or KILL.</summary>
    public void Send(string signal)
    {
        using Process kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Kills the process, unless it ends within the time.</summary>
    public PwshResult End(TimeSpan patience)
    {
        Task<string> rest = _process.StandardOutput.ReadToEndAsync();
        bool ended = _process.WaitForExit(patience);
        if (!ended)
            _process.Kill();
        _process.WaitForExit();
        return new PwshResult(ended ? _process.ExitCode : null, string.Concat(_lines.Select(line => line + "\n")) + rest.Result, _error.Result);
    }

    /// <summary>Waits for its end, a minute at most.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public PwshResult WaitForEnd() => End(Patience) is { ExitCode: not null } result ? result : throw new TimeoutException("pwsh did not end.");

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
