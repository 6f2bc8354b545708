using System.Text.Json;
using ImageMagick;
using ImageResize.Imaging;
using ImageResize.MoreFormats.Messages;
using ImageResize.Processes;
using Microsoft.Win32.SafeHandles;

namespace ImageResize.MoreFormats.Magick;

/// <summary>Decodes or encodes one picture after the other for the parent. Belongs to one thread of the child.</summary>
internal sealed class CodecService : IChildService
{
    private const int LongestText = 500;

    /// <summary>Starts ImageMagick.</summary>
    public CodecService() => CoderPolicy.Start();

    /// <inheritdoc/>
    public void Answer(ReadOnlySpan<byte> request, SafeFileHandle input, Stream replies)
    {
        CodecRequest wish = JsonSerializer.Deserialize(request, CodecJson.Default.CodecRequest)!;
        ResourceLimits.Memory = (ulong)wish.Memory;
        try
        {
            if (wish.Decode is { } decode)
                PictureDecoder.Decode(decode, Read(input), replies);
            else
                JxlWriter.Encode(wish.Encode ?? throw new InvalidDataException("Nothing is asked for."), Read(input), replies);
        }
        catch (Exception e) when (e is MagickException or OutOfMemoryException or ImageResizeException)
        {
            bool lacksMemory = e is OutOfMemoryException or MagickResourceLimitErrorException or MagickCacheErrorException;
            Reply(replies, new CodecReply { Fault = TextOf(e.Message), LacksMemory = lacksMemory });
        }
    }

    /// <summary>Tells what came of a request; what was made follows.</summary>
    internal static void Reply(Stream replies, CodecReply reply) =>
        Frames.Write(replies, FrameKind.Reply, JsonSerializer.SerializeToUtf8Bytes(reply, CodecJson.Default.CodecReply));

    /// <summary>ImageMagick's words, without the name of its source file and of what it calls the image, which may be a file of its own.</summary>
    internal static string TextOf(string message)
    {
        int end = message.IndexOf(" @ ", StringComparison.Ordinal);
        string text = (end < 0 ? message : message[..end]).Replace("`'", string.Empty, StringComparison.Ordinal).Replace("\\n `OpenJP2'", string.Empty, StringComparison.Ordinal);
        int called = text.LastIndexOf('`');
        text = (called >= 0 && text.AsSpan(called).ContainsAny('/', '\\') ? text[..called] : text).Trim();
        return text.Length switch
        {
            0 => "no reason given",
            > LongestText => text[..LongestText],
            _ => text,
        };
    }

    private static byte[] Read(SafeFileHandle input)
    {
        byte[] file = new byte[RandomAccess.GetLength(input)];
        for (int read = 0; read < file.Length;)
        {
            int count = RandomAccess.Read(input, file.AsSpan(read), read);
            read += count > 0 ? count : throw new MagickCorruptImageErrorException("The file ends early.");
        }

        return file;
    }
}
