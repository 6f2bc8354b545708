using System.Text;
using ImageResize.Batch;
using ImageResize.Batch.Journal;

namespace ImageResize.Core.Tests;

/// <summary>The file of the journal: torn, spoiled, in use, not a journal at all, or on a full disk.</summary>
public sealed class JournalFileTests : JournalTest
{
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
}
