namespace ImageResize.Jpeg;

/// <summary>The bytes are not a JPEG image, or its headers are so broken that nothing can be decoded.</summary>
public sealed class JpegFormatException : JpegException
{
    internal JpegFormatException(string message) : base(message)
    {
    }
}
