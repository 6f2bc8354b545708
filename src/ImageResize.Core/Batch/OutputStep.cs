using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>What is to be done for one output.</summary>
/// <param name="Output">The output.</param>
/// <param name="Job">The conversion; null where the image is copied, or cannot be made.</param>
/// <param name="Fault">Why it cannot be made; null where it can.</param>
internal sealed record OutputStep(PlannedOutput Output, ScaleJob? Job, Exception? Fault)
{
    /// <summary>For a copy: a decoding whose result is thrown away, so that a damaged image does not pass for a sound one.</summary>
    public ScaleJob? Check { get; init; }
}
