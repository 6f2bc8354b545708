using System.Diagnostics;

namespace ImageResize.Shell.Tests;

/// <summary>What a person sees: the shell under a pseudo-terminal.</summary>
public sealed class TerminalTests
{
    [Fact]
    public void A_terminal_gets_colours_and_progress_that_leaves_the_output_whole()
    {
        string screen = RunInTerminal("1..3 | ForEach-Object { Write-Progress Resizing x -PercentComplete 50; \\\"line $_\\\"; Start-Sleep -Milliseconds 250 }; Get-Item no-such-file");
        Assert.Contains("Resizing", screen, StringComparison.Ordinal);
        Assert.Contains("\e[31", screen, StringComparison.Ordinal);
        Assert.All(["line 1\r\n", "line 2\r\n", "line 3\r\n"], line => Assert.Contains("\r\e[J" + line, screen, StringComparison.Ordinal));
    }

    [Fact]
    public void NO_COLOR_leaves_the_colours_out() =>
        Assert.DoesNotContain("\e[3", RunInTerminal("Get-Item no-such-file; Write-Warning w", "NO_COLOR=1 "), StringComparison.Ordinal);

    private static string RunInTerminal(string command, string environment = "")
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script") && OperatingSystem.IsLinux(), "It takes the script program of Linux.");
        var start = new ProcessStartInfo("script", ["-qec", $"{environment}dotnet '{ShellProcess.Path}' -NoModule -c \"{command.Replace("$", "\\$", StringComparison.Ordinal)}\"", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        using var process = Process.Start(start)!;
        string screen = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return screen;
    }
}
