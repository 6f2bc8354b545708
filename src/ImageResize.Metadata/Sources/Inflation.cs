using System.Buffers;
using System.IO.Compression;

namespace ImageResize.Metadata.Sources;

/// <summary>zlib streams (RFC 1950) of metadata, in and out.</summary>
internal static class Inflation
{
    private const int Step = 16_384;

    /// <summary>The content of a zlib stream; null where it is broken, or longer than may still be taken.</summary>
    public static byte[]? Inflate(byte[] compressed, int offset, MetadataLimit limit)
    {
        long most = Math.Min(limit.Left, limit.InflationLeft);
        var content = new ArrayBufferWriter<byte>();
        try
        {
            using var stream = new ZLibStream(new MemoryStream(compressed, offset, compressed.Length - offset, writable: false), CompressionMode.Decompress);
            while (content.WrittenCount <= most)
            {
                int count = stream.Read(content.GetSpan(Step)[..Step]);
                if (count == 0)
                    break;
                content.Advance(count);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The second comes of a stream that needs a dictionary: the bytes are in memory.
            return null;
        }

        limit.CountInflated(content.WrittenCount);
        return limit.TryTake(content.WrittenCount > most ? long.MaxValue : content.WrittenCount) ? content.WrittenSpan.ToArray() : null;
    }

    public static byte[] Deflate(ReadOnlySpan<byte> content)
    {
        var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.SmallestSize, leaveOpen: true))
            stream.Write(content);
        return target.ToArray();
    }
}
