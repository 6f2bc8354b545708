using System.Text.Json;
using System.Text.Json.Serialization;
using ImageResize.Imaging;
using ImageResize.MoreFormats.Containers;

namespace ImageResize.MoreFormats.Messages;

/// <summary>What a child shall do: one of the two.</summary>
/// <param name="Memory">Bytes that pixels may take.</param>
internal sealed record CodecRequest(long Memory)
{
    /// <summary>Decode the image in its input.</summary>
    public DecodeRequest? Decode { get; init; }

    /// <summary>Encode the pixels in its input.</summary>
    public EncodeRequest? Encode { get; init; }
}

/// <summary>What is to be decoded.</summary>
/// <param name="Format">The format, told from the content by our own signature.</param>
/// <param name="DropsAlpha">Whether a channel behind the colours is none of alpha.</param>
/// <param name="Mix">What the colours are to be parted from.</param>
/// <param name="IsLinear">Whether the decoder gives linear light, which is to become sRGB's samples.</param>
internal sealed record DecodeRequest(ImageFormat Format, bool DropsAlpha, AlphaMix Mix, bool IsLinear);

/// <summary>What is to be encoded as JPEG XL. In the input are the pixels of 8 bits a sample, row by row without gaps, and behind them their ICC profile.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Channels">1 grey, 3 RGB, 4 RGB with alpha.</param>
/// <param name="IsGray">Whether red, green and blue are the same everywhere.</param>
/// <param name="Quality">1 to 100.</param>
/// <param name="IsLossless">Whether the pixels must come out as they are.</param>
/// <param name="Effort">1 to 8.</param>
internal sealed record EncodeRequest(int Width, int Height, int Channels, bool IsGray, int Quality, bool IsLossless, int Effort);

/// <summary>What came of it: a picture, an encoded file, or a fault.</summary>
internal sealed record CodecReply
{
    /// <summary>The pixels, which follow in frames of <see cref="CodecMessages.RowsOf"/> rows, and then the profile.</summary>
    public DecodedPicture? Picture { get; init; }

    /// <summary>Bytes of the encoded file, which follows; 0 where there is none.</summary>
    public int Length { get; init; }

    /// <summary>Why there is neither, in ImageMagick's words; null where there is.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether it failed at a limit.</summary>
    public bool LacksMemory { get; init; }
}

/// <summary>What was decoded.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Channels">1 grey, 3 RGB, 4 RGB with alpha or CMYK.</param>
/// <param name="IsCmyk">Whether four channels are those of a press.</param>
/// <param name="ProfileLength">Bytes of the ICC profile that the decoder tells; 0 for none.</param>
/// <param name="Warning">What the decoder found odd; null for nothing.</param>
internal sealed record DecodedPicture(int Width, int Height, int Channels, bool IsCmyk, int ProfileLength, string? Warning);

/// <summary>What parent and child agree on.</summary>
internal static class CodecMessages
{
    /// <summary>Where the child puts temporary files: an empty folder that only this user may enter.</summary>
    public const string FolderVariable = "IMAGERESIZE_FOLDER";

    /// <summary>Bytes of a profile; larger ones are no colour profiles.</summary>
    public const int LongestProfile = 16 << 20;

    /// <summary>Raised when the messages change; builds are told apart by themselves.</summary>
    private const int Protocol = 3;

    private const int FrameLength = 1 << 20;

    /// <summary>What parent and child call themselves: they must be one build.</summary>
    public static string Identity { get; } = $"ImageResize.MoreFormats {Protocol} {typeof(CodecMessages).Module.ModuleVersionId}";

    /// <summary>Rows of pixels in a frame; the last one may have fewer.</summary>
    /// <param name="stride">Bytes of a row.</param>
    public static int RowsOf(long stride) => (int)Math.Max(1, FrameLength / stride);
}

/// <summary>The JSON of the messages, without reflection.</summary>
[JsonSerializable(typeof(CodecRequest))]
[JsonSerializable(typeof(CodecReply))]
[JsonSourceGenerationOptions(
    MaxDepth = 4,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class CodecJson : JsonSerializerContext;
