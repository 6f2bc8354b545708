using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageResize.Testing.Hostile;

/// <summary>
/// Damages what lies within the coded data of an image. Bytes of JPEG data are mostly changed so that no marker appears by accident,
/// because those end a scan, and damage behind it would never be seen. Rows of a PNG image are changed before they are deflated,
/// because a changed bit of deflate data seldom leaves rows that make sense.
/// </summary>
internal static class CodedData
{
    /// <summary>Larger images take too long to be deflated again.</summary>
    private const int LargestPng = 1 << 20;

    private static ReadOnlySpan<byte> Markers => [0xC0, 0xC1, 0xC2, 0xC4, 0xD0, 0xD1, 0xD2, 0xD7, 0xD8, 0xD9, 0xDA, 0xDB, 0xDC, 0xDD, 0xE1, 0xFE, 0x01];

    /// <summary>Damages coded data, if the file has some and chance will have it; false to damage the file in another way.</summary>
    public static bool TryMutate(List<byte> bytes, Random random)
    {
        if (bytes is [0xFF, 0xD8, ..])
            return random.Next(4) != 0 && TryMutateJpeg(bytes, random);
        if (bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
            return random.Next(2) == 0 && TryMutatePng(bytes, random);
        return false;
    }

    private static bool TryMutateJpeg(List<byte> bytes, Random random)
    {
        int data = FindScan(bytes);
        if (data >= bytes.Count)
            return false;
        int at = random.Next(data, bytes.Count);
        switch (random.Next(12))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 10), bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(at, [0xFF, Markers[random.Next(Markers.Length)]]);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                break;
            default:
                Restuff(bytes, at, random);
                break;
        }

        return true;
    }

    /// <summary>Changes a byte of the data into another that is no marker.</summary>
    private static void Restuff(List<byte> bytes, int at, Random random)
    {
        if (bytes[at] == 0xFF || bytes[at - 1] == 0xFF)
            return;
        bytes[at] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
        if (bytes[at] == 0xFF)
            bytes.Insert(at + 1, 0);
    }

    /// <summary>The first byte behind the first scan header.</summary>
    private static int FindScan(List<byte> bytes)
    {
        for (int i = 2; i + 3 < bytes.Count; i++)
        {
            if (bytes[i] == 0xFF && bytes[i + 1] == 0xDA)
                return Math.Min(bytes.Count, i + 2 + (bytes[i + 2] << 8 | bytes[i + 3]));
        }

        return bytes.Count;
    }

    private static bool TryMutatePng(List<byte> bytes, Random random)
    {
        byte[] file = [.. bytes];
        using var data = new MemoryStream();
        int first = -1, end = -1;
        for (int at = 8; at + 12 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12)
                break;
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                first = first < 0 ? at : first;
                data.Write(file, at + 8, length);
                end = at + 12 + length;
            }

            at += 12 + length;
        }

        if (first < 0 || Inflate(data) is not { Length: > 0 } rows)
            return false;
        for (int i = random.Next(1, 8); i > 0; i--)
            rows[random.Next(rows.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(6));
        if (random.Next(8) == 0)
            rows = rows[..random.Next(rows.Length)];
        using var chunk = new MemoryStream();
        PngChunk.Write(chunk, "IDAT", Deflate(rows, random));
        bytes.RemoveRange(first, end - first);
        bytes.InsertRange(first, chunk.ToArray());
        return true;
    }

    private static byte[]? Inflate(MemoryStream data)
    {
        data.Position = 0;
        var rows = new byte[LargestPng];
        try
        {
            using var zlib = new ZLibStream(data, CompressionMode.Decompress);
            return rows[..zlib.ReadAtLeast(rows, rows.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static byte[] Deflate(byte[] rows, Random random)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, (CompressionLevel)random.Next(4), leaveOpen: true))
            zlib.Write(rows);
        return data.ToArray();
    }
}
