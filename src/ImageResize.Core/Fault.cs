namespace ImageResize;

/// <summary>
/// Why something could not be done: one value from where it arises to the error record that the user sees. Immutable. It
/// names no path: that is added where it is told, so that no text has to be taken apart.
/// </summary>
/// <param name="ErrorId">The stable id of the cause.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences.</param>
internal sealed record Fault(ImageErrorId ErrorId, string Message)
{
    /// <summary>The exception that told us, where there is one.</summary>
    public Exception? Cause { get; init; }

    /// <summary>Whether the cause may be gone at the next attempt.</summary>
    public bool IsTransient { get; init; }
}

/// <summary>Carries a fault to whom it concerns: one image cannot be done.</summary>
public sealed class ImageResizeException : Exception
{
    /// <summary>Carries a fault.</summary>
    internal ImageResizeException(Fault fault)
        : base(fault.Message, fault.Cause) => Fault = fault;

    /// <summary>Carries a fault that arises here.</summary>
    /// <param name="errorId">The stable id of the cause.</param>
    /// <param name="message">What is wrong and what to do, in one or two sentences.</param>
    /// <param name="cause">The exception that told us, where there is one.</param>
    internal ImageResizeException(ImageErrorId errorId, string message, Exception? cause = null)
        : this(new Fault(errorId, message) { Cause = cause })
    {
    }

    /// <summary>The stable id of the cause.</summary>
    public ImageErrorId ErrorId => Fault.ErrorId;

    /// <summary>The fault.</summary>
    internal Fault Fault { get; }
}
