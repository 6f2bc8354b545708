namespace ImageResize.Imaging;

/// <summary>The colour model of the stored samples.</summary>
internal enum ColorModel
{
    /// <summary>One channel of grey.</summary>
    Gray,

    /// <summary>Red, green, blue (or a transform of them, such as YCbCr).</summary>
    Rgb,

    /// <summary>Cyan, magenta, yellow, black.</summary>
    Cmyk,

    /// <summary>Anything else, such as CIELAB.</summary>
    Other,
}
