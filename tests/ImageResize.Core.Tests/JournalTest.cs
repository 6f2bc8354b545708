using ImageResize.Batch;
using ImageResize.Batch.Journal;
using ImageResize.Batch.Planning;
using ImageResize.Testing;

namespace ImageResize.Core.Tests;

/// <summary>What the tests of the journal share: images, outputs, and a journal of them.</summary>
public abstract class JournalTest : IDisposable
{
    private protected TempFolder Folder { get; } = new();

    private protected string JournalPath => Folder["run.jsonl"];

    public void Dispose() => Folder.Dispose();

    private protected static void NoteIn(RunJournal journal, SourceFile source, string output)
    {
        journal.Begin(source, output);
        journal.Note(new ImageOutcome { Status = ResizeStatus.Resized, SourcePath = source.Path, OutputPath = output });
    }

    private protected SourceFile Source(string name)
    {
        if (!File.Exists(Folder["in/" + name]))
            File.WriteAllText(Folder["in/" + name], "image");
        return new SourceFile(Folder["in/" + name], Path.Combine(Folder.Path, "in"));
    }

    private protected string Output(string name) => Folder["out/" + name];

    private protected void Note(SourceFile source, ResizeStatus status, ImageErrorId errorId = ImageErrorId.Damaged)
    {
        string output = Output(Path.GetFileName(source.Path));
        using var journal = new RunJournal(JournalFile.Open(JournalPath), "options", null, Path.Combine(Folder.Path, "out"));
        Assert.False(journal.IsDone(source, output));
        journal.Begin(source, output);
        File.WriteAllText(output, "output");
        journal.Note(new ImageOutcome { Status = status, SourcePath = source.Path, OutputPath = output, Fault = status == ResizeStatus.Failed ? new Fault(errorId, "It is cut off.") : null });
    }

    private protected bool IsDone(SourceFile source, ResumeMode? mode, string options = "options")
    {
        using var journal = new RunJournal(JournalFile.Open(JournalPath), options, mode, Path.Combine(Folder.Path, "out"));
        return journal.IsDone(source, Output(Path.GetFileName(source.Path)));
    }
}
