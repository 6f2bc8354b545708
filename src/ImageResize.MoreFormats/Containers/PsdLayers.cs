using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>Counts the layers of a Photoshop file, of which no other thing is read, and takes them out.</summary>
internal static class PsdLayers
{
    private const int MaxBlocks = 1000;

    /// <summary>Keys of blocks whose length has eight bytes in a PSB.</summary>
    private static readonly string[] LongKeys = ["LMsk", "Lr16", "Lr32", "Layr", "Mt16", "Mt32", "Mtrn", "Alph", "FMsk", "lnk2", "FEid", "FXid", "PxSD"];

    /// <summary>How many there are; below 0 where the first channel behind the colours of the whole picture is its transparency.</summary>
    /// <param name="source">The file.</param>
    /// <param name="at">Where the section begins, behind its length.</param>
    /// <param name="length">Its length, which lies in the file.</param>
    /// <param name="isLarge">Whether it is a PSB.</param>
    public static int Count(ByteSource source, long at, long length, bool isLarge)
    {
        long end = at + length;
        int size = isLarge ? 8 : 4;
        if (length < size + 2)
            return 0;
        long infoLength = (long)Number(source, at, size);
        if (infoLength >= 2)
            return (short)Number(source, at + size, 2);

        // With 16 or 32 bits they are in a block behind the mask.
        long position = at + size + Math.Max(0, infoLength);
        if (position < at || position + 4 > end)
            return 0;
        position += 4 + (long)Number(source, position, 4);
        Span<byte> head = stackalloc byte[8];
        for (int i = 0; i < MaxBlocks && position + 12 <= end && source.TryRead(position, head); i++)
        {
            string key = System.Text.Encoding.Latin1.GetString(head[4..]);
            int keySize = isLarge && LongKeys.Contains(key) ? 8 : 4;
            long blockLength = (long)Number(source, position + 8, keySize);
            if (blockLength < 0 || blockLength > end - position)
                return 0;
            if (key is "Lr16" or "Lr32" or "Layr" && blockLength >= 2)
                return (short)Number(source, position + 8 + keySize, 2);
            position += 8 + keySize + (blockLength + 3) / 4 * 4;
        }

        return 0;
    }

    /// <summary>
    /// The file without its layers, of which nothing is wanted and which the decoder would make pictures of, however large they say they are.
    /// </summary>
    /// <param name="file">A file whose head, and lengths before the picture, are sound.</param>
    /// <param name="hasAlpha">Whether the whole picture has transparency, which an empty layer is left to say.</param>
    public static byte[] Remove(byte[] file, bool hasAlpha)
    {
        var source = new MemorySource(file);
        bool isLarge = file[5] == 2;
        int size = isLarge ? 8 : 4;
        long position = PsdReader.HeadLength;
        for (int section = 0; section < 2; section++)
            position += 4 + (long)Number(source, position, 4);
        long imageAt = position + size + (long)Number(source, position, size);
        if (position < 0 || imageAt < position || imageAt > file.Length)
            return file;
        byte[] layers = hasAlpha ? EmptyLayer(size) : [];
        return [.. file.AsSpan(0, (int)position), .. Length(layers.Length, size), .. layers, .. file.AsSpan((int)imageAt)];
    }

    /// <summary>One layer without an extent, and a number of layers below 0.</summary>
    private static byte[] EmptyLayer(int size)
    {
        byte[] layer = [.. new byte[16], 0, 1, 0, 0, .. new byte[size], .. "8BIMnorm"u8, 255, 0, 0, 0, 0, 0, 0, 12, .. new byte[12]];
        byte[] info = [255, 255, .. layer, 0, 0];
        return [.. Length(info.Length, size), .. info, 0, 0, 0, 0];
    }

    private static byte[] Length(int value, int size)
    {
        byte[] bytes = new byte[size];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(size - 4), value);
        return bytes;
    }

    private static ulong Number(ByteSource source, long offset, int size)
    {
        Span<byte> bytes = stackalloc byte[size];
        if (!source.TryRead(offset, bytes))
            return 0;
        return size switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes), long.MaxValue / 2),
        };
    }
}
