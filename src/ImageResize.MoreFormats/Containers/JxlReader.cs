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
        JxlPieces found = Locate(source, limit);
        (JxlBoxes told, string? damage) = (found.Told, found.Damage);
        JxlHeader header = JxlHeader.Read(Head(source, found.Places)) ?? throw FactsReader.NoHeader(ImageFormat.Jxl, damage ?? "its code stream has no sound head");
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
        List<(long Offset, long Length)> pieces = Locate(new MemorySource(file), new MetadataLimit(0)).Places;
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
    /// <param name="source">The file.</param>
    /// <param name="limit">What metadata may take.</param>
    public static JxlPieces Locate(ByteSource source, MetadataLimit limit)
    {
        byte[] first = new byte[1];
        source.Read(0, first);
        if (first[0] == 0xFF)
            return new JxlPieces(new JxlBoxes(limit), [(0, source.Length)], null);
        var told = new JxlBoxes(limit);
        List<(long Offset, long Length)> pieces = [];
        string? damage = ReadBoxes(source, told, pieces);
        return new JxlPieces(told, pieces, damage);
    }

    private static string? ReadBoxes(ByteSource source, JxlBoxes told, List<(long Offset, long Length)> pieces)
    {
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
            else
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
}

/// <summary>What is where in a JPEG XL file.</summary>
/// <param name="Told">What boxes tell.</param>
/// <param name="Places">The code stream in its pieces.</param>
/// <param name="Damage">What is missing, for people; null for nothing.</param>
internal sealed record JxlPieces(JxlBoxes Told, List<(long Offset, long Length)> Places, string? Damage)
{
    /// <summary>The level that a decoder must have, where the file says one.</summary>
    public byte? Level => Told.Level;
}
