using System.Diagnostics;
using System.Globalization;

namespace ImageResize.SideBySide.Tools;

/// <summary>A tool that is run as a process of its own and prints the seconds it took by its own clock.</summary>
internal abstract class Tool(WorkFolder work)
{
    private const int SampleMilliseconds = 20;

    public abstract string Name { get; }

    /// <summary>Installs what is missing; false where the tool is not to be had.</summary>
    public virtual bool Prepare() => true;

    protected WorkFolder Work { get; } = work;

    public ToolRun Run()
    {
        Work.ClearOutputs();
        ProcessStartInfo start = Command();
        start.RedirectStandardOutput = true;
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        long peak = 0;
        TimeSpan cpu = TimeSpan.Zero;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        while (!process.WaitForExit(SampleMilliseconds))
        {
            // A process that has ended tells nothing any more: the last sample counts.
            try
            {
                (TimeSpan used, long memory) = ProcessTree.Measure(process.Id);
                peak = Math.Max(peak, memory);
                cpu = used > cpu ? used : cpu;
            }
            catch (InvalidOperationException)
            {
                break;
            }
        }

        process.WaitForExit();
        double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0 || Work.OutputCount() != Work.Scenario.Inputs)
            throw new InvalidOperationException($"{Name} failed: exit code {process.ExitCode}, {Work.OutputCount()} outputs of {Work.Scenario.Inputs}. {output.Result}");
        double seconds = double.Parse(output.Result.Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
        return new ToolRun(Work.Scenario.Inputs / seconds, Work.SteadyRate(), wall, cpu.TotalSeconds, peak, Work.OutputBytes());
    }

    protected abstract ProcessStartInfo Command();

    protected static bool Succeeds(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEndAsync();
            process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    protected static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Tools", name);
}
