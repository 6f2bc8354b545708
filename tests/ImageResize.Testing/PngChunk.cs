using System.Buffers.Binary;
using System.Text;

namespace ImageResize.Testing;

/// <summary>Writes a chunk of a PNG file (W3C PNG, 5.3).</summary>
public static class PngChunk
{
    private const int SignatureBytes = 8;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (crc, _) => (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1))];

    public static void Write(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        stream.Write(number);
    }

    /// <summary>Makes the checksums right again as far as the chunks can be followed; leaves other files alone.</summary>
    public static void RepairChecksums(Span<byte> file)
    {
        if (file.Length < SignatureBytes || !file[1..4].SequenceEqual("PNG"u8))
            return;
        for (long at = SignatureBytes; at + 12 <= file.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            if (at + 12 + length > file.Length)
                return;
            Span<byte> body = file.Slice((int)at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file[(int)(at + 8 + length)..], Crc(body));
            at += 12 + length;
        }
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ crc >> 8;
        return ~crc;
    }
}
