namespace ImageResize.Jpeg;

/// <summary>A valid JPEG image of a kind that this codec does not decode; <see cref="JpegHeader.Unsupported"/> says so before any work.</summary>
public sealed class JpegUnsupportedException : JpegException
{
    internal JpegUnsupportedException(JpegUnsupported reason, string message) : base(message)
    {
        Reason = reason;
    }

    /// <summary>What is not supported.</summary>
    public JpegUnsupported Reason { get; }
}
