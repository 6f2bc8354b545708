using System.Text.Json;
using System.Text.Json.Serialization;
using ImageResize.Imaging;

namespace ImageResize.MoreFormats.Messages;

/// <summary>What a child shall decode: the image in its input.</summary>
/// <param name="Format">The format, told from the content by our own signature.</param>
/// <param name="Memory">Bytes that pixels may take.</param>
/// <param name="DropsAlpha">Whether a channel behind the colours is none of alpha.</param>
internal sealed record DecodeRequest(ImageFormat Format, long Memory, bool DropsAlpha);

/// <summary>What came of it. The pixels follow in frames of <see cref="DecodeMessages.RowsOf"/> rows, and then the profile.</summary>
/// <param name="Width">Pixels across; 0 where there are none.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Channels">1 grey, 3 RGB, 4 RGB with alpha or CMYK.</param>
/// <param name="IsCmyk">Whether four channels are those of a press.</param>
/// <param name="ProfileLength">Bytes of the ICC profile that the decoder tells; 0 for none.</param>
/// <param name="Warning">What the decoder found odd; null for nothing.</param>
/// <param name="Fault">Why there are no pixels, in the decoder's words; null where there are.</param>
/// <param name="LacksMemory">Whether it failed at a limit.</param>
internal sealed record DecodeReply(int Width, int Height, int Channels, bool IsCmyk, int ProfileLength, string? Warning, string? Fault, bool LacksMemory);

/// <summary>What parent and child agree on.</summary>
internal static class DecodeMessages
{
    /// <summary>Where the child puts temporary files: an empty folder that only this user may enter.</summary>
    public const string FolderVariable = "IMAGERESIZE_FOLDER";

    /// <summary>Bytes of a profile; larger ones are no colour profiles.</summary>
    public const int LongestProfile = 16 << 20;

    /// <summary>Raised when the messages change; builds are told apart by themselves.</summary>
    private const int Protocol = 1;

    private const int FrameLength = 1 << 20;

    /// <summary>What parent and child call themselves: they must be one build.</summary>
    public static string Identity { get; } = $"ImageResize.MoreFormats {Protocol} {typeof(DecodeMessages).Module.ModuleVersionId}";

    /// <summary>Rows of pixels in a frame; the last one may have fewer.</summary>
    /// <param name="stride">Bytes of a row.</param>
    public static int RowsOf(long stride) => (int)Math.Max(1, FrameLength / stride);
}

/// <summary>The JSON of the messages, without reflection.</summary>
[JsonSerializable(typeof(DecodeRequest))]
[JsonSerializable(typeof(DecodeReply))]
[JsonSourceGenerationOptions(
    MaxDepth = 4,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class DecodeJson : JsonSerializerContext;
