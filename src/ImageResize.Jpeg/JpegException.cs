namespace ImageResize.Jpeg;

/// <summary>The base of what this codec throws about its input; wrong arguments throw the usual exceptions.</summary>
public abstract class JpegException : Exception
{
    private protected JpegException(string message) : base(message)
    {
    }
}
