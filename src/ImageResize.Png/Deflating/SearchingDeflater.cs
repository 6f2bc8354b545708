using System.IO.Compression;

namespace ImageResize.Png.Deflating;

/// <summary>
/// Deflates rows that repeat themselves, by the platform's zlib, which searches faster than any deflater of our own that was tried: at level 4
/// where rows are not filtered, and at level 6 for indices of a palette that was made to be small, of which there is a byte a pixel.
/// </summary>
/// <param name="target">Takes what is deflated.</param>
/// <param name="effort">0 to 10; null for what suits many images.</param>
internal sealed class SearchingDeflater(Stream target, int? effort) : IRowDeflater
{
    /// <summary>The level for indices of a palette that was made to be small.</summary>
    public const int SmallestLevel = 6;

    private const int Level = 4;

    private readonly ZLibStream _stream = new(
        target, new ZLibCompressionOptions { CompressionLevel = effort is { } wanted ? Math.Clamp(wanted, 1, 9) : Level }, leaveOpen: true);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data) => _stream.Write(data);

    /// <inheritdoc/>
    public void Complete() => _stream.Dispose();
}
