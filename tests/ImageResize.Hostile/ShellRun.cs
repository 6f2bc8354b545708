using System.Diagnostics;
using System.Reflection;

namespace ImageResize.Hostile;

/// <summary>One run of the shell with the module, as a user starts it, in a process of its own.</summary>
/// <param name="ExitCode">The process's; null where it had to be killed because it did not end.</param>
/// <param name="Lines">What it wrote.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ShellRun(int? ExitCode, string[] Lines, string Errors)
{
    private static readonly string Shell = typeof(ShellRun).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ShellPath").Value!;

    /// <summary>Runs a command and waits for its end, at most as long as said.</summary>
    public static ShellRun Of(string command, TimeSpan timeout)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Shell, "-Command", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(timeout);
        if (!ended)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return new ShellRun(ended ? process.ExitCode : null, output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result);
    }
}
