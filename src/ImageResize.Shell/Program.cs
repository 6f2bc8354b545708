using ImageResize.Shell;
using ImageResize.Shell.Hosting;

var options = ShellOptions.Parse(args);
if (options.Problem is not null)
{
    Console.Error.WriteLine(options.Problem);
    Console.Error.WriteLine();
    Console.Error.WriteLine(Usage.Text);
    return ExitCode.Usage;
}

if (options.Action == ShellAction.Help)
{
    Console.WriteLine(Usage.Text);
    return ExitCode.Success;
}

// The engine reports imports and starts to its makers unless it is told not to; a build agent's tool has no business there.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

using var interruption = new Interruption();
using var runner = new ScriptRunner(options, interruption);
return runner.Run();
