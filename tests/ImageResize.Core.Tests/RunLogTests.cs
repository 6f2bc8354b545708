using ImageResize.Batch;
using ImageResize.Records;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class RunLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Each_retry_has_a_line_with_its_reason()
    {
        using (RunLog log = RunLog.Open(_folder["run.log"]))
            log.Note(new ImageOutcome { Status = ResizeStatus.Resized, SourcePath = "/a.jpg", Attempts = 3, RetryReasons = ["The share did not answer.", "The file is in use."] });
        string[] lines = File.ReadAllLines(_folder["run.log"]);
        Assert.Equal(2, lines.Length);
        Assert.Contains("WARN  retry ", lines[0], StringComparison.Ordinal);
        Assert.Contains("attempt=2 message=\"The share did not answer.\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("attempt=3 message=\"The file is in use.\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Several_runs_write_whole_lines_into_one_file_at_the_same_time()
    {
        const int Runs = 6, Lines = 200;
        Parallel.For(0, Runs, run =>
        {
            using RunLog log = RunLog.Open(_folder["run.jsonl"]);
            for (int i = 0; i < Lines; i++)
                log.Note(ImageOutcome.Failure($"/{run}/{i}.jpg", null, new Fault(ImageErrorId.Damaged, new string('x', 300))));
        });
        string[] lines = File.ReadAllLines(_folder["run.jsonl"]);
        Assert.Equal(Runs * Lines, lines.Length);
        Assert.Equal(Runs * Lines, lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("source").GetString()).Distinct().Count());
    }

    [Fact]
    public void Halves_of_characters_are_no_obstacle()
    {
        using (RunLog log = RunLog.Open(_folder["run.log"]))
            log.Note(ImageOutcome.Failure("/a\ud800.jpg", null, new Fault(ImageErrorId.NotFound, "gone")));
        Assert.Contains("a\ufffd.jpg", Assert.Single(File.ReadAllLines(_folder["run.log"])), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
