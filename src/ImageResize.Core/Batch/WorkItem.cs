using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>One input and the outputs wanted of it. The unit that a worker takes.</summary>
/// <param name="SourcePath">The full path of the input.</param>
/// <param name="Outputs">At least one output.</param>
internal sealed record WorkItem(string SourcePath, IReadOnlyList<PlannedOutput> Outputs)
{
    /// <summary>When it was queued, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long QueuedAt { get; set; }

    /// <summary>The page or frame that all outputs are of, from 0; null where they are of the file, or of several.</summary>
    public int? Page => Outputs.All(output => output.Page == Outputs[0].Page) ? Outputs[0].Page : null;

    /// <summary>The items that make all outputs of an image: one, or for pages several, so that no more than a few pages are in memory.</summary>
    /// <param name="sourcePath">The full path of the input.</param>
    /// <param name="outputs">The outputs, those of a page together; none makes no item.</param>
    /// <param name="pagesTogether">How many pages an item is for at most.</param>
    public static IEnumerable<WorkItem> For(string sourcePath, IEnumerable<PlannedOutput> outputs, int pagesTogether) =>
        outputs.GroupBy(output => output.Page).Chunk(pagesTogether).Select(pages => new WorkItem(sourcePath, [.. pages.SelectMany(page => page)]));
}

/// <summary>One output of one image, planned before any work.</summary>
/// <param name="Path">The full path of the output.</param>
/// <param name="Size">The size asked for; null keeps the source's.</param>
/// <param name="Overwrite">Whether a file that is there may be replaced.</param>
internal sealed record PlannedOutput(string Path, TargetSize? Size, bool Overwrite)
{
    /// <summary>The format asked for; null keeps the source's, or takes the nearest one that is written.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>The page of a document or frame of an animation that it shows, from 0; null for what the format holds of the file.</summary>
    public int? Page { get; init; }

    /// <summary>Whether the output takes the place of its own input; then there is nothing to copy.</summary>
    public bool InPlace { get; init; }

    /// <summary>Where the input is kept before its output replaces it; null where it is not.</summary>
    public string? BackupPath { get; init; }
}
