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

using var interruption = new Interruption();
using var runner = new ScriptRunner(options, interruption);
return runner.Run();
