using System.Buffers.Binary;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>What a WebP file holds (RFC 9649, 2): the chunks of its RIFF container.</summary>
internal static class WebPPartsReader
{
    private const int MaxChunks = 1_000_000;

    /// <summary>The parts; null where the source is no WebP file.</summary>
    public static ImageParts? Read(ByteSource source, MetadataLimit limit)
    {
        Span<byte> head = stackalloc byte[12];
        if (!source.TryRead(0, head) || !head.StartsWith("RIFF"u8) || !head[8..].SequenceEqual("WEBP"u8))
            return null;
        var builder = new PartsBuilder(source, limit);
        var parts = new ImageParts { Format = ContainerFormat.WebP, Channels = 3 };
        long end = Math.Min(8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]), source.Length);
        long position = 12;
        int frames = 0;
        bool isExtended = false;
        for (int count = 0; position < end; count++)
        {
            if (!source.TryRead(position, head[..8]) || position + 8 + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) > source.Length || count > MaxChunks)
            {
                builder.Problem = "The file ends before the end of the image.";
                break;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            long data = position + 8;
            switch (head[..4])
            {
                case [(byte)'V', (byte)'P', (byte)'8', (byte)'X']:
                    parts = ReadExtended(parts, source, data);
                    isExtended = true;
                    break;
                case [(byte)'V', (byte)'P', (byte)'8', (byte)' ' or (byte)'L'] when !isExtended:
                    parts = ReadBitstream(parts, source, data, isLossless: head[3] == 'L');
                    break;
                case [(byte)'A', (byte)'N', (byte)'M', (byte)'F']:
                    frames++;
                    break;
                case [(byte)'I', (byte)'C', (byte)'C', (byte)'P']:
                    builder.Icc ??= builder.Take(data, length);
                    break;
                case [(byte)'E', (byte)'X', (byte)'I', (byte)'F']:
                    builder.AddExif(builder.Take(data, length));
                    break;
                case [(byte)'X', (byte)'M', (byte)'P', (byte)' ']:
                    builder.Xmp ??= builder.Take(data, length);
                    break;
            }

            position = data + length + (length & 1);
        }

        if (builder.Problem is null)
            TrailingReader.Read(builder, end, source.Length);
        return builder.Build(parts with { Frames = Math.Max(1, frames) });
    }

    private static ImageParts ReadExtended(ImageParts parts, ByteSource source, long offset)
    {
        Span<byte> data = stackalloc byte[10];
        if (!source.TryRead(offset, data))
            return parts;
        bool hasAlpha = (data[0] & 0x10) != 0;
        return parts with
        {
            Width = 1 + (data[4] | data[5] << 8 | data[6] << 16),
            Height = 1 + (data[7] | data[8] << 8 | data[9] << 16),
            HasAlpha = hasAlpha,
            Channels = hasAlpha ? 4 : 3,
        };
    }

    /// <summary>The size, and whether there is alpha, from a bitstream's own header (RFC 6386, 9.1; RFC 9649, 3.4).</summary>
    public static ImageParts ReadBitstream(ImageParts parts, ByteSource source, long offset, bool isLossless)
    {
        Span<byte> data = stackalloc byte[10];
        if (!source.TryRead(offset, data))
            return parts;
        if (!isLossless)
        {
            return parts with
            {
                Width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF,
                Height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF,
            };
        }

        uint bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        bool hasAlpha = (bits >> 28 & 1) != 0;
        return parts with { Width = 1 + (int)(bits & 0x3FFF), Height = 1 + (int)(bits >> 14 & 0x3FFF), HasAlpha = hasAlpha, Channels = hasAlpha ? 4 : 3 };
    }
}
