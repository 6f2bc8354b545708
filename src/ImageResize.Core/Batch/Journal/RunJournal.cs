using ImageResize.Batch.Planning;

namespace ImageResize.Batch.Journal;

/// <summary>
/// A run's view of its journal: which outputs are done already, and the note of each one that is done now. Belongs to
/// the owner's thread.
/// </summary>
/// <param name="file">The journal.</param>
/// <param name="optionsHash">The options of this run.</param>
/// <param name="mode">How to resume; null where the run does not resume but begins anew.</param>
/// <param name="destination">The folder of the outputs; null where they lie beside each image.</param>
public sealed class RunJournal(JournalFile file, string optionsHash, ResumeMode? mode, string? destination) : IDisposable
{
    private readonly Dictionary<string, (string Source, long Length, DateTime Modified)> _open = new(StringComparer.Ordinal);

    /// <summary>Whether an output of an earlier run is still good. Otherwise it is noted as begun.</summary>
    public bool IsDone(SourceFile source, string output)
    {
        var info = new FileInfo(source.Path);
        string relative = Relative(source.Root, source.Path);
        DateTime modified = info.LastWriteTimeUtc;
        if (mode is { } resume && file.Index.IsDone(relative, OutputName(source.Path, output), info.Length, modified, optionsHash, File.Exists(output), resume))
            return true;
        _open[output] = (relative, info.Length, modified);
        return false;
    }

    /// <summary>Notes an output that is done, or failed.</summary>
    public void Note(ImageOutcome outcome)
    {
        // The image as it was when it was planned: one that changed meanwhile will differ at the next run.
        if (outcome.OutputPath is null || outcome.ErrorId == Imaging.ImageErrorId.Canceled || !_open.Remove(outcome.OutputPath, out (string Source, long Length, DateTime Modified) begun))
            return;
        file.Append(new JournalEntry(begun.Source, OutputName(outcome.SourcePath, outcome.OutputPath), begun.Length, begun.Modified, optionsHash, outcome.Status.ToString(), outcome.ErrorId?.ToString(), DateTime.UtcNow));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private string OutputName(string source, string output) => Relative(destination ?? Path.GetDirectoryName(source)!, output);

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
}
