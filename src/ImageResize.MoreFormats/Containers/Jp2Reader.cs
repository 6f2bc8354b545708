using System.Buffers.Binary;
using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>JPEG 2000: the boxes of JP2 (ISO/IEC 15444-1, annex I) around a code stream, or the code stream alone.</summary>
internal static class Jp2Reader
{
    private const int MaxBoxes = 10_000;
    private const int MaxHeader = 16 << 20;

    private static readonly byte[] XmpId = [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];
    private static readonly byte[] ExifId = [.. "JpgTiffExif->JP2"u8];

    /// <summary>The facts.</summary>
    public static PictureFacts Read(ByteSource source)
    {
        byte[] first = new byte[2];
        source.Read(0, first);
        var told = new BoxFacts();
        long start = 0, end = source.Length;
        string? damage = null;
        if (first[0] != 0xFF)
            (start, end, damage) = ReadBoxes(source, told);
        Jp2CodeStream code = Jp2CodeStream.Read(source, start, end) ?? throw FactsReader.NoHeader(ImageFormat.Jp2, damage ?? "its code stream has no head");
        bool isGray = told.IsGray ?? code.Components < 3;
        bool isProfile = told.Icc is { } icc && IccProfile.IsProfile(icc);
        ColorDescription color = isProfile ? IccProfile.Read(told.Icc) : ColorDescription.Unspecified;
        int colors = isGray && !told.HasPalette ? 1 : 3;
        bool hasAlpha = told.HasAlpha ?? (code.Components is 2 or 4 && !told.HasPalette);
        return new PictureFacts(code.Size, new ImageParts
        {
            Format = ContainerFormat.Other,
            Width = code.Size.Width,
            Height = code.Size.Height,
            BitsPerSample = code.Bits,
            HasAlpha = hasAlpha,
            Channels = colors + (hasAlpha ? 1 : 0),
            Color = color,
            Metadata = new MetadataBlocks { Exif = told.Exif, Xmp = told.Xmp, Icc = isProfile ? told.Icc : null },
        })
        {
            DecodedSize = code.SampleSize,
            ColorModel = colors == 1 ? ColorModel.Gray : ColorModel.Rgb,
            Damage = damage ?? code.Damage,
        };
    }

    /// <summary>The code stream's place, and what is missing.</summary>
    private static (long Start, long End, string? Damage) ReadBoxes(ByteSource source, BoxFacts told)
    {
        Span<byte> head = stackalloc byte[16];
        (long Start, long End)? stream = null;
        string? damage = null;
        long position = 0;
        for (int count = 0; count < MaxBoxes && position < source.Length; count++)
        {
            int read = source.Read(position, head);
            if (read < 8)
            {
                damage = stream is null ? "it ends inside a box" : null;
                break;
            }

            (string type, int headLength, long length) = IsoBox.ReadHead(head[..read], source.Length - position);
            if (length < headLength)
            {
                damage = "a box in it has no sound length";
                break;
            }

            long available = Math.Min(length, source.Length - position);
            if (type == "jp2c")
                stream ??= (position + headLength, position + available);
            else if (type is "jp2h" or "uuid" && available == length && source.Take(position + headLength, length - headLength, new MetadataLimit(MaxHeader)) is { } content)
                told.Take(type, content);

            // The code stream tells by itself whether it is whole; some writers put a wrong length on its box.
            if (length > available && type != "jp2c")
                damage ??= $"it ends inside the box \"{type.Trim()}\"";
            position += available;
        }

        return stream is { } found ? (found.Start, found.End, damage) : throw FactsReader.NoHeader(ImageFormat.Jp2, damage ?? "it holds no picture");
    }

    /// <summary>What the boxes tell.</summary>
    private sealed class BoxFacts
    {
        private const int GrayScale = 17;

        public bool? IsGray { get; private set; }

        public bool? HasAlpha { get; private set; }

        public bool HasPalette { get; private set; }

        public byte[]? Icc { get; private set; }

        public byte[]? Exif { get; private set; }

        public byte[]? Xmp { get; private set; }

        public void Take(string type, byte[] content)
        {
            if (type == "uuid" && content.AsSpan().StartsWith(XmpId))
                Xmp ??= content[XmpId.Length..];
            else if (type == "uuid" && content.AsSpan().StartsWith(ExifId))
                Exif ??= content.Length > ExifId.Length + 6 && content.AsSpan(ExifId.Length).StartsWith("Exif\0\0"u8) ? content[(ExifId.Length + 6)..] : content[ExifId.Length..];
            else if (type == "jp2h")
                TakeHeader(content);
        }

        private void TakeHeader(byte[] content)
        {
            foreach (IsoBox box in IsoBox.Children(content, 0, content.Length))
            {
                ReadOnlySpan<byte> inside = content.AsSpan(box.ContentStart, box.End - box.ContentStart);
                switch (box.Type)
                {
                    case "colr" when inside.Length >= 7 && inside[0] == 1:
                        IsGray ??= BinaryPrimitives.ReadUInt32BigEndian(inside[3..]) == GrayScale;
                        break;
                    case "colr" when inside.Length > 3 && inside[0] is 2 or 3:
                        Icc ??= inside[3..].ToArray();
                        break;
                    case "pclr":
                        HasPalette = true;
                        break;
                    case "cdef" when inside.Length >= 2:
                        TakeChannels(inside[2..]);
                        break;
                }
            }
        }

        /// <summary>Channels with their number, their kind (1 for opacity) and what they belong to.</summary>
        private void TakeChannels(ReadOnlySpan<byte> entries)
        {
            HasAlpha = false;
            for (; entries.Length >= 6; entries = entries[6..])
                HasAlpha |= BinaryPrimitives.ReadUInt16BigEndian(entries[2..]) is 1 or 2;
        }
    }
}
