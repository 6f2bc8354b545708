namespace ImageResize.Shell;

/// <summary>What the command line asks for.</summary>
internal enum ShellAction
{
    /// <summary>Print the usage text.</summary>
    Help,

    /// <summary>Run the text after -Command.</summary>
    Command,

    /// <summary>Run the text that arrives on standard input.</summary>
    StandardInput,

    /// <summary>Run a script file.</summary>
    File,
}
