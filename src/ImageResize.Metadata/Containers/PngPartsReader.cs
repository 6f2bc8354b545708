using System.Buffers.Binary;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Sources;

namespace ImageResize.Metadata.Containers;

/// <summary>What a PNG file holds (PNG specification, third edition), chunk by chunk; check sums are left to the decoder.</summary>
internal static class PngPartsReader
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Image data in chunks of 8 KB make a hundred thousand chunks a gigabyte.</summary>
    private const int MaxChunks = 1_000_000;

    /// <summary>The parts; null where the source is no PNG file.</summary>
    public static ImageParts? Read(ByteSource source, MetadataLimit limit)
    {
        Span<byte> head = stackalloc byte[8], number = stackalloc byte[4];
        if (!source.TryRead(0, head) || !head.SequenceEqual(Signature))
            return null;
        var builder = new PartsBuilder(source, limit);
        var texts = new PngTexts(builder);
        var color = new PngColor();
        var parts = new ImageParts { Format = ContainerFormat.Png, BitsPerSample = 0 };
        long position = Signature.Length;
        (uint announced, int frames, bool isBehindImage) = (0, 0, false);
        for (int count = 0; ; count++)
        {
            if (!source.TryRead(position, head) || BinaryPrimitives.ReadUInt32BigEndian(head) is var length && length > int.MaxValue || position + 12 + length > source.Length || count > MaxChunks)
            {
                builder.Problem = "The file ends before the end of the image.";
                break;
            }

            long data = position + 8;
            position = data + length + 4;
            switch (BinaryPrimitives.ReadUInt32BigEndian(head[4..]))
            {
                case PngChunkType.Header when length >= 13:
                    parts = ReadHeader(parts, source, data);
                    break;
                case PngChunkType.AnimationControl when length >= 8 && !isBehindImage && source.TryRead(data, number):
                    announced = BinaryPrimitives.ReadUInt32BigEndian(number);
                    break;
                case PngChunkType.FrameControl:
                    frames++;
                    break;
                case PngChunkType.Data:
                    isBehindImage = true;
                    break;
                case PngChunkType.Transparency:
                    parts = parts with { HasAlpha = true };
                    break;
                case PngChunkType.Exif:
                    builder.AddExif(builder.Take(data, length));
                    break;
                case PngChunkType.Profile:
                    int refused = limit.Refused;
                    builder.Icc ??= texts.Inflate(builder.Take(data, length));
                    builder.BrokenBlocks += builder.Icc is null && limit.Refused == refused ? 1 : 0;
                    break;
                case PngChunkType.Text or PngChunkType.CompressedText or PngChunkType.InternationalText:
                    texts.Add(BinaryPrimitives.ReadUInt32BigEndian(head[4..]), builder.Take(data, length));
                    break;
                case PngChunkType.Chromaticities or PngChunkType.Gamma or PngChunkType.StandardColor or PngChunkType.CodePoints when length <= 32:
                    color.Add(BinaryPrimitives.ReadUInt32BigEndian(head[4..]), builder.Take(data, length));
                    break;
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(head[4..]) == PngChunkType.End)
            {
                TrailingReader.Read(builder, position, source.Length);
                break;
            }
        }

        texts.Finish();
        bool isGray = parts.Channels <= 2;
        // A file may announce more than it has; only what is there is decoded.
        return builder.Build(parts with { Frames = announced > 0 ? (int)Math.Clamp(frames, 1, Math.Min(announced, int.MaxValue)) : 1 }, color.Describe(isGray));
    }

    private static ImageParts ReadHeader(ImageParts parts, ByteSource source, long offset)
    {
        Span<byte> header = stackalloc byte[13];
        if (!source.TryRead(offset, header))
            return parts;
        int kind = header[9];
        return parts with
        {
            Width = BinaryPrimitives.ReadUInt32BigEndian(header),
            Height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]),
            BitsPerSample = kind == 3 ? 8 : header[8],
            Channels = kind switch { 0 => 1, 4 => 2, 6 => 4, _ => 3 },
            HasAlpha = kind is 4 or 6,
        };
    }
}

/// <summary>The types of the chunks that hold metadata, as numbers.</summary>
internal static class PngChunkType
{
    public const uint Header = 0x49484452;
    public const uint Palette = 0x504C5445;
    public const uint Data = 0x49444154;
    public const uint End = 0x49454E44;
    public const uint Transparency = 0x74524E53;
    public const uint AnimationControl = 0x6163544C;
    public const uint FrameControl = 0x6663544C;
    public const uint Exif = 0x65584966;
    public const uint Profile = 0x69434350;
    public const uint Text = 0x74455874;
    public const uint CompressedText = 0x7A545874;
    public const uint InternationalText = 0x69545874;
    public const uint Chromaticities = 0x6348524D;
    public const uint Gamma = 0x67414D41;
    public const uint StandardColor = 0x73524742;
    public const uint CodePoints = 0x63494350;
    public const uint MasteringDisplay = 0x6D444356;
    public const uint ContentLight = 0x634C4C49;
    public const uint Time = 0x74494D45;

    /// <summary>
    /// Ancillary chunks that pixels, colours, sizes and frames depend on: tRNS, acTL, fcTL, fdAT, cHRM, gAMA, sRGB, cICP, mDCV, cLLI,
    /// sBIT, bKGD, hIST, pHYs; and of the extensions oFFs, pCAL, sCAL, sTER.
    /// </summary>
    public static readonly uint[] OfPicture =
    [
        Transparency, AnimationControl, 0x6663544C, 0x66644154, Chromaticities, Gamma, StandardColor, CodePoints, MasteringDisplay, ContentLight,
        0x73424954, 0x624B4744, 0x68495354, 0x70485973, 0x6F464673, 0x7043414C, 0x7343414C, 0x73544552,
    ];
}
