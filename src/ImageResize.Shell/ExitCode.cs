namespace ImageResize.Shell;

/// <summary>The exit codes of the process; those of pwsh where pwsh has one.</summary>
internal static class ExitCode
{
    /// <summary>The command or script ran and did not fail.</summary>
    public const int Success = 0;

    /// <summary>A terminating error, a parse error, a failed last statement, or a module that did not load.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense (EX_USAGE of sysexits.h, as in pwsh).</summary>
    public const int Usage = 64;

    /// <summary>Added to the number of the signal that ended the run, as shells do: 130 for Ctrl+C, 143 for SIGTERM.</summary>
    public const int SignalBase = 128;
}
