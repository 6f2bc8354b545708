namespace ImageResize.Jpeg;

/// <summary>The resolution of the colour components of the output.</summary>
public enum JpegChroma
{
    /// <summary>Half below quality 90, full from 90 on.</summary>
    Auto,

    /// <summary>Half in both directions, 4:2:0.</summary>
    Half,

    /// <summary>Full, 4:4:4.</summary>
    Full,
}
