using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>One input and the outputs wanted of it. The unit that a worker takes.</summary>
/// <param name="SourcePath">The full path of the input.</param>
/// <param name="Outputs">At least one output.</param>
internal sealed record WorkItem(string SourcePath, IReadOnlyList<PlannedOutput> Outputs)
{
    /// <summary>When it was queued, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long QueuedAt { get; set; }
}

/// <summary>One output of one image, planned before any work.</summary>
/// <param name="Path">The full path of the output.</param>
/// <param name="Size">The size asked for; null keeps the source's.</param>
/// <param name="Overwrite">Whether a file that is there may be replaced.</param>
internal sealed record PlannedOutput(string Path, TargetSize? Size, bool Overwrite)
{
    /// <summary>The format asked for; null keeps the source's, or takes the nearest one that is written.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>Whether the output takes the place of its own input; then there is nothing to copy.</summary>
    public bool InPlace { get; init; }

    /// <summary>Where the input is kept before its output replaces it; null where it is not.</summary>
    public string? BackupPath { get; init; }
}
