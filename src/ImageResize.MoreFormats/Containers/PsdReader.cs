using System.Buffers.Binary;
using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Iptc;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>
/// Photoshop files (Adobe Photoshop File Formats Specification): a head, four sections with their lengths, and the picture made of all
/// layers, plain or in runs. The decoder fills up what is missing without a word, so the bytes of that picture are counted.
/// </summary>
internal static class PsdReader
{
    /// <summary>Bytes before the first section.</summary>
    public const int HeadLength = 26;

    private const int MaxChannels = 56, MaxSide = 300_000;

    /// <summary>The facts.</summary>
    /// <param name="source">The file.</param>
    /// <param name="limit">What metadata may take.</param>
    public static PictureFacts Read(ByteSource source, MetadataLimit limit)
    {
        byte[] head = new byte[HeadLength];
        if (!source.TryRead(0, head))
            throw FactsReader.NoHeader(ImageFormat.Psd, "it ends inside its head");
        bool isLarge = head[5] == 2;
        int channels = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(12));
        long height = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(14)), width = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(18));
        int depth = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(22)), mode = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(24));
        if (channels is 0 or > MaxChannels || width is 0 or > MaxSide || height is 0 or > MaxSide || depth is not (1 or 8 or 16 or 32))
            throw FactsReader.NoHeader(ImageFormat.Psd, $"a picture of {width}x{height} pixels in {channels} channels of {depth} bits cannot be");
        int colors = mode switch
        {
            0 or 1 or 2 or 8 => 1,
            3 or 9 => 3,
            4 => 4,
            7 => throw FactsReader.NotRead("The Photoshop file has channels without a colour model (multichannel), which is not supported. Convert it to RGB in Photoshop first."),
            _ => throw FactsReader.NoHeader(ImageFormat.Psd, $"there is no colour mode {mode}"),
        };
        if (channels < colors)
            throw FactsReader.NoHeader(ImageFormat.Psd, $"{channels} channels are too few for its colours");

        long resourcesAt = HeadLength + 4 + Number(source, HeadLength, 4, "colour table");
        long resourcesLength = Number(source, resourcesAt, 4, "resources");
        PsdResources resources = PsdResources.Read(source, resourcesAt + 4, resourcesLength, limit);
        if (!resources.HasComposite)
            throw FactsReader.NotRead("The Photoshop file was saved without the picture made of its layers. Save it again in Photoshop with \"Maximize Compatibility\", or as PNG.");
        if (depth == 32)
            throw FactsReader.NotRead("The Photoshop file has 32 bits a channel (HDR), which is not supported. Convert it to 16 bits a channel in Photoshop first.");
        long layersAt = resourcesAt + 4 + resourcesLength;
        int layerSize = isLarge ? 8 : 4;
        long layersLength = Number(source, layersAt, layerSize, "layers");
        int layers = PsdLayers.Count(source, layersAt + layerSize, layersLength, isLarge);
        bool hasAlpha = channels > colors && layers < 0 && mode != 4;
        long imageAt = layersAt + layerSize + layersLength;
        if (imageAt + 2 <= source.Length && CompressionOf(source, imageAt) is 2 or 3)
            throw FactsReader.NotRead("The Photoshop file has its picture compressed by ZIP, which is not supported. Save it again in Photoshop, or as PNG.");
        bool isProfile = resources.Icc is { } icc && IccProfile.IsProfile(icc);
        return new PictureFacts(new PixelSize((int)width, (int)height), new ImageParts
        {
            Format = ContainerFormat.Other,
            Width = width,
            Height = height,
            BitsPerSample = depth,
            HasAlpha = hasAlpha,
            Channels = (mode is 0 or 1 or 8 ? 1 : mode == 4 ? 4 : 3) + (hasAlpha ? 1 : 0),
            OtherPictures = [.. Enumerable.Repeat(new OtherPicture(PictureRole.Layer, 0), Math.Abs(layers))],
            BlocksNotTaken = limit.Refused,
            ExceedsLimit = limit.Refused > 0,
            Color = isProfile ? IccProfile.Read(resources.Icc) : ColorDescription.Unspecified,
            Metadata = new MetadataBlocks { Exif = resources.Exif, Xmp = resources.Xmp, Iptc = resources.Iptc, Icc = isProfile ? resources.Icc : null },
        })
        {
            ColorModel = mode switch { 0 or 1 or 8 => ColorModel.Gray, 4 => ColorModel.Cmyk, _ => ColorModel.Rgb },
            DotsPerInch = resources.DotsPerInch,
            DropsAlpha = !hasAlpha,
            Mix = hasAlpha && mode is 1 or 8 ? AlphaMix.White : AlphaMix.None,
            LosesAlpha = (mode == 4 && channels > colors && layers < 0) || (mode == 2 && resources.HasTransparentIndex),
            Damage = WhatIsMissing(source, imageAt, (width * depth + 7) / 8, height * channels, isLarge ? 4 : 2),
        };
    }

    /// <summary>The length of a section, which must lie in the file.</summary>
    private static long Number(ByteSource source, long offset, int size, string section)
    {
        Span<byte> number = stackalloc byte[size];
        if (!source.TryRead(offset, number))
            throw FactsReader.NoHeader(ImageFormat.Psd, $"it ends before its {section}");
        ulong length = size == 8 ? BinaryPrimitives.ReadUInt64BigEndian(number) : BinaryPrimitives.ReadUInt32BigEndian(number);
        return length <= (ulong)(source.Length - offset - size) ? (long)length : throw FactsReader.NoHeader(ImageFormat.Psd, $"it ends inside its {section}");
    }

    private static int CompressionOf(ByteSource source, long at)
    {
        byte[] compression = new byte[2];
        source.Read(at, compression);
        return BinaryPrimitives.ReadUInt16BigEndian(compression);
    }

    /// <summary>What of the picture lies behind the end of the file; null for nothing.</summary>
    /// <param name="source">The file.</param>
    /// <param name="at">Where the picture begins.</param>
    /// <param name="stride">Bytes of a row that is not compressed.</param>
    /// <param name="rows">Rows of all channels.</param>
    /// <param name="countSize">Bytes of a number that tells the length of a row in runs.</param>
    private static string? WhatIsMissing(ByteSource source, long at, long stride, long rows, int countSize)
    {
        if (at + 2 > source.Length)
            return "the picture made of its layers is missing";
        long needed = at + 2;
        switch (CompressionOf(source, at))
        {
            case 0:
                needed += stride * rows;
                break;
            case 1:
                long table = rows * countSize;
                if (table > source.Length - needed)
                    return "it ends inside the table of its rows";
                byte[] piece = new byte[(int)Math.Min(table, 1 << 16)];
                for (long from = needed, end = needed + table; from < end; from += piece.Length)
                {
                    int count = (int)Math.Min(piece.Length, end - from);
                    if (!source.TryRead(from, piece.AsSpan(0, count)))
                        return "it ends inside the table of its rows";
                    for (int i = 0; i < count; i += countSize)
                        needed += countSize == 2 ? BinaryPrimitives.ReadUInt16BigEndian(piece.AsSpan(i)) : BinaryPrimitives.ReadUInt32BigEndian(piece.AsSpan(i));
                }

                needed += table;
                break;
            default:
                return "the picture made of its layers is compressed in a way that there is not";
        }

        return needed > source.Length ? $"{needed - source.Length} bytes of its picture are missing" : null;
    }
}
