using ImageResize.Files;

namespace ImageResize.Imaging;

/// <summary>
/// Turns an input into scaled, encoded outputs. An instance belongs to one worker, keeps its buffers from image to
/// image, and is not thread safe.
/// </summary>
internal interface IImageScaler : IDisposable
{
    /// <summary>Reads the header, and of the file no more than that takes.</summary>
    /// <exception cref="ImageResizeException">The image is damaged or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    ImageHeader ReadHeader(ImageInput input, ImageFormat format, CancellationToken cancellation);

    /// <summary>What making outputs will take. It follows from the header, the file's length and the requests alone.</summary>
    ScaleNeeds Needs(ImageHeader header, long fileLength, IReadOnlyList<ScaleRequest> requests);

    /// <summary>Makes all outputs of one input. One that fails has its fault in its result; the others are made all the same.</summary>
    /// <param name="input">The file; read whole where <see cref="Needs"/> said so.</param>
    /// <param name="header">Its header.</param>
    /// <param name="outputs">What is wanted, and where it is encoded to.</param>
    /// <param name="clock">Is told when scaling and encoding begin.</param>
    /// <param name="cancellation">Asks the image to end.</param>
    /// <returns>The results, in the order of the outputs.</returns>
    /// <exception cref="OperationCanceledException">The image was to end.</exception>
    ScaleResult[] Scale(ImageInput input, ImageHeader header, IReadOnlyList<ScaleOutput> outputs, StageClock clock, CancellationToken cancellation);
}

/// <summary>What making the outputs of an image takes.</summary>
/// <param name="Memory">Bytes at most, those of the file included where it is read whole.</param>
/// <param name="WholeFile">Whether the file is read whole first.</param>
internal readonly record struct ScaleNeeds(long Memory, bool WholeFile);

/// <summary>One output that is to be made.</summary>
/// <param name="Request">What is wanted.</param>
/// <param name="Target">Where it is encoded to; empty.</param>
internal sealed record ScaleOutput(ScaleRequest Request, OutputBuffer Target);

/// <summary>What became of one output.</summary>
/// <param name="Output">What was wanted; its target holds what was encoded, where there is no fault.</param>
/// <param name="Engine">What did it, with its version.</param>
internal sealed record ScaleResult(ScaleOutput Output, string Engine)
{
    /// <summary>What the user should know, such as a gain map left out.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Oddities that cost no pixel.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>What the input holds and the output does not.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>The quality that it was encoded with; null where the format has none, or nothing was encoded anew.</summary>
    public int? Quality { get; init; }

    /// <summary>Why it failed; null where it did not. Where its length was the reason, the target holds the shortest that was tried.</summary>
    public Fault? Fault { get; init; }
}
