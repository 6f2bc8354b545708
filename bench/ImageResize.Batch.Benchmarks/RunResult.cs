using System.Globalization;

namespace ImageResize.BatchBenchmarks;

/// <summary>One run over all images.</summary>
internal sealed record RunResult(double ImagesPerSecond, double CpuMilliseconds, int PeakInHand)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ImagesPerSecond:0.0} images/s");
}
