using System.Buffers.Binary;

namespace ImageResize.Testing;

/// <summary>Bitmaps with what newer headers add, and icons of several pictures.</summary>
public static class BmpSamples
{
    /// <summary>32 bits with masks (a header of version 4), rows from the top.</summary>
    public static byte[] Alpha(byte[] rgba, int width, int height)
    {
        byte[] head = Head(108, width, -height, 32, 3, rgba.Length);
        uint[] masks = [0xFF0000, 0xFF00, 0xFF, 0xFF000000];
        for (int i = 0; i < masks.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(14 + 40 + 4 * i), masks[i]);
        return [.. head, .. Swapped(rgba, 4)];
    }

    /// <summary>24 bits, rows from the top; the width is a multiple of four.</summary>
    public static byte[] FromTop(byte[] rgb, int width, int height) => [.. Head(40, width, -height, 24, 0, rgb.Length), .. Swapped(rgb, 3)];

    /// <summary>24 bits with a colour profile behind the pixels (a header of version 5), rows from the top.</summary>
    public static byte[] Profiled(byte[] rgb, int width, int height, byte[] profile)
    {
        byte[] head = Head(124, width, -height, 24, 0, rgb.Length);
        "DEBM"u8.CopyTo(head.AsSpan(14 + 56));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(14 + 112), 124 + rgb.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(14 + 116), profile.Length);
        return [.. head, .. Swapped(rgb, 3), .. profile];
    }

    /// <summary>An icon (1) or a cursor (2) of three pictures of one colour or another, the last of which is the largest: 32 bits, and an empty mask.</summary>
    public static byte[] Icon(byte type, byte[] rgba, int width, int height)
    {
        byte[][] pictures = [Picture(Enumerable.Repeat((byte)255, 16 * 16 * 4), 16, 16), Picture(Enumerable.Repeat((byte)255, 32 * 32 * 4), 32, 32), Picture(rgba, width, height)];
        (int Width, int Height)[] sizes = [(16, 16), (32, 32), (width, height)];
        int place = 6 + 16 * pictures.Length;
        var entries = new List<byte>();
        for (int i = 0; i < pictures.Length; i++)
        {
            entries.AddRange([(byte)sizes[i].Width, (byte)sizes[i].Height, 0, 0, 1, 0, 32, 0, .. BitConverter.GetBytes(pictures[i].Length), .. BitConverter.GetBytes(place)]);
            place += pictures[i].Length;
        }

        return [0, 0, type, 0, (byte)pictures.Length, 0, .. entries, .. pictures.SelectMany(picture => picture)];

        static byte[] Picture(IEnumerable<byte> rgba, int width, int height)
        {
            IEnumerable<byte> rows = rgba.Chunk(width * 4).Reverse().SelectMany(row => row);
            return [.. Head(40, width, height * 2, 32, 0, 0)[14..], .. Swapped(rows, 4), .. new byte[(width + 31) / 32 * 4 * height]];
        }
    }

    private static byte[] Head(int size, int width, int height, short bits, int compression, int length)
    {
        byte[] head = new byte[14 + size];
        "BM"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(2), head.Length + length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(10), head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(14), size);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(28), bits);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(30), compression);
        return head;
    }

    /// <summary>Blue first.</summary>
    private static IEnumerable<byte> Swapped(IEnumerable<byte> pixels, int channels) => pixels.Chunk(channels).SelectMany(pixel => (byte[])[pixel[2], pixel[1], pixel[0], .. pixel[3..]]);
}
