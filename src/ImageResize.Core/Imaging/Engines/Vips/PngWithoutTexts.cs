using System.Buffers.Binary;
using ImageResize.Files;
using ImageResize.Metadata.Containers;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// A PNG file as libvips shall see it: without texts. libvips inflates all of them before it reads a pixel, up to 8 MB each, so that a
/// file of 4 MB takes 2 GB; our own reader has taken what it wants of them, within its limit. Stateless.
/// </summary>
internal static class PngWithoutTexts
{
    private const int ChunkHead = 8;
    private const int ChunkCheck = 4;

    /// <summary>Image data in chunks of 8 KB make a hundred thousand chunks a gigabyte; behind so many the file ends.</summary>
    private const int MostChunks = 1_000_000;

    /// <summary>Texts come together, before the image data or behind; where they alternate with other chunks so often, the file ends.</summary>
    private const int MostPieces = 1_000;

    /// <summary>The file, or the pieces of it that are no texts.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Stream Open(ImageInput input)
    {
        var pieces = new FilePieces();
        Span<byte> head = stackalloc byte[ChunkHead];
        long position = PngPartsReader.Signature.Length, kept = 0;
        int count = 0;
        for (int chunks = 0; TryRead(input, position, head); chunks++)
        {
            long end = position + ChunkHead + BinaryPrimitives.ReadUInt32BigEndian(head) + ChunkCheck;
            bool isText = BinaryPrimitives.ReadUInt32BigEndian(head[4..]) is PngChunkType.Text or PngChunkType.CompressedText or PngChunkType.InternationalText;
            if (chunks == MostChunks || count == MostPieces)
                return new PieceStream(pieces);
            if (isText)
            {
                if (kept < position)
                {
                    pieces.Add(input, kept, position - kept);
                    count++;
                }

                kept = Math.Min(end, input.Length);
            }

            position = end;
        }

        if (kept == 0)
            return input.OpenStream();
        if (kept < input.Length)
            pieces.Add(input, kept, input.Length - kept);
        return new PieceStream(pieces);
    }

    private static bool TryRead(ImageInput input, long offset, Span<byte> buffer)
    {
        for (int read = 0; read < buffer.Length;)
        {
            int count = offset + read < input.Length ? input.Read(buffer[read..], offset + read) : 0;
            if (count == 0)
                return false;
            read += count;
        }

        return true;
    }
}
