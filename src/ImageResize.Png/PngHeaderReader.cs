using System.Buffers.Binary;
using System.Collections.Immutable;
using ImageResize.Png.Chunks;

namespace ImageResize.Png;

/// <summary>
/// Reads the chunks around the image data, with the rules of libpng's defaults: what is wrong with a critical chunk is an error,
/// a broken ancillary chunk is passed over.
/// </summary>
internal static class PngHeaderReader
{
    private const int HeaderLength = 13;
    private const int MaxColors = 256;

    public static PngHeader Read(ReadOnlySpan<byte> source)
    {
        if (!source.StartsWith(ChunkReader.Signature))
            throw new PngFormatException("The file does not begin as a PNG image does.");
        var reader = new ChunkReader(source, ChunkReader.Signature.Length);
        PngHeader header = ReadFirst(source, ref reader);
        ImmutableArray<PngChunk>.Builder chunks = ImmutableArray.CreateBuilder<PngChunk>();
        ImmutableArray<byte> palette = [], transparency = [];
        bool dropped = false;
        while (true)
        {
            int offset = reader.Position;
            if (!reader.Next())
                throw new PngFormatException("The file ends, or makes no sense, before the image data.");
            PngChunk chunk = reader.Chunk;
            if (chunk.Type == ChunkType.ImageData)
            {
                if (header.Color == PngColor.Palette && palette.IsEmpty)
                    throw new PngFormatException("The palette is missing.");
                bool hasEnd = ReadRest(source, reader, chunks, ref dropped);
                return new PngHeader
                {
                    Width = header.Width,
                    Height = header.Height,
                    Depth = header.Depth,
                    Color = header.Color,
                    IsInterlaced = header.IsInterlaced,
                    Palette = palette,
                    Transparency = transparency,
                    Chunks = chunks.ToImmutable(),
                    DroppedChunks = dropped,
                    ImageDataOffset = offset,
                    HasEnd = hasEnd,
                };
            }

            if (!reader.IsWhole)
                throw new PngFormatException("The file ends before the image data.");
            if (chunk.Type == ChunkType.Palette)
                palette = ReadPalette(source, chunk, header, palette);
            else if (chunk.IsCritical)
                throw new PngFormatException($"There is an unknown critical chunk, {chunk.Name}, or a known one in a wrong place.");
            else if (!TryAdd(source, chunk, chunks))
                dropped = true;
            else if (chunk.Type == ChunkType.Transparency && transparency.IsEmpty)
                transparency = ReadTransparency(source, chunk, header, palette);
        }
    }

    private static PngHeader ReadFirst(ReadOnlySpan<byte> source, ref ChunkReader reader)
    {
        bool isHeader = reader.Next() && reader.Chunk is { Type: ChunkType.Header, Length: HeaderLength } && reader.IsWhole;
        if (!isHeader || !reader.Chunk.HasSoundCrc(source))
            throw new PngFormatException("The header chunk is missing or damaged.");
        ReadOnlySpan<byte> data = reader.Chunk.Of(source);
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > PngHeader.MaxDimension || height is 0 or > PngHeader.MaxDimension)
            throw new PngFormatException($"The header gives a size that is not possible or not supported: {width} x {height}.");
        (int depth, var color) = (data[8], (PngColor)data[9]);
        bool isKnown = color switch
        {
            PngColor.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GrayAlpha or PngColor.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown || data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new PngFormatException("The header gives a colour type, a depth or a method that does not exist.");
        return new PngHeader { Width = (int)width, Height = (int)height, Depth = depth, Color = color, IsInterlaced = data[12] == 1 };
    }

    private static ImmutableArray<byte> ReadPalette(ReadOnlySpan<byte> source, PngChunk chunk, PngHeader header, ImmutableArray<byte> earlier)
    {
        // In images of other kinds it is a suggestion, and of no use; but as in libpng, it must have a colour.
        if (header.Color != PngColor.Palette)
            return chunk.Length > 0 || header.IsGray ? [] : throw new PngFormatException("The palette is empty.");
        if (!chunk.HasSoundCrc(source) || !earlier.IsEmpty)
            throw new PngFormatException("The palette is damaged, or there are two.");
        if (chunk.Length == 0 || chunk.Length % 3 != 0 || chunk.Length > 3 * MaxColors)
            throw new PngFormatException("The palette has a length that is not possible.");
        int colors = Math.Min(chunk.Length / 3, 1 << header.Depth);
        return [.. chunk.Of(source)[..(3 * colors)]];
    }

    private static ImmutableArray<byte> ReadTransparency(ReadOnlySpan<byte> source, PngChunk chunk, PngHeader header, ImmutableArray<byte> palette)
    {
        bool counts = header.Color switch
        {
            PngColor.Gray => chunk.Length == 2,
            PngColor.Rgb => chunk.Length == 6,
            PngColor.Palette => chunk.Length > 0 && chunk.Length <= palette.Length / 3,
            _ => false,
        };
        return counts ? [.. chunk.Of(source)] : [];
    }

    /// <summary>Lists the chunks behind the image data; they can do no harm to the image. Whether the end chunk was there, whole.</summary>
    private static bool ReadRest(ReadOnlySpan<byte> source, ChunkReader reader, ImmutableArray<PngChunk>.Builder chunks, ref bool dropped)
    {
        while (reader.Next())
        {
            if (reader.Chunk.Type == ChunkType.End)
                return reader.IsWhole;
            if (reader.Chunk.IsCritical)
                continue;
            if (!reader.IsWhole || !TryAdd(source, reader.Chunk, chunks))
                dropped = true;
        }

        return false;
    }

    private static bool TryAdd(ReadOnlySpan<byte> source, PngChunk chunk, ImmutableArray<PngChunk>.Builder chunks)
    {
        if (chunk.Length > PngHeader.MaxChunkBytes || chunks.Count >= PngHeader.MaxChunks || !chunk.HasSoundCrc(source))
            return false;
        chunks.Add(chunk);
        return true;
    }
}
