namespace ImageResize.SideBySide;

/// <summary>The figures of one run of a tool.</summary>
/// <param name="ImagesPerSecond">By the tool's own clock, without the start of its process.</param>
/// <param name="SteadyImagesPerSecond">In the second half of the outputs, by the times at which they were written: start and compilation left out.</param>
/// <param name="WallSeconds">The whole process.</param>
/// <param name="CpuSeconds">The whole process, all threads.</param>
/// <param name="PeakBytes">Peak resident memory.</param>
/// <param name="OutputBytes">All outputs together.</param>
internal sealed record ToolRun(double ImagesPerSecond, double SteadyImagesPerSecond, double WallSeconds, double CpuSeconds, long PeakBytes, long OutputBytes);
