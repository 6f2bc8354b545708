using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>A run that ends early, a hundred times, in the ways that runs end early. Alone, since it counts what the process holds.</summary>
[Collection(nameof(StartStopTests))]
[CollectionDefinition(nameof(StartStopTests), DisableParallelization = true)]
public sealed class StartStopTests : IDisposable
{
    private const int Rounds = 100;
    private const int Images = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    [Fact]
    public void A_hundred_runs_that_end_early_leave_no_thread_handle_or_file_behind()
    {
        for (int i = 0; i < Images; i++)
            TestImage.Write(_folder[$"in/{i:00}.jpg"], 320, 240);
        File.WriteAllText(_folder["in/bad.jpg"], "no image");
        _runspace.Open();
        Run("Import-Module $args[0]", Pwsh.Manifest);
        Round(0);
        Round(1);
        Round(2);
        int handles = CountHandles();
        for (int i = 0; i < Rounds; i++)
            Round(i);

        Assert.True(SpinWait.SpinUntil(() => CountWorkers() == 0, Patience), "threads stay behind");
        Assert.InRange(CountHandles(), 0, handles + Rounds / 5);
        Assert.Empty(HandlesInFolder());
        Assert.DoesNotContain(_folder.Files(), file => file.Contains(".imageresize-", StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(_folder.Path, "*.jsonl"), path => Assert.All(File.ReadLines(path), line => JsonDocument.Parse(line).Dispose()));
        Assert.All(Directory.GetFiles(Path.Combine(_folder.Path, "out")), path => Assert.Equal((50, 38), SizeOf(path)));
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }

    /// <summary>One run: stopped from outside, ended by its consumer, or ended by its first error.</summary>
    private void Round(int number)
    {
        string records = $"-JournalPath '{Path.Combine(_folder.Path, $"{number % 10}.jsonl")}'";
        string command = $"Invoke-ImageResize '{Path.Combine(_folder.Path, "in")}' -Size 50 -Destination '{Path.Combine(_folder.Path, "out")}' {records}";
        switch (number % 3)
        {
            case 0:
                Stop(command);
                break;
            case 1:
                Run($"foreach ($n in 1) {{ {command} -ErrorAction Ignore | ForEach-Object {{ break }} }}");
                break;
            default:
                Assert.Throws<ActionPreferenceStopException>(() => Run($"{command} -ErrorAction Stop"));
                break;
        }
    }

    private void Run(string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
            shell.AddArgument(argument);
        shell.Invoke();
    }

    private void Stop(string command)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(command);
        using var output = new PSDataCollection<PSObject>();
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(SpinWait.SpinUntil(() => output.Count > 0 || running.IsCompleted, Patience));
        shell.Stop();
    }

    private static (int Width, int Height) SizeOf(string path)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(path);
        return (image.Width, image.Height);
    }

    /// <summary>Linux gives the first 15 characters of a thread's name.</summary>
    private static int CountWorkers() => OperatingSystem.IsLinux()
        ? Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task).StartsWith("ImageResize wor", StringComparison.Ordinal))
        : 0;

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return string.Empty; // It has ended meanwhile.
        }
    }

    private static int CountHandles() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    private string[] HandlesInFolder() => OperatingSystem.IsLinux()
        ? [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(TargetOf).Where(target => target.StartsWith(_folder.Path, StringComparison.Ordinal))]
        : [];

    private static string TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? string.Empty;
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
