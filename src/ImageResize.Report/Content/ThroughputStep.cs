namespace ImageResize.Report.Content;

/// <summary>What was done in one step of time.</summary>
/// <param name="Done">Outputs that did not fail.</param>
/// <param name="Failed">Outputs that failed.</param>
internal readonly record struct ThroughputStep(long Done, long Failed);
