using ImageResize.Png.Chunks;

namespace ImageResize.Png.Decoding;

/// <summary>A place in the image data of a file, as one stream over all IDAT chunks.</summary>
/// <param name="Chunk">Where its chunk begins in the file, at the length.</param>
/// <param name="Skip">Bytes of the chunk's data before it; fewer than there are.</param>
/// <param name="Offset">Bytes of the stream before it.</param>
internal readonly record struct ImageDataPlace(int Chunk, int Skip, long Offset)
{
    /// <summary>The place so many bytes further on; null behind the last whole chunk.</summary>
    public ImageDataPlace? Advance(ReadOnlySpan<byte> source, long bytes)
    {
        (int begin, long skip) = (Chunk, Skip + bytes);
        var reader = new ChunkReader(source, begin);
        while (reader.Next() && reader.Chunk.Type == ChunkType.ImageData && reader.IsWhole)
        {
            if (skip < reader.Chunk.Length)
                return new ImageDataPlace(begin, (int)skip, Offset + bytes);
            skip -= reader.Chunk.Length;
            begin = reader.Position;
        }

        return null;
    }
}
