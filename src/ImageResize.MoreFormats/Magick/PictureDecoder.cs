using ImageMagick;
using ImageResize.Imaging;
using ImageResize.MoreFormats.Containers;
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
        var settings = new MagickReadSettings { FrameIndex = 0, FrameCount = 1 };
        if (wish.Format == ImageFormat.Jxl)
        {
            file = JxlReader.CodeStream(file);
        }
        else if (wish.Format == ImageFormat.Jp2)
        {
            // Without an area the decoder takes as much of the grid as the first component has samples, from its origin.
            file = Jp2Wrapping.Complete(file, out (int Left, int Top, int Width, int Height) area);
            if (area is (0, 0, _, _))
                (settings.Width, settings.Height) = ((uint)area.Width, (uint)area.Height);
            else
                settings.ExtractArea = new MagickGeometry(area.Left, area.Top, (uint)area.Width, (uint)area.Height);
        }
        else if (wish.Format == ImageFormat.Psd)
        {
            file = PsdLayers.Remove(file, !wish.DropsAlpha);
        }

        settings.Format = FormatOf(wish.Format, file);
        using var image = new MagickImage();
        image.Warning += (_, arguments) => oddities.Add(arguments.Message);
        image.Read(file, settings);
        Send(image, wish, oddities, replies);
    }

    /// <summary>Always the one that our own signature means: the decoder's guess could be led to another.</summary>
    private static MagickFormat FormatOf(ImageFormat format, ReadOnlySpan<byte> file) => format switch
    {
        ImageFormat.Heic => MagickFormat.Heic,
        ImageFormat.Jxl => MagickFormat.Jxl,
        ImageFormat.Jp2 => MagickFormat.Jp2,
        ImageFormat.Psd => file.Length > 5 && file[5] == 2 ? MagickFormat.Psb : MagickFormat.Psd,
        _ => throw new InvalidDataException($"{format} is not decoded here."),
    };

    private static void Send(MagickImage image, DecodeRequest wish, List<string> oddities, Stream replies)
    {
        bool isCmyk = image.ColorSpace == ColorSpace.CMYK;
        bool isGray = image.ColorSpace is ColorSpace.Gray;
        if (!isCmyk && !isGray && image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.RGB))
            image.ColorSpace = ColorSpace.sRGB;
        bool hasAlpha = image.HasAlpha && !wish.DropsAlpha;
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
        {
            byte[] piece = pixels.ToByteArray(0, y, image.Width, (uint)Math.Min(rows, height - y), mapping) ?? [];
            if (wish.Mix != AlphaMix.None && hasAlpha)
                PixelRepair.Part(piece, wish.Mix);
            if (wish.IsLinear)
                PixelRepair.Encode(piece, mapping.Length);
            Frames.Write(replies, FrameKind.Data, piece);
        }

        if (profile.Length > 0)
            Frames.Write(replies, FrameKind.Data, profile);
    }
}
