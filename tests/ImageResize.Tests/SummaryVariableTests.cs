using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using ImageResize.Testing;

namespace ImageResize.Tests;

/// <summary>-SummaryVariable is set however a run ends, and never holds what an earlier run left.</summary>
public sealed class SummaryVariableTests(EngineSession session) : ModuleTest(session)
{
    private const int Images = 40;

    private string Run => $"Invoke-ImageResize '{Path.Combine(Folder.Path, "in")}' -Size 20 -Destination '{Out()}' -ThrottleLimit 1 -RateLimit 100 -SummaryVariable sum";

    [Fact]
    public void A_run_that_came_to_its_end_is_completed()
    {
        WriteImages();
        RunOutput output = Session.Run($"{Run} | Out-Null; $sum");
        Assert.True(output.The<bool>("Completed"));
        Assert.Equal(Images, output.The<long>("Total"));
    }

    [Theory]
    [InlineData("RUN | Select-Object -First 1 | Out-Null; $sum")]
    [InlineData("foreach ($n in 1) { RUN | ForEach-Object { break } }; $sum")]
    [InlineData("try { RUN | ForEach-Object { throw 'enough' } } catch { }; $sum")]
    [InlineData("function Resize { RUN | Select-Object -First 1 | Out-Null; $sum }; Resize")]
    public void A_run_that_its_consumer_ended_says_what_was_done_until_then(string script)
    {
        WriteImages();
        RunOutput output = Session.Run(script.Replace("RUN", Run, StringComparison.Ordinal));
        Assert.False(output.The<bool>("Completed"));
        Assert.InRange(output.The<long>("Total"), 1, Images - 1);
        Assert.StartsWith("stopped: ", output.Single.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_stop_kept_from_its_end_is_canceled_and_has_not_failed()
    {
        WriteImages();
        File.WriteAllText(In("00.jpg"), "no image");
        string metrics = Folder["run.json"];
        RunOutput output = Session.Run($"try {{ {Run} -ErrorAction Stop -MetricsPath '{metrics}' | Out-Null }} catch {{ }}; $sum".Replace("-ThrottleLimit 1 -RateLimit 100", "-ThrottleLimit 8 -RateLimit 2", StringComparison.Ordinal));
        (long failed, long canceled) = (output.The<long>("Failed"), output.The<long>("Canceled"));
        Assert.Equal(1, failed);
        Assert.DoesNotContain("Canceled", output.The<IReadOnlyDictionary<string, long>>("Errors").Keys);
        Assert.Equal(output.The<long>("Total"), output.The<long>("Resized") + output.The<long>("Copied") + output.The<long>("Skipped") + failed + canceled);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(metrics));
        Assert.Equal((failed, canceled), (written.RootElement.GetProperty("outputs").GetProperty("failed").GetInt64(), written.RootElement.GetProperty("outputs").GetProperty("canceled").GetInt64()));
        if (canceled > 0)
            Assert.Contains($" {canceled} canceled", output.Single.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_its_first_error_ended_says_so()
    {
        WriteImages();
        File.WriteAllText(In("00.jpg"), "no image");
        RunOutput output = Session.Run($"try {{ {Run} -ErrorAction Stop | Out-Null }} catch {{ }}; $sum");
        Assert.False(output.The<bool>("Completed"));
        Assert.Equal(1, output.The<IReadOnlyDictionary<string, long>>("Errors")["NotAnImage"]);
        Assert.Contains(" 1 failed", output.Single.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_from_outside_says_so()
    {
        WriteImages();
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using (PowerShell shell = PowerShell.Create(runspace))
        {
            shell.AddScript($"Import-Module $args[0]; {Run} -RateLimit 5".Replace("-RateLimit 100 ", string.Empty, StringComparison.Ordinal)).AddArgument(Pwsh.Manifest);
            using var output = new PSDataCollection<PSObject>();
            IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
            Assert.True(SpinWait.SpinUntil(() => output.Count > 0 || running.IsCompleted, TimeSpan.FromSeconds(60)));
            shell.Stop();
        }

        using PowerShell after = PowerShell.Create(runspace);
        PSObject summary = Assert.Single(after.AddScript("$sum").Invoke());
        Assert.Equal(false, summary.Properties["Completed"].Value);
        Assert.InRange((long)summary.Properties["Total"].Value, 1, Images);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Size 10 -JournalPath /nowhere/at/all/run.jsonl")]
    public void A_run_that_never_began_leaves_no_earlier_summary(string parameters)
    {
        RunOutput output = Session.Run($"$sum = 'old'; try {{ Invoke-ImageResize '{In("a.jpg")}' {parameters} -SummaryVariable sum }} catch {{ }}; $null -eq $sum");
        Assert.Equal(true, output.Single.BaseObject);
    }

    [Theory]
    [InlineData("PID")]
    [InlineData("typed")]
    public void A_variable_that_cannot_hold_a_summary_is_told_before_any_work(string name)
    {
        TestImage.Write(In("a.jpg"));
        RunOutput output = Session.Run($"[int]$typed = 1; Invoke-ImageResize '{In("a.jpg")}' -Size 10 -SummaryVariable {name}");
        Assert.Equal(["InvalidSummaryVariable"], output.ErrorIds);
        Assert.Equal(["in/a.jpg"], Folder.Files());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-InformationAction Ignore", false)]
    public void A_stopped_run_says_its_line_to_the_host(string parameters, bool isSaid)
    {
        WriteImages();
        ProcessStartInfo start = Pwsh.StartInfoOf($"$r = {Run} {parameters} | Select-Object -First 1");
        start.RedirectStandardOutput = true;
        using Process pwsh = Process.Start(start)!;
        string said = pwsh.StandardOutput.ReadToEnd();
        pwsh.WaitForExit();
        Assert.Equal(isSaid, said.Contains("stopped: ", StringComparison.Ordinal));
    }

    private void WriteImages()
    {
        for (int i = 0; i < Images; i++)
            TestImage.Write(In($"{i:00}.jpg"), 64, 48);
    }
}
