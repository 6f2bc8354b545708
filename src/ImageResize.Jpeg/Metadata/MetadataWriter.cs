using ImageResize.Jpeg.Encoding;
using ImageResize.Jpeg.Entropy;
using ImageResize.Jpeg.Markers;

namespace ImageResize.Jpeg.Metadata;

/// <summary>Writes the application and comment segments of an output.</summary>
internal static class MetadataWriter
{
    public static void Write(ReadOnlySpan<byte> source, JpegHeader header, JpegScaleOptions options, MarkerWriter markers, DecodingReport report)
    {
        markers.Write(Marker.App0, "JFIF\0"u8, [1, 1, 0, 0, 1, 0, 1, 0, 0]);
    }
}
