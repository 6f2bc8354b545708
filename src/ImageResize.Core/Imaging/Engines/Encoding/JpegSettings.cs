using ImageResize.Jpeg;
using ImageResize.Metadata;

namespace ImageResize.Imaging.Engines.Encoding;

/// <summary>What a request means for our JPEG encoder. Stateless.</summary>
internal static class JpegSettings
{
    /// <summary>The resolution of colours that the planes are made with; where a search may want all of it, it begins with that.</summary>
    public static JpegChroma ChromaOf(ScaleRequest request) => request.ChromaSubsampling switch
    {
        ChromaSubsampling.Yuv420 => JpegChroma.Half,
        ChromaSubsampling.Yuv444 => JpegChroma.Full,
        _ when request.TargetLength is null => JpegChroma.Auto,
        _ => request.QualityLimit < QualitySearch.FullChromaQuality ? JpegChroma.Half : JpegChroma.Full,
    };

    /// <summary>The options for pixels that are encoded at the quality of the request, which a search sets for each trial.</summary>
    /// <param name="request">What the output is.</param>
    /// <param name="header">The header of the image that the pixels are of, whose density an output with metadata keeps.</param>
    public static JpegScaleOptions ForPixels(ScaleRequest request, ImageHeader header) => new()
    {
        Width = request.Size.Width,
        Height = request.Size.Height,
        Quality = request.Quality,
        Density = request.Edits.Density ?? (request.Metadata != MetadataPolicy.None && header.DotsPerInch > 0 ? header.DotsPerInch : null),
        Chroma = request.ChromaSubsampling switch { ChromaSubsampling.Yuv420 => JpegChroma.Half, ChromaSubsampling.Yuv444 => JpegChroma.Full, _ => JpegChroma.Auto },
        Progressive = request.Progressive,
    };
}
