namespace ImageResize.Imaging;

/// <summary>A picture file inside another file: the JPEG of a camera raw file, the PNG of an icon.</summary>
/// <param name="Container">What the file around it is, for people: "NEF", "ICO".</param>
/// <param name="Pieces">Where its bytes are.</param>
/// <param name="Header">Its header.</param>
internal sealed record EmbeddedPicture(string Container, FilePieces Pieces, ImageHeader Header)
{
    /// <summary>What is damaged of the file around it; null where nothing is known to be.</summary>
    public string? Damage { get; init; }

    /// <summary>What the file around it says of the picture, as an EXIF block; null where nothing, or where the picture says all there is.</summary>
    public byte[]? Exif { get; init; }

    /// <summary>What the user should know of where the picture is from; null where it goes without saying.</summary>
    public string? Remark { get; init; }
}

/// <summary>
/// A file that is put together from parts of another and from bytes in memory, without a copy of it. Immutable; may be read
/// from several threads as far as the file may.
/// </summary>
internal sealed class FilePieces
{
    private readonly List<Piece> _pieces = [];

    private readonly record struct Piece(long Start, long Length, ReadOnlyMemory<byte> Bytes, ImageInput? File, long Offset);

    /// <summary>Bytes in all.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    public FilePieces Add(ReadOnlyMemory<byte> bytes) => Add(new Piece(Length, bytes.Length, bytes, null, 0));

    /// <summary>Adds a part of a file, which lies within it.</summary>
    public FilePieces Add(ImageInput file, long offset, long length) => Add(new Piece(Length, length, default, file, offset));

    /// <summary>Reads from a place; fewer bytes than wanted where a piece ends, none at the end.</summary>
    public int Read(Span<byte> buffer, long offset)
    {
        foreach (Piece piece in _pieces)
        {
            long at = offset - piece.Start;
            if (at < 0 || at >= piece.Length)
                continue;
            Span<byte> target = buffer[..(int)Math.Min(buffer.Length, piece.Length - at)];
            if (piece.File is { } file)
                return file.Read(target, piece.Offset + at);
            piece.Bytes.Span.Slice((int)at, target.Length).CopyTo(target);
            return target.Length;
        }

        return 0;
    }

    private FilePieces Add(Piece piece)
    {
        _pieces.Add(piece);
        Length += piece.Length;
        return this;
    }
}
