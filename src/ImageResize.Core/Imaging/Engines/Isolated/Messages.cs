using System.Text.Json.Serialization;
using ImageResize.Imaging.Engines.Vips;

namespace ImageResize.Imaging.Engines.Isolated;

/// <summary>What a child shall do with the image in its input.</summary>
/// <param name="Format">The format, told from the content.</param>
/// <param name="Extension">The extension of the file's name, with its dot; empty without.</param>
/// <param name="IsNew">Whether it is another image than the one before.</param>
/// <param name="Page">The page that stands for the file, as <see cref="ImageInput.Page"/> has it.</param>
/// <param name="Outputs">The outputs to make; empty where the header alone is wanted.</param>
internal sealed record WorkRequest(ImageFormat Format, string Extension, bool IsNew, int? Page, ScaleRequest[] Outputs);

/// <summary>What became of it. Exactly one of the first three is there.</summary>
/// <param name="Facts">The header.</param>
/// <param name="Results">What became of each output, in their order; the bytes of each that has any follow in a frame of their own.</param>
/// <param name="Fault">Why nothing could be done.</param>
/// <param name="Encoding">Seconds that encoding took.</param>
/// <param name="LacksMemory">Whether the ceiling of the memory was met: the texts of what failed by that tell of anything.</param>
internal sealed record WorkReply(DecoderFacts? Facts, ResultMessage[]? Results, FaultMessage? Fault, double Encoding, bool LacksMemory);

/// <summary>A <see cref="ScaleResult"/>.</summary>
/// <param name="Length">Bytes of the output; also of one whose fault is its length.</param>
/// <param name="Warnings">As the result has them.</param>
/// <param name="Remarks">As the result has them.</param>
/// <param name="Losses">As the result has them.</param>
/// <param name="Quality">As the result has it.</param>
/// <param name="Fault">As the result has it.</param>
internal sealed record ResultMessage(long Length, string[] Warnings, string[] Remarks, Loss[] Losses, int? Quality, FaultMessage? Fault)
{
    /// <summary>The output's size, which of some requests only the pixels tell; null where it is that of the request.</summary>
    public PixelSize? Size { get; init; }

    /// <summary>The message of a result.</summary>
    public static ResultMessage Of(ScaleResult result) => new(
        result.Output.Target.Length,
        [.. result.Warnings],
        [.. result.Remarks],
        [.. result.Losses],
        result.Quality,
        result.Fault is { } fault ? FaultMessage.Of(fault) : null)
    {
        Size = result.Output.Request.Size,
    };

    /// <summary>The result of a message, without the bytes of the output.</summary>
    /// <param name="output">What was wanted.</param>
    /// <param name="engine">What did it.</param>
    public ScaleResult ToResult(ScaleOutput output, string engine) => new(Size is { } size && size != output.Request.Size ? output with { Request = output.Request with { Size = size } } : output, engine)
    {
        Warnings = Warnings,
        Remarks = Remarks,
        Losses = Losses,
        Quality = Quality,
        Fault = Fault?.ToFault(),
    };
}

/// <summary>A <see cref="ImageResize.Fault"/> without the exception, which belongs to its process.</summary>
/// <param name="ErrorId">As the fault has it.</param>
/// <param name="Message">As the fault has it.</param>
/// <param name="IsTransient">As the fault has it.</param>
internal sealed record FaultMessage(ImageErrorId ErrorId, string Message, bool IsTransient)
{
    /// <summary>The message of a fault.</summary>
    public static FaultMessage Of(Fault fault) => new(fault.ErrorId, fault.Message, fault.IsTransient);

    /// <summary>The fault of a message.</summary>
    public Fault ToFault() => new(ErrorId, Message) { IsTransient = IsTransient };
}

/// <summary>
/// The JSON of the messages, without reflection. All properties of a record are carried, also those that it will get; what
/// follows from others (such as the area of a size) is not.
/// </summary>
[JsonSerializable(typeof(WorkRequest))]
[JsonSerializable(typeof(WorkReply))]
[JsonSourceGenerationOptions(
    MaxDepth = 16,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class MessageJson : JsonSerializerContext;
