using System.Buffers.Binary;
using System.IO.Compression;
using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>
/// JPEG XL: the code stream alone, or in boxes (ISO/IEC 18181-2) with metadata beside it, some of it compressed. The decoder does not
/// turn the picture; that is left to do by the code stream's orientation, and EXIF's counts for nothing.
/// </summary>
internal static class JxlReader
{
    private const int MaxBoxes = 10_000;
    private const int MaxHead = 1 << 16;

    /// <summary>Bytes before the code stream's own in a box of a part of it: its number.</summary>
    private const int PartNumber = 4;

    /// <summary>The facts.</summary>
    public static PictureFacts Read(ByteSource source)
    {
        byte[] first = new byte[2];
        source.Read(0, first);
        var told = new BoxFacts();
        List<(long Offset, long Length)> pieces = [(0, source.Length)];
        string? damage = null;
        if (first[0] != 0xFF)
            damage = ReadBoxes(source, told, pieces);
        JxlHeader header = JxlHeader.Read(Head(source, pieces)) ?? throw FactsReader.NoHeader(ImageFormat.Jxl, damage ?? "its code stream has no sound head");
        int channels = (header.IsGray ? 1 : 3) + (header.HasAlpha ? 1 : 0);
        return new PictureFacts(header.Size, new ImageParts
        {
            Format = ContainerFormat.Other,
            Width = header.Size.Width,
            Height = header.Size.Height,
            BitsPerSample = header.Bits,
            HasAlpha = header.HasAlpha,
            Channels = channels,
            Color = ColorDescription.Unspecified,
            Metadata = new MetadataBlocks { Exif = told.Exif, Xmp = told.Xmp },
        })
        {
            Orientation = header.Orientation,
            ColorModel = header.IsGray ? ColorModel.Gray : ColorModel.Rgb,
            IsAnimated = header.IsAnimated,
            Damage = damage,
        };
    }

    /// <summary>Where the code stream is, and what is missing of it.</summary>
    private static string? ReadBoxes(ByteSource source, BoxFacts told, List<(long Offset, long Length)> pieces)
    {
        pieces.Clear();
        Span<byte> head = stackalloc byte[16];
        bool isDone = false;
        long position = 0;
        for (int count = 0; count < MaxBoxes && position < source.Length; count++)
        {
            int read = source.Read(position, head);
            (string type, int headLength, long length) = read < 8 ? ("", 8, long.MaxValue) : IsoBox.ReadHead(head[..read], source.Length - position);
            if (length < headLength)
                return "a box in it has no sound length";
            if (length > source.Length - position)
                return isDone ? null : $"it ends inside the box \"{type.Trim()}\"";
            (long at, long contentLength) = (position + headLength, length - headLength);
            if (type == "jxlc")
            {
                pieces.Add((at, contentLength));
                isDone = true;
            }
            else if (type == "jxlp" && contentLength >= PartNumber)
            {
                // The last one has the highest bit of its number set.
                byte[] number = new byte[PartNumber];
                source.Read(at, number);
                isDone |= (number[0] & 0x80) != 0;
                pieces.Add((at + PartNumber, contentLength - PartNumber));
            }
            else if (type is "Exif" or "xml " or "brob")
            {
                told.Take(type, source.Take(at, contentLength, new MetadataLimit()));
            }

            position += length;
        }

        return isDone ? null : "the last part of its code stream is missing";
    }

    private static byte[] Head(ByteSource source, List<(long Offset, long Length)> pieces)
    {
        var head = new MemoryStream();
        foreach ((long offset, long length) in pieces)
        {
            byte[] piece = new byte[(int)Math.Min(length, MaxHead - head.Length)];
            head.Write(piece, 0, source.Read(offset, piece));
        }

        return head.ToArray();
    }

    /// <summary>The metadata in boxes.</summary>
    private sealed class BoxFacts
    {
        public byte[]? Exif { get; private set; }

        public byte[]? Xmp { get; private set; }

        public void Take(string type, byte[]? content)
        {
            if (type == "brob" && content is { Length: > 4 })
                Take(System.Text.Encoding.Latin1.GetString(content, 0, 4), Inflate(content.AsMemory(4)));
            else if (type == "xml ")
                Xmp ??= content;
            else if (type == "Exif" && content is { Length: > 4 } && BinaryPrimitives.ReadUInt32BigEndian(content) is var skip && skip < content.Length - 4)
                Exif ??= content[(4 + (int)skip)..];
        }

        /// <summary>What Brotli has made smaller, up to what metadata may have; null where it is longer, or broken.</summary>
        private static byte[]? Inflate(ReadOnlyMemory<byte> data)
        {
            try
            {
                using var inflated = new MemoryStream();
                using var brotli = new BrotliStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
                byte[] piece = new byte[1 << 16];
                for (int count; (count = brotli.Read(piece)) > 0;)
                {
                    inflated.Write(piece, 0, count);
                    if (inflated.Length > MetadataLimit.DefaultBytes)
                        return null;
                }

                return inflated.ToArray();
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
            {
                return null;
            }
        }
    }
}
