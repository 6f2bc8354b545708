using ImageResize.Imaging;

namespace ImageResize.Batch;

/// <summary>What is to be done for one output.</summary>
/// <param name="Output">The output.</param>
/// <param name="Scale">
/// The conversion; for a copy a decoding whose result is thrown away, so that a damaged image does not pass for a sound one;
/// null where the output cannot be made.
/// </param>
/// <param name="IsCopy">Whether the output is the file as it is.</param>
/// <param name="Fault">Why it cannot be made; null where it can.</param>
internal sealed record OutputStep(PlannedOutput Output, ScaleOutput? Scale, bool IsCopy, Fault? Fault);
