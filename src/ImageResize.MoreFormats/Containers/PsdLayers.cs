using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>Counts the layers of a Photoshop file, of which no other thing is read.</summary>
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
