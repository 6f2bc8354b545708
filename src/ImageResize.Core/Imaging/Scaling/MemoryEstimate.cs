using ImageResize.Imaging.Jpeg;

namespace ImageResize.Imaging.Scaling;

/// <summary>
/// How much memory an image will take at most, from its header. Our own JPEG scaler knows exactly; for libvips it is
/// told by the kind: what streams costs some rows, what comes in passes, turns by a quarter or plays costs all of it.
/// </summary>
internal static class MemoryEstimate
{
    /// <summary>libvips' buffers, threads and codecs, whatever the image.</summary>
    private const long VipsBase = 12 << 20;

    /// <summary>Rows that a streaming pipeline holds: the line caches of the reducing steps.</summary>
    private const long StreamedRows = 256;

    /// <summary>Copies of a whole image that a decoder and the pipeline behind it hold at a time.</summary>
    private const long WholeCopies = 2;

    /// <summary>A progressive JPEG keeps 16 bits for each coefficient beside its pixels.</summary>
    private const long ProgressiveFactor = 3;

    /// <summary>Bytes for all outputs of an image, the file itself included.</summary>
    public static long Of(long fileLength, ImageHeader header, IReadOnlyList<ScaleJob> jobs, bool isWhole)
    {
        long file = isWhole ? fileLength : 0;
        ScaleJob[] ours = isWhole ? [.. jobs.Where(job => JpegEngine.CanDo(header, job.Request))] : [];
        long jpeg = ours.Length > 0 ? JpegEngine.EstimateMemory(header, ours) : 0;
        long vips = jobs.Except(ours).Select(job => Vips(header, job.Request)).DefaultIfEmpty(0).Max();
        return file + Math.Max(jpeg, vips);
    }

    private static long Vips(ImageHeader header, ScaleRequest request)
    {
        long sample = Math.Max(1, header.BitDepth / 8);
        long row = (long)header.StoredSize.Width * header.Channels * sample;
        long frames = request.AllFrames ? header.Pages : 1;
        long whole = row * header.StoredSize.Height * frames;
        long output = request.Size.Area * 4 * sample * frames;
        return VipsBase + 2 * output + (Streams(header, request) ? row * StreamedRows : whole * (IsProgressiveJpeg(header) ? ProgressiveFactor : WholeCopies));
    }

    private static bool Streams(ImageHeader header, ScaleRequest request) => header.Format switch
    {
        ImageFormat.Jpeg or ImageFormat.Png => !header.IsInterlaced && (header.Orientation == Orientation.Upright || header.BitDepth == 8),
        _ => false,
    } && !request.AllFrames;

    private static bool IsProgressiveJpeg(ImageHeader header) => header is { Format: ImageFormat.Jpeg, IsInterlaced: true };
}
