using System.Buffers.Binary;
using System.IO.Compression;
using ImageResize.Imaging;
using ImageResize.Metadata;
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
    /// <param name="source">The file.</param>
    /// <param name="limit">What metadata may take.</param>
    public static PictureFacts Read(ByteSource source, MetadataLimit limit)
    {
        var told = new BoxFacts(limit);
        List<(long Offset, long Length)> pieces = [];
        string? damage = ReadBoxes(source, told, pieces);
        JxlHeader header = JxlHeader.Read(Head(source, pieces)) ?? throw FactsReader.NoHeader(ImageFormat.Jxl, damage ?? "its code stream has no sound head");
        if (header.HasBlack)
            throw FactsReader.NotRead("The JPEG XL file has the colours of a press (CMYK), which is not supported. Convert it to RGB first.");
        int channels = (header.Color.IsGray ? 1 : 3) + (header.HasAlpha ? 1 : 0);
        return new PictureFacts(header.Size, new ImageParts
        {
            Format = ContainerFormat.Other,
            Width = header.Size.Width,
            Height = header.Size.Height,
            BitsPerSample = header.Bits,
            HasAlpha = header.HasAlpha,
            Channels = channels,
            BlocksNotTaken = limit.Refused,
            ExceedsLimit = limit.Refused > 0,
            Color = header.Color.Description,
            Metadata = new MetadataBlocks { Exif = told.Exif, Xmp = told.Xmp },
        })
        {
            Orientation = header.Orientation,
            ColorModel = header.Color.IsGray ? ColorModel.Gray : ColorModel.Rgb,
            HasHiddenProfile = header.Color.HasProfile,
            DecodesToLinear = header.Color is { IsXyb: true, HasProfile: true },
            IsAnimated = header.IsAnimated,
            Damage = damage,
        };
    }

    /// <summary>The code stream out of its boxes: that of a file with compressed metadata the decoder does not find.</summary>
    /// <param name="file">The file.</param>
    public static byte[] CodeStream(byte[] file)
    {
        List<(long Offset, long Length)> pieces = [];
        ReadBoxes(new MemorySource(file), new BoxFacts(new MetadataLimit(0)), pieces);
        if (pieces.Count == 1 && pieces[0] == (0, file.Length))
            return file;
        byte[] stream = new byte[pieces.Sum(piece => piece.Length)];
        int at = 0;
        foreach ((long offset, long length) in pieces)
        {
            file.AsSpan((int)offset, (int)length).CopyTo(stream.AsSpan(at));
            at += (int)length;
        }

        return stream;
    }

    /// <summary>Where the code stream is, and what is missing of it.</summary>
    private static string? ReadBoxes(ByteSource source, BoxFacts told, List<(long Offset, long Length)> pieces)
    {
        byte[] first = new byte[1];
        source.Read(0, first);
        if (first[0] == 0xFF)
        {
            pieces.Add((0, source.Length));
            return null;
        }

        Span<byte> head = stackalloc byte[16];
        bool isDone = false;
        long position = 0;
        for (int count = 0; count < MaxBoxes && position < source.Length; count++)
        {
            int read = source.Read(position, head);
            (string type, int headLength, long length) = read < 8 ? ("", 8, long.MaxValue) : IsoBox.ReadHead(head[..read], source.Length - position);
            if (length < headLength)
                return "a box in it has no sound length";
            (long at, long contentLength) = (position + headLength, length - headLength);
            if (length > source.Length - position)
            {
                // What there is of it may be shown, if that is asked for.
                int number = type == "jxlp" ? PartNumber : 0;
                if (!isDone && type is "jxlc" or "jxlp" && source.Length - at > number)
                    pieces.Add((at + number, source.Length - at - number));
                return isDone ? null : $"it ends inside the box \"{type.Trim()}\"";
            }

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
                told.Take(type, source, at, contentLength);
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
    /// <param name="limit">What they may take.</param>
    private sealed class BoxFacts(MetadataLimit limit)
    {
        private const int InnerType = 4;

        public byte[]? Exif { get; private set; }

        public byte[]? Xmp { get; private set; }

        public void Take(string type, ByteSource source, long at, long length)
        {
            if (type != "brob")
            {
                if (!IsMet(type))
                    Take(type, source.Take(at, length, limit));
                return;
            }

            byte[] inner = new byte[InnerType];
            if (length <= InnerType || source.Read(at, inner) < InnerType)
                return;
            type = System.Text.Encoding.Latin1.GetString(inner);
            if (type is "Exif" or "xml " && !IsMet(type) && source.Take(at + InnerType, length - InnerType, limit) is { } packed)
                Take(type, Inflate(packed));
        }

        private bool IsMet(string type) => (type == "Exif" ? Exif : Xmp) is not null;

        private void Take(string type, byte[]? content)
        {
            if (type == "xml ")
                Xmp ??= content;
            else if (content is { Length: > 4 } && BinaryPrimitives.ReadUInt32BigEndian(content) is var skip && skip < content.Length - 4)
                Exif ??= content[(4 + (int)skip)..];
        }

        /// <summary>What Brotli has made smaller, up to what metadata may have; null where it is longer, or broken.</summary>
        private byte[]? Inflate(byte[] data)
        {
            try
            {
                using var inflated = new MemoryStream();
                using var brotli = new BrotliStream(new MemoryStream(data), CompressionMode.Decompress);
                byte[] piece = new byte[1 << 16];
                for (int count; inflated.Length <= limit.Left && limit.InflationLeft > 0 && (count = brotli.Read(piece)) > 0;)
                {
                    inflated.Write(piece, 0, count);
                    limit.CountInflated(count);
                }

                return limit.TryTake(limit.InflationLeft > 0 ? inflated.Length : long.MaxValue) ? inflated.ToArray() : null;
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
            {
                return null;
            }
        }
    }
}
