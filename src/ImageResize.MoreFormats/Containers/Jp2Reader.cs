using ImageResize.Imaging;
using ImageResize.Metadata;
using ImageResize.Metadata.Color;
using ImageResize.Metadata.Containers;
using ImageResize.Metadata.Sources;

namespace ImageResize.MoreFormats.Containers;

/// <summary>JPEG 2000: the boxes of JP2 (ISO/IEC 15444-1, annex I) around a code stream, or the code stream alone.</summary>
internal static class Jp2Reader
{
    private const int MaxBoxes = 10_000, MostChannels = 4;

    /// <summary>The facts.</summary>
    /// <param name="source">The file.</param>
    /// <param name="limit">What metadata may take.</param>
    public static PictureFacts Read(ByteSource source, MetadataLimit limit)
    {
        Jp2Layout layout = Locate(source, limit);
        (Jp2Boxes told, Jp2CodeStream code) = (layout.Told, layout.Code);
        bool isProfile = told.Icc is { } icc && IccProfile.IsProfile(icc);
        ColorDescription color = isProfile ? IccProfile.Read(told.Icc) : ColorDescription.Unspecified;

        // A number that means nothing does not matter where there is one channel beside the opacity: it is grey.
        bool isGray = code.Components < 3 && !told.HasPalette;
        if (color.Channels is not (ColorChannels.Rgb or ColorChannels.Gray) || (told.UnknownSpace is not null && !isGray))
            throw FactsReader.NotRead("The JPEG 2000 file has colours that are neither grey nor RGB nor YCC (such as CMYK or Lab), which is not supported. Convert it to RGB first.");
        if (code.Components > MostChannels)
            throw FactsReader.NotRead($"The JPEG 2000 file has {code.Components} channels, which is not supported. Export grey or colours, with or without alpha, first.");
        if (code.Step != (1, 1) && !(code.AreStepsAlike && code.AreTilesInStep))
            throw FactsReader.NotRead("The JPEG 2000 file has channels of several sizes in an unusual order, which is not supported. Convert it with the program that made it.");

        // Samples that are all twice as large both ways are a picture of half the size.
        PixelSize size = code.Step.Across == code.Step.Down ? code.SampleSize : code.Size;
        int colors = isGray ? 1 : 3;
        bool hasAlpha = told.HasAlpha ?? layout.IsAlphaUntold;
        return new PictureFacts(size, new ImageParts
        {
            Format = ContainerFormat.Other,
            Width = size.Width,
            Height = size.Height,
            BitsPerSample = code.Bits,
            HasAlpha = hasAlpha,
            Channels = colors + (hasAlpha ? 1 : 0),
            Color = color,
            Metadata = new MetadataBlocks { Exif = told.Exif, Xmp = told.Xmp, Icc = isProfile ? told.Icc : null },
            BlocksNotTaken = limit.Refused,
            ExceedsLimit = limit.Refused > 0,
        })
        {
            DecodedSize = code.SampleSize,
            ColorModel = colors == 1 ? ColorModel.Gray : ColorModel.Rgb,
            Mix = hasAlpha && told.IsPremultiplied ? AlphaMix.Black : AlphaMix.None,
            Damage = layout.Damage ?? code.Damage,
        };
    }

    /// <summary>Where things are.</summary>
    /// <exception cref="ImageResizeException">There is no head.</exception>
    public static Jp2Layout Locate(ByteSource source, MetadataLimit? limit = null)
    {
        byte[] first = new byte[2];
        source.Read(0, first);
        var told = new Jp2Boxes();
        long start = 0, end = source.Length;
        string? damage = null;
        if (first[0] != 0xFF)
            (start, end, damage) = ReadBoxes(source, told, limit ?? new MetadataLimit());
        Jp2CodeStream code = Jp2CodeStream.Read(source, start, end) ?? throw FactsReader.NoHeader(ImageFormat.Jp2, damage ?? "its code stream has no head");
        return new Jp2Layout(told, code, start, end, damage);
    }

    /// <summary>The code stream's place, and what is missing.</summary>
    private static (long Start, long End, string? Damage) ReadBoxes(ByteSource source, Jp2Boxes told, MetadataLimit limit)
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
            else if (available == length)
                told.Take(type, source, position + headLength, length - headLength, limit);

            // The code stream tells by itself whether it is whole; some writers put a wrong length on its box.
            if (length > available && type != "jp2c")
                damage ??= $"it ends inside the box \"{type.Trim()}\"";
            position += available;
        }

        return stream is { } found ? (found.Start, found.End, damage) : throw FactsReader.NoHeader(ImageFormat.Jp2, damage ?? "it holds no picture");
    }
}

/// <summary>Where the code stream of a JPEG 2000 file is, and what is said of it.</summary>
/// <param name="Told">What boxes say.</param>
/// <param name="Code">What the code stream's head says.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind it.</param>
/// <param name="Damage">What of the boxes is missing, for people; null for nothing.</param>
internal sealed record Jp2Layout(Jp2Boxes Told, Jp2CodeStream Code, long Start, long End, string? Damage)
{
    /// <summary>Whether there is a channel behind the colours, of which nothing is said: it is taken for alpha, as most programs do.</summary>
    public bool IsAlphaUntold => Told is { HasAlpha: null, HasPalette: false } && Code.Components is 2 or 4;
}
