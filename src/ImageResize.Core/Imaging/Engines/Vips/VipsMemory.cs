using ImageResize.Pixels;

namespace ImageResize.Imaging.Engines.Vips;

/// <summary>
/// How much memory an image will take in libvips at most, told by its kind: what streams costs some rows, what comes in
/// passes, turns by a quarter or plays costs all of it, and so does the encoder's output. The factors are the measured
/// peaks (docs/reliability.md, tests/ImageResize.Hostile memory) and a quarter more.
/// </summary>
internal static class VipsMemory
{
    /// <summary>libvips' buffers, threads and codecs, whatever the image.</summary>
    private const double VipsBase = 16 << 20;

    /// <summary>Rows that a pipeline holds, however few the image has: the line caches and buffers of its steps.</summary>
    private const double PipelineRows = 2048;

    /// <summary>Copies of a whole image that a decoder and the pipeline behind it hold at a time.</summary>
    private const double WholeCopies = 2;

    /// <summary>A progressive JPEG keeps 16 bits for each coefficient beside its pixels.</summary>
    private const double ProgressiveFactor = 3;

    /// <summary>An AV1 decoder holds the picture several times over, in planes and in pixels.</summary>
    private const double AvifBytesPerPixel = 23;

    /// <summary>Copies of a whole image that trimming holds: as decoded, and as it looks.</summary>
    private const double TrimCopies = 2;

    /// <summary>What steps on pixels hold of an output: it before and after a turn, and with alpha.</summary>
    private const int StepBytesPerPixel = 8;

    /// <summary>A GIF is decoded to four channels, whatever its palette.</summary>
    private const int GifChannels = 4;

    /// <summary>With alpha, 8 bits are premultiplied to 16.</summary>
    private const int PremultipliedBytes = 2;

    /// <summary>With alpha, 16 bits are premultiplied and scaled in floating point.</summary>
    private const int FloatBytes = 4;

    /// <summary>Bytes for all outputs of an image, the file left out.</summary>
    public static long Estimate(ImageHeader header, IReadOnlyList<ScaleRequest> requests)
    {
        // One output is made after the other, but what is encoded stays until it is written.
        double bytes = VipsBase + requests.Max(request => Source(header, request)) + requests.Sum(request => Output(header, request));
        return (long)Math.Min(bytes, long.MaxValue / 2);
    }

    /// <summary>Bytes for encoding pixels that were decoded elsewhere, what is encoded included.</summary>
    public static double EstimateEncoding(ImageHeader header, IEnumerable<ScaleRequest> requests) =>
        VipsBase + requests.Sum(request => Output(header, request));

    private static double Source(ImageHeader header, ScaleRequest request)
    {
        // All frames of an animation are decoded for the verdict, whether an output shows them or not.
        // Those of a PNG come one by one.
        bool readsAll = header.Format != ImageFormat.Png && (request.AllFrames || FormatTraits.Of(header.Format).HasAnimation);
        double pixels = (double)header.StoredSize.Area * (readsAll ? header.Pages : 1);
        double rows = PipelineBytesPerPixel(header) * header.StoredSize.Width * PipelineRows;
        double whole = header.Format switch
        {
            ImageFormat.Avif => pixels * AvifBytesPerPixel,
            _ when header.Bitmap is not null || Streams(header, request) => 0,
            _ => pixels * BytesPerPixel(header) * (IsProgressiveJpeg(header) ? ProgressiveFactor : WholeCopies),
        };
        // What is trimmed is looked at as a whole first.
        if (request.Edits.TrimTolerance is not null)
            whole += pixels * header.Channels * Math.Max(1, header.BitDepth / 8) * TrimCopies;
        return header is { HasAlpha: true, BitDepth: 8 } ? rows + whole : Math.Max(rows, whole);
    }

    /// <summary>Of the pixels as they are decoded.</summary>
    private static double BytesPerPixel(ImageHeader header) => header switch
    {
        { Format: ImageFormat.Gif } => GifChannels,
        { BitDepth: 16, HasAlpha: true } => header.Channels * FloatBytes,
        _ => header.Channels * Math.Max(1, header.BitDepth / 8),
    };

    /// <summary>Of the rows between decoder and encoder.</summary>
    private static double PipelineBytesPerPixel(ImageHeader header) =>
        header is { BitDepth: 8, HasAlpha: true } ? header.Channels * PremultipliedBytes : BytesPerPixel(header);

    private static double Output(ImageHeader header, ScaleRequest request)
    {
        double sample = FormatTraits.Of(request.Format).Has16Bit ? Math.Max(1, header.BitDepth / 8) : 1;
        double pixels = (double)request.LargestSize(header).Area * (request.AllFrames ? header.Pages : 1);
        double turned = request.Edits.Angle == 0 ? 0 : (double)RotateStep.SizeBefore(header.Turned(request.Edits).Size, request).Area;
        double steps = request.IsPlain ? 0 : (pixels + turned) * StepBytesPerPixel * sample;
        return steps + pixels * request.Format switch
        {
            ImageFormat.WebP => 12,
            ImageFormat.Gif => 20,
            ImageFormat.Avif => 28,

            // The pixels of the output, a block of them to be written from, and what is encoded.
            ImageFormat.Bmp => 15,
            ImageFormat.Ico => 24,
            _ => 8 * sample,
        };
    }

    private static bool Streams(ImageHeader header, ScaleRequest request) => header.Format switch
    {
        ImageFormat.Jpeg or ImageFormat.Png => !header.IsInterlaced && (new Orientation(header.Orientation).IsUpright || header.BitDepth == 8),
        _ => false,
    } && !request.AllFrames;

    private static bool IsProgressiveJpeg(ImageHeader header) => header is { Format: ImageFormat.Jpeg, IsInterlaced: true };
}
