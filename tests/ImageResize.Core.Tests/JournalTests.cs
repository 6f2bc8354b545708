using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Imaging;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string JournalPath => _folder["run.jsonl"];

    [Fact]
    public void What_is_done_is_known_after_a_restart()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Assert.False(IsDone(Source("b.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void Without_resume_everything_is_done_anew()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        Assert.False(IsDone(Source("a.jpg"), null));
    }

    [Fact]
    public void A_changed_image_is_done_again()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        File.AppendAllText(_folder["in/a.jpg"], "more");
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void A_touched_image_is_done_again()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        File.SetLastWriteTimeUtc(_folder["in/a.jpg"], DateTime.UtcNow.AddMinutes(1));
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void An_output_that_is_gone_is_made_again()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        File.Delete(Output("a.jpg"));
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void Other_options_make_it_again()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry, options: "other"));
    }

    [Fact]
    public void What_failed_is_tried_again_unless_that_is_not_wanted()
    {
        Note(Source("a.jpg"), ResizeStatus.Failed);
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.SkipFailed));
    }

    [Fact]
    public void The_latest_line_counts()
    {
        Note(Source("a.jpg"), ResizeStatus.Failed);
        Note(Source("a.jpg"), ResizeStatus.Resized);
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void A_torn_last_line_is_passed_over_and_does_not_spoil_the_next()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        byte[] whole = File.ReadAllBytes(JournalPath);
        for (int cut = 1; cut < whole.Length; cut += 7)
        {
            File.WriteAllBytes(JournalPath, [.. whole, .. whole[..^cut]]);
            Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
            Note(Source("b.jpg"), ResizeStatus.Resized);
            Assert.True(IsDone(Source("b.jpg"), ResumeMode.Retry));
        }
    }

    [Fact]
    public void Garbage_is_counted_and_nothing_is_thrown()
    {
        var random = new Random(9);
        byte[] garbage = new byte[100_000];
        random.NextBytes(garbage);
        using var stream = new MemoryStream([.. garbage, .. "\n{}\n[1]\nnull\n{\"source\":null}\n"u8]);
        Assert.True(JournalIndex.Load(stream).Unreadable > 0);
    }

    [Fact]
    public void A_second_run_on_the_same_journal_is_refused()
    {
        using JournalFile first = JournalFile.Open(JournalPath);
        Assert.Throws<IOException>(() => JournalFile.Open(JournalPath));
    }

    public void Dispose() => _folder.Dispose();

    private SourceFile Source(string name)
    {
        if (!File.Exists(_folder["in/" + name]))
            File.WriteAllText(_folder["in/" + name], "image");
        return new SourceFile(_folder["in/" + name], Path.Combine(_folder.Path, "in"));
    }

    private string Output(string name) => _folder["out/" + name];

    private void Note(SourceFile source, ResizeStatus status)
    {
        string output = Output(Path.GetFileName(source.Path));
        using var journal = new RunJournal(JournalFile.Open(JournalPath), "options", null, Path.Combine(_folder.Path, "out"));
        Assert.False(journal.IsDone(source, output));
        File.WriteAllText(output, "output");
        journal.Note(new ImageOutcome { Status = status, SourcePath = source.Path, OutputPath = output, ErrorId = status == ResizeStatus.Failed ? ImageErrorId.Damaged : null });
    }

    private bool IsDone(SourceFile source, ResumeMode? mode, string options = "options")
    {
        using var journal = new RunJournal(JournalFile.Open(JournalPath), options, mode, Path.Combine(_folder.Path, "out"));
        return journal.IsDone(source, Output(Path.GetFileName(source.Path)));
    }
}
