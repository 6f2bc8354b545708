namespace ImageResize.Jpeg;

/// <summary>What the components of a JPEG image are.</summary>
public enum JpegColor
{
    /// <summary>A kind that this codec does not decode.</summary>
    Other,

    /// <summary>One component: luminance.</summary>
    Grayscale,

    /// <summary>Luminance and two colour differences (JFIF).</summary>
    YCbCr,

    /// <summary>Red, green and blue, as the Adobe marker or the component names say.</summary>
    Rgb,
}
