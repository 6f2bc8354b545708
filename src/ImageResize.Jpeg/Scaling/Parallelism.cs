using ImageResize.Pixels;

namespace ImageResize.Jpeg.Scaling;

/// <summary>How a large image may be decoded by several threads. Immutable, and shared by scalers.</summary>
/// <param name="Idle">Lends processors; none is taken for an image below the limits.</param>
internal sealed record Parallelism(IIdleProcessors Idle)
{
    /// <summary>Pixels of the smallest image that helpers are asked for. Smaller ones take one processor too short a time to be waited for.</summary>
    public long MinPixels { get; init; } = 40_000_000;

    /// <summary>
    /// The most helpers. What is done by one thread alone, the inverse transforms and the resampling, bounds what
    /// they can gain: four threads come to 2.7 times one (docs/benchmarks.md).
    /// </summary>
    public int MaxHelpers { get; init; } = 7;

    /// <summary>Bytes of a slice at most: a part of the second-level cache.</summary>
    public int MaxSliceBytes { get; init; } = 256 * 1024;

    /// <summary>And at least, unless <see cref="MaxSliceBytes"/> is less.</summary>
    public int MinSliceBytes { get; init; } = 64 * 1024;
}
