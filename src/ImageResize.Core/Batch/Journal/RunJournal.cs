using ImageResize.Batch.Planning;
using ImageResize.Files;

namespace ImageResize.Batch.Journal;

/// <summary>
/// A run's view of its journal: which outputs are done already, and the note of each one that is done now. A line that
/// cannot be written costs no image: the run goes on, <see cref="TakeFault"/> tells it once, and a resumed run does
/// again what was not noted. Belongs to the owner's thread.
/// </summary>
/// <param name="file">The journal.</param>
/// <param name="optionsHash">The options of this run.</param>
/// <param name="mode">How to resume; null where the run does not resume but begins anew.</param>
/// <param name="destination">The folder of the outputs; null where they lie beside each image.</param>
internal sealed class RunJournal(JournalFile file, string optionsHash, ResumeMode? mode, string? destination) : IDisposable
{
    private readonly Dictionary<string, (string Source, long Length, DateTime Modified, bool InPlace)> _open = new(StringComparer.Ordinal);
    private string? _root;
    private IOException? _fault;
    private bool _isFaultTold;

    /// <summary>Whether an output of an earlier run is still good.</summary>
    public bool IsDone(SourceFile source, string output)
    {
        string relative = SourceName(source);
        var info = new FileInfo(source.Path);
        return mode is { } resume && info.Exists
            && file.Index.IsDone(relative, OutputName(source.Path, output), info.Length, info.LastWriteTimeUtc, optionsHash, File.Exists(output), resume);
    }

    /// <summary>Why an output that <see cref="IsDone"/> is not made, for people.</summary>
    public string WhyDone(SourceFile source, string output) => file.Index.IsGivenUp(SourceName(source), OutputName(source.Path, output))
        ? $"The journal says that the image ended its process twice ({ImageErrorId.WorkerCrashed}). It is tried again when it has changed, or without -Resume."
        : "The journal says that it is done.";

    /// <summary>An output is about to be made, from the image as it is now.</summary>
    /// <param name="source">The image.</param>
    /// <param name="output">The full path of the output.</param>
    /// <param name="inPlace">Whether it takes the image's own place.</param>
    public void Begin(SourceFile source, string output, bool inPlace = false)
    {
        var info = new FileInfo(source.Path);
        if (!info.Exists)
            return;
        _open[output] = (SourceName(source), info.Length, info.LastWriteTimeUtc, inPlace);
        if (inPlace)
            Append(new JournalEntry(SourceName(source), OutputName(source.Path, output), info.Length, info.LastWriteTimeUtc, optionsHash, JournalEntry.Begun, null, DateTime.UtcNow));
    }

    /// <summary>Notes an output that is done, or failed.</summary>
    public void Note(ImageOutcome outcome)
    {
        if (outcome.OutputPath is null || !_open.Remove(outcome.OutputPath, out (string Source, long Length, DateTime Modified, bool InPlace) begun))
            return;
        if (outcome.Status == ResizeStatus.Skipped || outcome.ErrorId == ImageErrorId.Canceled)
            return;

        // The image as it was when it was planned: one that changed meanwhile will differ at the next run.
        (long length, DateTime modified) = (begun.Length, begun.Modified);
        if (begun.InPlace && outcome.Status != ResizeStatus.Failed && new FileInfo(outcome.OutputPath) is { Exists: true } replaced)
            (length, modified) = (replaced.Length, replaced.LastWriteTimeUtc);
        Append(new JournalEntry(begun.Source, OutputName(outcome.SourcePath, outcome.OutputPath), length, modified, optionsHash, outcome.Status.ToString(), outcome.ErrorId?.ToString(), DateTime.UtcNow));
    }

    /// <summary>Why a line could not be written, once in a run; null where all is well or that was told already.</summary>
    public IOException? TakeFault()
    {
        if (_fault is null || _isFaultTold)
            return null;
        _isFaultTold = true;
        return _fault;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Append(JournalEntry entry)
    {
        try
        {
            file.Append(entry);
        }
        catch (IOException e)
        {
            _fault = e;
        }
    }

    /// <summary>Two folders of one run may hold images of the same name, so all names begin at the first folder.</summary>
    private string SourceName(SourceFile source) => Relative(_root ??= source.Root, source.Path);

    private string OutputName(string source, string output) => Relative(destination ?? Path.GetDirectoryName(source)!, output);

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
}

/// <summary>What a run does with what its journal says of earlier runs (<c>-Resume</c>, <c>-SkipFailed</c>).</summary>
internal enum ResumeMode
{
    /// <summary>What is done and unchanged is skipped; what failed is tried again.</summary>
    Retry,

    /// <summary>What is done and unchanged is skipped, and so is what failed.</summary>
    SkipFailed,
}
