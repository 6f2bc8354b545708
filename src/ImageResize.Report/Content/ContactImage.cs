using ImageResize.Batch;

namespace ImageResize.Report.Content;

/// <summary>One image of the contact sheet.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Before">The input; null where it cannot be shown, as after it was replaced.</param>
/// <param name="After">The output; null where it cannot be shown.</param>
internal sealed record ContactImage(ImageOutcome Outcome, Thumbnail? Before, Thumbnail? After);
