using System.Globalization;
using ImageResize.Testing;

namespace ImageResize.Tests.Processes;

/// <summary>
/// The process is killed (SIGKILL) at random moments in a batch: no name ever stands for a part of a file, no original
/// changes, and a resumed run completes exactly. A few kills here; IMAGERESIZE_KILLS sets how many.
/// </summary>
public sealed class KillTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_killed_batch_leaves_whole_files_and_resumes_to_the_end()
    {
        Directory.CreateDirectory(In);
        Run($"1..60 | ForEach-Object {{ [ImageResize.SamplePhoto]::Write(\"{In}/$_.jpg\", 1500, 1000, $_) }}", killAfter: null);
        var originals = Directory.GetFiles(In).ToDictionary(path => path, File.ReadAllBytes);
        string batch = $"Invoke-ImageResize '{In}' -Size 1200 -Destination '{Out}' -JournalPath '{Path.Combine(_folder.Path, "run.jsonl")}' -Resume -ThrottleLimit 2";
        Run(batch, killAfter: null);
        var expected = Directory.GetFiles(Out).ToDictionary(path => path, File.ReadAllBytes);
        Assert.Equal(60, expected.Count);

        var random = new Random(11);
        for (int i = 0; i < Kills(3); i++)
        {
            Reset();
            Run(batch, killAfter: TimeSpan.FromMilliseconds(random.Next(300, 2500)));
            if (Directory.Exists(Out))
                Assert.All(Directory.GetFiles(Out, "*.jpg"), path => Assert.Equal(expected[path], File.ReadAllBytes(path)));
            Run(batch, killAfter: null);
            Assert.Equal(expected.Keys.Order(), Directory.GetFileSystemEntries(Out).Order());
            Assert.All(expected, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));
            Assert.All(originals, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));
        }
    }

    /// <summary>A replaced image is not replaced again when its run is resumed: half its size is taken once, whenever the process dies.</summary>
    [Fact]
    public void Originals_replaced_by_a_killed_run_are_halved_once_each()
    {
        string keep = Path.Combine(_folder.Path, "keep"), journal = Path.Combine(_folder.Path, "run.jsonl");
        Directory.CreateDirectory(In);
        Directory.CreateDirectory(keep);
        Run($"1..60 | ForEach-Object {{ [ImageResize.SamplePhoto]::Write(\"{keep}/$_.jpg\", 1500, 1000, $_) }}", killAfter: null);
        string batch = $"Invoke-ImageResize '{In}' -Size '50%' -InPlace -Force -JournalPath '{journal}' -Resume -ThrottleLimit 2";
        var random = new Random(12);
        for (int i = 0; i < Kills(1); i++)
        {
            File.Delete(journal);
            foreach (string path in Directory.GetFiles(keep))
                File.Copy(path, Path.Combine(In, Path.GetFileName(path)), overwrite: true);
            Run(batch, killAfter: TimeSpan.FromMilliseconds(random.Next(300, 1500)));
            Run(batch, killAfter: null);
            Run($"$wrong = Get-ImageInfo '{In}' | Where-Object {{ $_.Width -ne 750 -or $_.Height -ne 500 }}; if ($wrong) {{ throw $wrong.Path }}", killAfter: null);
            Assert.Equal(60, Directory.GetFileSystemEntries(In).Length);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string In => Path.Combine(_folder.Path, "in");

    private string Out => Path.Combine(_folder.Path, "out");

    private void Reset()
    {
        Directory.Delete(Out, recursive: true);
        File.Delete(Path.Combine(_folder.Path, "run.jsonl"));
    }

    private static int Kills(int unlessSaid) =>
        Environment.GetEnvironmentVariable("IMAGERESIZE_KILLS") is { } kills ? int.Parse(kills, CultureInfo.InvariantCulture) : unlessSaid;

    private static void Run(string command, TimeSpan? killAfter)
    {
        if (killAfter is { } moment)
            PwshProcess.Run(command, patience: moment);
        else
            PwshProcess.MustRun(command);
    }
}
