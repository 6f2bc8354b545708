using System.Buffers.Binary;
using ImageResize.Png.Chunks;

namespace ImageResize.Png.Encoding;

/// <summary>
/// Where the chunks that a caller gives have their places (PNG specification, third edition, 5.6): those that say what colours
/// mean come before the palette, all others between it and the image.
/// </summary>
internal static class ChunkOrder
{
    private static readonly string[] BeforePalette = ["cICP", "iCCP", "sRGB", "gAMA", "cHRM", "mDCV", "cLLI"];

    /// <summary>Chunks that only the one who writes the image can know.</summary>
    private static readonly string[] OfTheImage = ["tRNS", "bKGD", "hIST", "sBIT", "sPLT", "acTL", "fcTL", "fdAT"];

    /// <exception cref="ArgumentException">A name is not that of an ancillary chunk, or of one that depends on how the image is written.</exception>
    public static void Validate(IReadOnlyList<PngRawChunk> chunks)
    {
        foreach (PngRawChunk chunk in chunks)
        {
            bool isName = chunk.Name is { Length: 4 } name && name.All(char.IsAsciiLetter) && char.IsAsciiLetterLower(name[0]) && char.IsAsciiLetterUpper(name[2]);
            if (!isName || OfTheImage.Contains(chunk.Name))
                throw new ArgumentException($"'{chunk.Name}' is not a chunk that can be given.", nameof(chunks));
        }
    }

    public static void WriteBeforePalette(ChunkWriter writer, IReadOnlyList<PngRawChunk> chunks) => Write(writer, chunks, isBeforePalette: true);

    public static void WriteBeforeImage(ChunkWriter writer, IReadOnlyList<PngRawChunk> chunks) => Write(writer, chunks, isBeforePalette: false);

    private static void Write(ChunkWriter writer, IReadOnlyList<PngRawChunk> chunks, bool isBeforePalette)
    {
        foreach (PngRawChunk chunk in chunks)
        {
            if (BeforePalette.Contains(chunk.Name) == isBeforePalette)
                writer.Write(BinaryPrimitives.ReadUInt32BigEndian(System.Text.Encoding.ASCII.GetBytes(chunk.Name)), chunk.Data.Span);
        }
    }
}
