using System.Text.Json;
using ImageMagick;
using ImageResize.Imaging;
using ImageResize.MoreFormats.Messages;
using ImageResize.Processes;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.MoreFormats.Decoding;

/// <summary>Decodes one picture after the other and gives the parent its pixels. Belongs to one thread of the child.</summary>
internal sealed class DecodeService : IChildService
{
    private const int LongestText = 500;

    /// <summary>Starts the decoder.</summary>
    public DecodeService() => DecoderPolicy.Start();

    /// <inheritdoc/>
    public void Answer(ReadOnlySpan<byte> request, SafeFileHandle input, Stream replies)
    {
        DecodeRequest wish = JsonSerializer.Deserialize(request, DecodeJson.Default.DecodeRequest)!;
        try
        {
            var oddities = new List<string>();
            using MagickImage image = Decode(wish, input, oddities);
            Send(image, wish.DropsAlpha, oddities, replies);
        }
        catch (Exception e) when (e is MagickException or OutOfMemoryException)
        {
            bool lacksMemory = e is OutOfMemoryException or MagickResourceLimitErrorException or MagickCacheErrorException;
            Reply(replies, new DecodeReply(0, 0, 0, false, 0, null, TextOf(e.Message), lacksMemory));
        }
    }

    private static MagickImage Decode(DecodeRequest wish, SafeFileHandle input, List<string> oddities)
    {
        byte[] file = new byte[RandomAccess.GetLength(input)];
        for (int read = 0; read < file.Length;)
        {
            int count = RandomAccess.Read(input, file.AsSpan(read), read);
            read += count > 0 ? count : throw new MagickCorruptImageErrorException("The file ends early.");
        }

        ResourceLimits.Memory = (ulong)wish.Memory;
        var settings = new MagickReadSettings { Format = FormatOf(wish.Format, file), FrameIndex = 0, FrameCount = 1 };
        var image = new MagickImage();
        image.Warning += (_, arguments) => oddities.Add(arguments.Message);
        try
        {
            image.Read(file, settings);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
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
        byte[] profile = image.GetColorProfile()?.ToByteArray() is { Length: <= DecodeMessages.LongestProfile } told ? told : [];
        (int width, int height) = (checked((int)image.Width), checked((int)image.Height));
        string? warning = oddities.Count == 0 ? null : TextOf(oddities[0]);
        Reply(replies, new DecodeReply(width, height, mapping.Length, isCmyk, profile.Length, warning, null, false));
        using IPixelCollection<byte> pixels = image.GetPixelsUnsafe();
        int rows = DecodeMessages.RowsOf((long)width * mapping.Length);
        for (int y = 0; y < height; y += rows)
            Frames.Write(replies, FrameKind.Data, pixels.ToByteArray(0, y, image.Width, (uint)Math.Min(rows, height - y), mapping));
        if (profile.Length > 0)
            Frames.Write(replies, FrameKind.Data, profile);
    }

    private static void Reply(Stream replies, DecodeReply reply) =>
        Frames.Write(replies, FrameKind.Reply, JsonSerializer.SerializeToUtf8Bytes(reply, DecodeJson.Default.DecodeReply));

    /// <summary>The decoder's words, without the name of its source file and of what it calls the image.</summary>
    private static string TextOf(string message)
    {
        int end = message.IndexOf(" @ ", StringComparison.Ordinal);
        string text = (end < 0 ? message : message[..end]).Replace("`'", string.Empty, StringComparison.Ordinal).Trim();
        return text.Length switch
        {
            0 => "no reason given",
            > LongestText => text[..LongestText],
            _ => text,
        };
    }
}
