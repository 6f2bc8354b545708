namespace ImageResize.Report.Content;

/// <summary>How fast the run was for a while.</summary>
/// <param name="From">Since the run began.</param>
/// <param name="To">Since the run began.</param>
/// <param name="ImagesPerSecond">Outputs that did not fail.</param>
/// <param name="Failed">How many failed meanwhile.</param>
internal readonly record struct ThroughputPoint(TimeSpan From, TimeSpan To, double ImagesPerSecond, long Failed);
