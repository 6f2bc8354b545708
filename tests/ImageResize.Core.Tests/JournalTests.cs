using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;

namespace ImageResize.Core.Tests;

/// <summary>What the journal says is done.</summary>
public sealed class JournalTests : JournalTest
{
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
        File.AppendAllText(Folder["in/a.jpg"], "more");
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
    }

    [Fact]
    public void A_touched_image_is_done_again()
    {
        Note(Source("a.jpg"), ResizeStatus.Resized);
        File.SetLastWriteTimeUtc(Folder["in/a.jpg"], DateTime.UtcNow.AddMinutes(1));
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
    public void Images_of_one_name_in_twoFolders_are_told_apart()
    {
        SourceFile first = Source("a.jpg");
        SourceFile second = new(Folder["other/a.jpg"], Path.Combine(Folder.Path, "other"));
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
        using var journal = new RunJournal(JournalFile.Open(JournalPath), "options", ResumeMode.Retry, Path.Combine(Folder.Path, "out"));
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

    [Fact]
    public void An_image_that_ended_its_process_twice_is_not_tried_again_until_it_changes()
    {
        Note(Source("a.jpg"), ResizeStatus.Failed, ImageErrorId.WorkerCrashed);
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Note(Source("a.jpg"), ResizeStatus.Failed, ImageErrorId.WorkerCrashed);
        Assert.True(IsDone(Source("a.jpg"), ResumeMode.Retry));
        Assert.False(IsDone(Source("a.jpg"), ResumeMode.Retry, options: "other"));
        Assert.False(IsDone(Source("a.jpg"), null));
        File.AppendAllText(Folder["in/a.jpg"], "more");
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

    private static string Beside(SourceFile source)
    {
        string output = Path.Combine(Path.GetDirectoryName(source.Path)!, "resized", Path.GetFileName(source.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(output, "output");
        return output;
    }
}
