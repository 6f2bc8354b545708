using System.Buffers.Binary;

namespace ImageResize.WebP.Container;

/// <summary>
/// Finds the picture of a file (RFC 9649, 2): the bytes of its one VP8 chunk, where that is all there is. What is broken, moves,
/// has alpha or is lossless is not looked for.
/// </summary>
internal static class WebPContainer
{
    private const int ChunkHeader = 8, FileHeader = 12, ExtendedLength = 10;
    private const uint Riff = 0x46464952, WebP = 0x50424557, Lossy = 0x20385056, Extended = 0x58385056, Alpha = 0x48504C41, Animation = 0x4D494E41, Frame = 0x464D4E41, Lossless = 0x4C385056;

    /// <summary>The flags of an extended file for alpha and for animations.</summary>
    private const byte UnwantedFlags = 0x10 | 0x02;

    /// <summary>Where the chunk's content is, and its length; false where the file is not such a one, or any length in it is odd.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="picture">The content.</param>
    /// <param name="canvas">The size that the file tells of itself; null where it does not.</param>
    public static bool TryFindPicture(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> picture, out (int Width, int Height)? canvas)
    {
        picture = default;
        canvas = null;
        if (file.Length < FileHeader + ChunkHeader || Word(file, 0) != Riff || Word(file, 8) != WebP)
            return false;
        long end = (long)Word(file, 4) + ChunkHeader;
        if (end > file.Length || end % 2 != 0)
            return false;
        for (long at = FileHeader; at < end;)
        {
            if (end - at < ChunkHeader)
                return false;
            uint name = Word(file, (int)at), length = Word(file, (int)at + 4);
            long content = at + ChunkHeader, next = content + length + length % 2;
            if (next > end)
                return false;
            ReadOnlySpan<byte> bytes = file.Slice((int)content, (int)length);
            switch (name)
            {
                case Lossy when picture.IsEmpty:
                    picture = bytes;
                    break;
                case Extended when at == FileHeader && length == ExtendedLength && (bytes[0] & UnwantedFlags) == 0:
                    canvas = (1 + (int)(Word(bytes, 4) & 0xFFFFFF), 1 + (int)(Word(bytes, 6) >> 8));
                    break;
                case Lossy or Extended or Alpha or Animation or Frame or Lossless:
                    return false;
            }

            at = next;
        }

        // A simple file ends with its picture.
        return !picture.IsEmpty && (canvas is not null || Word(file, FileHeader) == Lossy);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
