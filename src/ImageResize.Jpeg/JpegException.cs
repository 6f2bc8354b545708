namespace ImageResize.Jpeg;

/// <summary>The base of what this codec throws about its input; wrong arguments throw the usual exceptions.</summary>
public abstract class JpegException : Exception
{
    private protected JpegException(string message) : base(message)
    {
    }
}

/// <summary>The bytes are not a JPEG image, or its headers are so broken that nothing can be decoded.</summary>
public sealed class JpegFormatException : JpegException
{
    internal JpegFormatException(string message) : base(message)
    {
    }
}

/// <summary>A valid JPEG image of a kind that this codec does not decode; <c>JpegHeader.Unsupported</c> says so before any work.</summary>
public sealed class JpegUnsupportedException : JpegException
{
    internal JpegUnsupportedException(JpegUnsupported reason, string message) : base(message)
    {
        Reason = reason;
    }

    /// <summary>What is not supported.</summary>
    public JpegUnsupported Reason { get; }
}

/// <summary>The image data are damaged and <see cref="JpegScaleOptions.OnDamage"/> is <see cref="JpegDamagePolicy.Fail"/>. Nothing was written.</summary>
public sealed class JpegDamagedException : JpegException
{
    internal JpegDamagedException(JpegDamage damage) : base(damage.ToString())
    {
        Damage = damage;
    }

    /// <summary>What is damaged, and how much of the image.</summary>
    public JpegDamage Damage { get; }
}

/// <summary>Kinds of JPEG that this codec leaves to another decoder.</summary>
public enum JpegUnsupported
{
    /// <summary>This codec decodes the image.</summary>
    None,

    /// <summary>Arithmetic instead of Huffman coding (SOF9 to SOF15).</summary>
    ArithmeticCoding,

    /// <summary>The lossless process (SOF3).</summary>
    Lossless,

    /// <summary>A hierarchical, differential process (SOF5 to SOF7).</summary>
    Hierarchical,

    /// <summary>Samples of other than 8 bits.</summary>
    Precision,

    /// <summary>Four components: CMYK or YCCK.</summary>
    Cmyk,

    /// <summary>Two components, or more than four.</summary>
    ComponentCount,
}
