namespace ImageResize.Png;

/// <summary>The base of what this codec throws about its input; wrong arguments throw the usual exceptions.</summary>
public abstract class PngException : Exception
{
    private protected PngException(string message) : base(message)
    {
    }
}

/// <summary>The bytes are not a PNG image, or its headers are so broken that nothing can be decoded.</summary>
public sealed class PngFormatException : PngException
{
    internal PngFormatException(string message) : base(message)
    {
    }
}

/// <summary>The image data are damaged and the policy is <see cref="PngDamagePolicy.Fail"/>. Nothing was written.</summary>
public sealed class PngDamagedException : PngException
{
    internal PngDamagedException(PngDamage damage) : base(damage.ToString())
    {
        Damage = damage;
    }

    /// <summary>What is damaged, and how much of the image.</summary>
    public PngDamage Damage { get; }
}
