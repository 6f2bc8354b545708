using ImageResize.Shell.Hosting;

namespace ImageResize.Shell;

/// <summary>The entry point: reads the command line, prepares the engine, runs the script, returns its exit code.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (!CommandLine.TryParse(arguments, out CommandLine? commandLine, out string? problem))
        {
            Console.Error.WriteLine(problem);
            Console.Error.WriteLine();
            Console.Error.Write(Usage.Text);
            return ExitCode.Usage;
        }

        if (commandLine.Help)
        {
            Console.Out.Write(Usage.Text);
            return ExitCode.Success;
        }

        using var terminal = new Terminal();
        using var signals = new StopSignals();
        using var runner = new ScriptRunner(new ShellHost(terminal), signals);
        return runner.Run(commandLine);
    }
}
