using ImageResize.Pixels;

namespace ImageResize.Png.Decoding;

/// <summary>How a large image may be decoded by several threads. Immutable, and shared by scalers.</summary>
/// <param name="Idle">Lends processors; none is taken for an image below the limit.</param>
internal sealed record Parallelism(IIdleProcessors Idle)
{
    /// <summary>Pixels of the smallest image that a helper is asked for. Smaller ones take one processor too short a time to be waited for.</summary>
    public long MinPixels { get; init; } = 40_000_000;

    /// <summary>Helpers at most. The owner undoes filters and scales alone, which a few of them are enough for.</summary>
    public int MaxHelpers { get; init; } = 3;

    /// <summary>Inflated bytes of a piece of what a helper has inflated; it has twelve of them.</summary>
    public int PieceBytes { get; init; } = 2 << 20;

    /// <summary>How many times smaller image data may be compressed for inflating them in stretches to be worth their trouble.</summary>
    public double MaxRatio { get; init; } = 30;
}
