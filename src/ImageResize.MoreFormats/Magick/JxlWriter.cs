using System.Globalization;
using ImageMagick;
using ImageResize.MoreFormats.Messages;
using ImageResize.Processes;

namespace ImageResize.MoreFormats.Magick;

/// <summary>Encodes pixels as the code stream of a JPEG XL. Stateless.</summary>
internal static class JxlWriter
{
    /// <summary>The quality that libjxl means without loss by.</summary>
    private const uint LosslessQuality = 100;

    /// <summary>Encodes.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="file">The pixels, one row behind the other, and the profile.</param>
    /// <param name="replies">To the parent.</param>
    /// <exception cref="MagickException">It cannot be encoded.</exception>
    public static void Encode(EncodeRequest wish, byte[] file, Stream replies)
    {
        string mapping = wish.Channels switch { 1 => "I", 3 => "RGB", _ => "RGBA" };
        int length = checked(wish.Width * wish.Height * wish.Channels);
        using var image = new MagickImage();
        image.ReadPixels(file.AsSpan(0, length), new PixelReadSettings((uint)wish.Width, (uint)wish.Height, StorageType.Char, mapping));
        if (wish.IsGray && wish.Channels > 1)
            image.ColorType = ColorType.GrayscaleAlpha;
        if (file.Length > length)
            image.SetProfile(new ColorProfile(file[length..]));
        image.Quality = wish.IsLossless ? LosslessQuality : (uint)wish.Quality;
        image.Settings.SetDefine(MagickFormat.Jxl, "effort", wish.Effort.ToString(CultureInfo.InvariantCulture));
        byte[] made = image.ToByteArray(MagickFormat.Jxl);
        CodecService.Reply(replies, new CodecReply { Length = made.Length });
        Frames.Write(replies, FrameKind.Data, made);
    }
}
