using ImageResize.Files;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>Pieces of a file, and bytes between them, as one stream.</summary>
/// <param name="pieces">Where its bytes are.</param>
internal sealed class PieceStream(FilePieces pieces) : SeekableReadStream(pieces.Length)
{
    /// <inheritdoc/>
    protected override int ReadAt(Span<byte> buffer, long offset) => pieces.Read(buffer, offset);
}
