namespace ImageResize.Imaging;

/// <summary>The resolution of colours beside that of brightness (the parameter <c>-ChromaSubsampling</c>).</summary>
public enum ChromaSubsampling
{
    /// <summary>What suits the quality: half below 90 and all of it from 90 on in JPEG and AVIF, half in WebP.</summary>
    Auto,

    /// <summary>4:2:0, half in both directions: the smallest file.</summary>
    Yuv420,

    /// <summary>4:4:4, all of it: sharp red and blue edges, such as those of coloured text. WebP has half always, which is then chosen with care.</summary>
    Yuv444,
}
