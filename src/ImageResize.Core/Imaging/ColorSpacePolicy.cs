namespace ImageResize.Imaging;

/// <summary>The colour space of the outputs.</summary>
public enum ColorSpacePolicy
{
    /// <summary>The image's own, with its profile.</summary>
    Keep,

    /// <summary>sRGB: pixels with another profile are converted.</summary>
    Srgb,
}
