namespace ImageResize.Shell;

/// <summary>The exit codes of the shell, the same as pwsh's where pwsh has one.</summary>
internal static class ExitCode
{
    /// <summary>The command or script succeeded.</summary>
    public const int Success = 0;

    /// <summary>A terminating or parse error, a failed last statement, or a module that could not be imported.</summary>
    public const int Failure = 1;

    /// <summary>The shell's own command line is wrong (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;

    /// <summary>Stopped by Ctrl+C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
