using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>One output of one image, planned before any work.</summary>
/// <param name="Path">The full path of the output.</param>
/// <param name="Size">The size asked for; null keeps the source's.</param>
/// <param name="Overwrite">Whether a file that is there may be replaced.</param>
internal sealed record PlannedOutput(string Path, TargetSize? Size, bool Overwrite)
{
    /// <summary>Whether the output takes the place of its own input; then there is nothing to copy.</summary>
    public bool InPlace { get; init; }
}
