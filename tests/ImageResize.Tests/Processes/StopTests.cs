using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>A run that a scheduler or Ctrl+C ends by a signal.</summary>
public sealed class StopTests : IDisposable
{
    private const int Images = 40;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ctrl_C_stops_a_run_soon_leaves_whole_files_alone_and_writes_its_report()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using PwshProcess pwsh = PwshProcess.Start(
            $"$null = mkdir in; 1..{Images} | ForEach-Object {{ [ImageResize.SamplePhoto]::Write(\"$pwd/in/$_.jpg\", 400, 300, $_) }}; "
            + "Invoke-ImageResize in -Size 100 -Destination out -RateLimit 10 -JournalPath run.jsonl -ReportPath report.html | ForEach-Object Status; 'not reached'",
            _folder.Path);
        pwsh.WaitForLine("Resized");
        pwsh.Send("INT");
        PwshResult result = pwsh.WaitForEnd();

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("not reached", result.Lines);
        string[] files = Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "out"));
        Assert.InRange(files.Length, 1, Images - 1);
        Assert.All(files, file =>
        {
            using Picture picture = Picture.Open(file);
            Assert.Equal((100, 75), (picture.Width, picture.Height));
        });
        Assert.True(File.Exists(Path.Combine(_folder.Path, "report.html")));
    }

    [Fact]
    public void A_runbook_that_is_stopped_does_not_end_as_if_all_were_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        PwshProcess.MustRun($"$null = mkdir in; 1..{Images} | ForEach-Object {{ [ImageResize.SamplePhoto]::Write(\"$pwd/in/$_.jpg\", 400, 300, $_) }}", _folder.Path);
        File.WriteAllText(_folder["slow.psd1"], "@{ Size = 100; RateLimit = 5 }");
        string runbook = Path.Combine(Path.GetDirectoryName(Pwsh.Manifest)!, "samples", "runbook.ps1"), journal = _folder["records/journal.jsonl"];
        using PwshProcess pwsh = PwshProcess.StartFile(runbook, _folder.Path, "-Path", "in", "-Destination", "out", "-Records", "records", "-Preset", "slow.psd1");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(journal) && new FileInfo(journal).Length > 0, TimeSpan.FromMinutes(1)), "It did not begin.");
        pwsh.Send("INT");

        Assert.Equal(2, pwsh.WaitForEnd().ExitCode);
        Assert.Contains("imageresize_run_completed 0\n", File.ReadAllText(_folder["records/run.prom"]), StringComparison.Ordinal);
    }
}
