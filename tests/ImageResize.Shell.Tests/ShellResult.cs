namespace ImageResize.Shell.Tests;

/// <summary>What a finished shell leaves behind.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output that are not blank, without the spaces around them.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
