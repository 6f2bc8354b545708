using ImageMagick;
using ImageResize.Imaging;
using ImageResize.MoreFormats.Messages;
using ImageResize.Processes;

namespace ImageResize.MoreFormats.Magick;

/// <summary>Decodes a file and gives the parent its pixels. Stateless.</summary>
internal static class PictureDecoder
{
    /// <summary>Decodes.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="file">The file.</param>
    /// <param name="replies">To the parent.</param>
    /// <exception cref="MagickException">It cannot be decoded.</exception>
    public static void Decode(DecodeRequest wish, byte[] file, Stream replies)
    {
        var oddities = new List<string>();
        var settings = new MagickReadSettings { Format = FormatOf(wish.Format, file), FrameIndex = 0, FrameCount = 1 };
        using var image = new MagickImage();
        image.Warning += (_, arguments) => oddities.Add(arguments.Message);
        image.Read(file, settings);
        Send(image, wish.DropsAlpha, oddities, replies);
    }

    /// <summary>Always the one that our own signature means: the decoder's guess could be led to another.</summary>
    private static MagickFormat FormatOf(ImageFormat format, ReadOnlySpan<byte> file) => format switch
    {
        ImageFormat.Heic => MagickFormat.Heic,
        ImageFormat.Jxl => MagickFormat.Jxl,
        ImageFormat.Jp2 => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F]) ? MagickFormat.J2k : MagickFormat.Jp2,
        ImageFormat.Psd => file.Length > 5 && file[5] == 2 ? MagickFormat.Psb : MagickFormat.Psd,
        _ => throw new InvalidDataException($"{format} is not decoded here."),
    };

    private static void Send(MagickImage image, bool dropsAlpha, List<string> oddities, Stream replies)
    {
        bool isCmyk = image.ColorSpace == ColorSpace.CMYK;
        bool isGray = image.ColorSpace is ColorSpace.Gray;
        if (!isCmyk && !isGray && image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.RGB))
            image.ColorSpace = ColorSpace.sRGB;
        bool hasAlpha = image.HasAlpha && !dropsAlpha;
        string mapping = isCmyk ? "CMYK" : hasAlpha ? "RGBA" : isGray ? "R" : "RGB";
        byte[] profile = image.GetColorProfile()?.ToByteArray() is { Length: <= CodecMessages.LongestProfile } told ? told : [];
        (int width, int height) = (checked((int)image.Width), checked((int)image.Height));
        CodecService.Reply(replies, new CodecReply
        {
            Picture = new DecodedPicture(width, height, mapping.Length, isCmyk, profile.Length, oddities.Count == 0 ? null : CodecService.TextOf(oddities[0])),
        });
        using IPixelCollection<byte> pixels = image.GetPixelsUnsafe();
        int rows = CodecMessages.RowsOf((long)width * mapping.Length);
        for (int y = 0; y < height; y += rows)
            Frames.Write(replies, FrameKind.Data, pixels.ToByteArray(0, y, image.Width, (uint)Math.Min(rows, height - y), mapping));
        if (profile.Length > 0)
            Frames.Write(replies, FrameKind.Data, profile);
    }
}
