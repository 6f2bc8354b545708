using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>Two processes that live at the same time and write into one folder.</summary>
public sealed class TwoRunsTests
{
    private const int Images = 12;

    [Fact]
    public async Task Neither_run_takes_the_temporary_files_of_the_other_for_leftovers()
    {
        using var folder = new TempFolder();
        string[] names = ["one", "two"];
        PwshProcess.MustRun($"'one','two' | ForEach-Object {{ New-Item -ItemType Directory -Path $_ | Out-Null; foreach ($i in 1..{Images}) {{ [ImageResize.SamplePhoto]::Write((Join-Path (Join-Path '{folder.Path}' $_) \"$_-$i.jpg\"), 600, 400, $i) }} }}", folder.Path);

        // Each command looks for leftovers once before it writes.
        Task<PwshResult>[] runs = [.. names.Select(name => Task.Run(() => PwshProcess.Run($"foreach ($round in 1..2) {{ Invoke-ImageResize {name} -Size 500 -Destination out }}", folder.Path)))];
        Assert.All(await Task.WhenAll(runs), run => Assert.True(run.ExitCode == 0, run.Output + run.Error));
        Assert.Equal(2 * Images, Directory.GetFileSystemEntries(Path.Combine(folder.Path, "out")).Length);
    }
}
