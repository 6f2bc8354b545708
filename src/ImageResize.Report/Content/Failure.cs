using ImageResize.Batch;

namespace ImageResize.Report.Content;

/// <summary>An image that failed, once for all of its outputs that failed alike.</summary>
/// <param name="First">What became of the first of them.</param>
/// <param name="Outputs">How many there are.</param>
internal sealed record Failure(ImageOutcome First, long Outputs);
