namespace ImageResize;

/// <summary>One image cannot be done. The message names the cause and the way out; the path is added by the caller.</summary>
/// <param name="errorId">The stable id of the cause.</param>
/// <param name="message">What is wrong and what to do, in one or two sentences.</param>
/// <param name="inner">The exception that told us, where there is one.</param>
public sealed class ImageResizeException(ImageErrorId errorId, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The stable id of the cause.</summary>
    public ImageErrorId ErrorId { get; } = errorId;

    /// <summary>Whether the cause may be gone at the next attempt.</summary>
    public bool IsTransient { get; init; }
}
