using ImageResize.Pixels;

namespace ImageResize.Png.Decoding;

/// <summary>How a large image may be decoded by two threads. Immutable, and shared by scalers.</summary>
/// <param name="Idle">Lends processors; none is taken for an image below the limit.</param>
internal sealed record Parallelism(IIdleProcessors Idle)
{
    /// <summary>Pixels of the smallest image that a helper is asked for. Smaller ones take one processor too short a time to be waited for.</summary>
    public long MinPixels { get; init; } = 40_000_000;
}
