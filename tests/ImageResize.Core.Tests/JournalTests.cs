using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Files;
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

    [Theory]
    [InlineData("\xFF\xD8\xFF\xE0 a photo")]
    [InlineData("{\"name\": \"a package\"}")]
    [InlineData("notes\n")]
    public void A_file_that_is_no_journal_is_left_as_it_is(string content)
    {
        File.WriteAllText(JournalPath, content, Encoding.Latin1);
        Assert.Contains("no journal", Assert.Throws<NotAJournalException>(() => JournalFile.Open(JournalPath)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(JournalPath, Encoding.Latin1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"sou")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void A_journal_whose_first_line_never_arrived_is_one(string content)
    {
        File.WriteAllText(JournalPath, content);
        Note(Source("a.jpg"), ResizeStatus.Resized);
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void A_line_without_end_neither_fills_the_memory_nor_spoils_the_others()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        File.AppendAllText(JournalPath, new string('x', 5_000_000) + "\n");
        Note(Source("b.jpg"), ResizeStatus.Resized);
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Assert.True(IsDone(Source("b.jpg"), ResumeMode.Retry));
        using FileStream stream = File.OpenRead(JournalPath);
        JournalIndex index = JournalIndex.Load(stream);
        Assert.Equal((2, 1), (index.Count, index.Unreadable));
    }

    [Fact]
    public void A_full_disk_under_the_journal_costs_a_line_but_no_image_and_is_told_once()
    {
        string[] names = ["a.jpg", "b.jpg", "c.jpg"];
        var disk = new SmallDisk(capacity: 300);
        var journal = new RunJournal(JournalFile.Open(disk), "options", null, null);
        int told = 0;
        foreach (string name in names)
        {
            NoteIn(journal, Source(name), Output(name));
            told += journal.TakeFault() is null ? 0 : 1;
        }

        disk.Room = 10_000;
        NoteIn(journal, Source("d.jpg"), Output("d.jpg"));
        Assert.Equal(1, told);
        JournalIndex index = JournalIndex.Load(new MemoryStream(disk.ToArray()));
        Assert.Equal((2, 0), (index.Count, index.Unreadable));
    }

    [Fact]
    public void Images_of_one_name_in_two_folders_are_told_apart()
    {
        SourceFile first = Source("a.jpg");
        SourceFile second = new(_folder["other/a.jpg"], Path.Combine(_folder.Path, "other"));
        File.WriteAllText(second.Path, "another image");
        using (var journal = new RunJournal(JournalFile.Open(JournalPath), "options", null, null))
        {
            foreach (SourceFile source in (SourceFile[])[first, second])
                NoteIn(journal, source, Beside(source));
        }

        using var again = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, null);
        Assert.All((SourceFile[])[first, second], source => Assert.True(again.IsDone(source, Beside(source))));
    }

    [Fact]
    public void An_image_that_vanished_is_not_done_and_nothing_is_thrown()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        SourceFile source = Source("a.jpg");
        File.Delete(source.Path);
        using var journal = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, Path.Combine(_folder.Path, "out"));
        Assert.False(journal.IsDone(source, Output("a.jpg")));
        journal.Begin(source, Output("a.jpg"));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void An_image_that_was_replaced_is_not_replaced_again(bool isNoted, bool isReplaced)
    {
        SourceFile source = Source("a.jpg");
        using (var journal = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, null))
        {
            journal.Begin(source, source.Path, inPlace: true);
            if (isReplaced)
                File.WriteAllText(source.Path, "half");
            if (isNoted)
                journal.Note(new ImageOutcome { Status = ResizeStatus.Resized, SourcePath = source.Path, OutputPath = source.Path });
        }

        using var again = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, null);
        Assert.Equal(isReplaced, again.IsDone(source, source.Path));
    }

    [Fact]
    public void A_replaced_image_that_was_replaced_by_another_one_is_done_again()
    {
        SourceFile source = Source("a.jpg");
        using (var journal = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, null))
        {
            journal.Begin(source, source.Path, inPlace: true);
            File.WriteAllText(source.Path, "half");
            journal.Note(new ImageOutcome { Status = ResizeStatus.Resized, SourcePath = source.Path, OutputPath = source.Path });
        }

        File.WriteAllText(source.Path, "a new photo");
        using var again = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, null);
        Assert.False(again.IsDone(source, source.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static string Beside(SourceFile source)
    {
        string output = Path.Combine(Path.GetDirectoryName(source.Path)!, "resized", Path.GetFileName(source.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(output, "output");
        return output;
    }

    private static void NoteIn(RunJournal journal, SourceFile source, string output)
    {
        journal.Begin(source, output);
        journal.Note(new ImageOutcome { Status = ResizeStatus.Resized, SourcePath = source.Path, OutputPath = output });
    }

    private SourceFile Source(string name)
    {
        if (!File.Exists(_folder["in/" + name]))
            File.WriteAllText(_folder["in/" + name], "image");
        return new SourceFile(_folder["in/" + name], Path.Combine(_folder.Path, "in"));
    }

    private string Output(string name) => _folder["out/" + name];

    [Fact]
    public void An_image_that_ended_its_process_twice_is_not_tried_again_until_it_changes()
    {
        Note(Source("a.jpg"), ResizeStatus.Failed, ImageErrorId.WorkerCrashed);
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Note(Source("a.jpg"), ResizeStatus.Failed, ImageErrorId.WorkerCrashed);
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry, options: "other"));
        Assert.False(IsDone(Source("a.jpg"), null));
        File.AppendAllText(_folder["in/a.jpg"], "more");
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void Crashes_that_do_not_follow_each_other_are_not_two()
    {
        Note(Source("a.jpg"), ResizeStatus.Failed, ImageErrorId.WorkerCrashed);
        Note(Source("a.jpg"), ResizeStatus.Failed);
        Note(Source("a.jpg"), ResizeStatus.Failed, ImageErrorId.WorkerCrashed);
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void The_note_before_an_original_is_replaced_forgets_no_crash()
    {
        SourceFile source = Source("a.jpg");
        for (int run = 0; run < 2; run++)
        {
            using var journal = new RunJournal(JournalFile.Open(JournalPath), "options", null, null);
            journal.Begin(source, source.Path, inPlace: true);
            journal.Note(new ImageOutcome { Status = ResizeStatus.Failed, SourcePath = source.Path, OutputPath = source.Path, Fault = new Fault(ImageErrorId.WorkerCrashed, "It crashed.") });
        }

        using var resumed = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, null);
        Assert.True(resumed.IsDone(source, source.Path));
        Assert.Contains("ended its process twice", resumed.WhyDone(source, source.Path), StringComparison.Ordinal);
    }

    private void Note(SourceFile source, ResizeStatus status, ImageErrorId errorId = ImageErrorId.Damaged)
    {
        string output = Output(Path.GetFileName(source.Path));
        using var journal = new RunJournal(JournalFile.Open(JournalPath), "options", null, Path.Combine(_folder.Path, "out"));
        Assert.False(journal.IsDone(source, output));
        journal.Begin(source, output);
        File.WriteAllText(output, "output");
        journal.Note(new ImageOutcome { Status = status, SourcePath = source.Path, OutputPath = output, Fault = status == ResizeStatus.Failed ? new Fault(errorId, "It is cut off.") : null });
    }

    private bool IsDone(SourceFile source, ResumeMode? mode, string options = "options")
    {
        using var journal = new RunJournal(JournalFile.Open(JournalPath), options, mode, Path.Combine(_folder.Path, "out"));
        return journal.IsDone(source, Output(Path.GetFileName(source.Path)));
    }
}
